package io.postern.validation;

import io.postern.mail.MutableEnvelope;

/** DATA was given; 354 not yet sent (RFC 5321 section 4.1.1.4). */
public interface RecipientsComplete extends ValidationEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();
}
