package io.postern.validation;

import io.postern.mail.MutableEnvelope;
import io.postern.mail.MutableMessage;

/**
 * What the events of the stages share that see the whole message: {@link MessageReceived} and
 * {@link io.postern.manipulation.MessageBeforeSpool}.
 */
public interface MessageEvent extends TransactionEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();

  /** The content; may be changed. */
  MutableMessage message();
}
