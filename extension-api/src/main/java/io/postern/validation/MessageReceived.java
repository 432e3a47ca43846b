package io.postern.validation;

import io.postern.mail.Message;
import io.postern.mail.MutableEnvelope;

/**
 * The content is complete; the client waits for the reply to its final dot (RFC 5321 section
 * 4.1.1.4). Once per message, after the gateway has added its Received field.
 *
 * <p>May change envelope and content. Reading the header section costs nothing; the body is parsed
 * when it is asked for. For work that takes longer than a second use {@link
 * io.postern.manipulation.MessageBeforeSpool}.
 *
 * <pre>{@code
 * void received(@Observes MessageReceived event) {
 *   event.message().header().add("X-Checked-By", "example");
 * }
 * }</pre>
 */
public interface MessageReceived extends ValidationEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();

  /** The content; may be changed. */
  Message message();
}
