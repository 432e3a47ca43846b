package io.postern.validation;

import io.postern.mail.Message;
import io.postern.mail.MutableEnvelope;

/**
 * The content is complete; the client waits for the reply to its final dot (RFC 5321 section
 * 4.1.1.4).
 */
public interface MessageReceived extends ValidationEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();

  /** The content; may be changed. */
  Message message();
}
