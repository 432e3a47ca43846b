package io.postern.validation;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;

/**
 * RCPT was given and is allowed to relay (RFC 5321 section 4.1.1.3); the verdict is for this
 * recipient alone.
 */
public interface RecipientGiven extends ValidationEvent {

  Recipient recipient();

  /** The envelope before this recipient. */
  Envelope envelope();

  /** Takes another recipient in this one's place. */
  void rewrite(Recipient recipient);

  /** Takes another mailbox in this one's place, with the same parameters. */
  default void rewrite(Mailbox mailbox) {
    rewrite(recipient().at(mailbox));
  }

  /** Takes one more recipient; no effect when its mailbox is taken already. */
  void add(Recipient recipient);

  /** Takes one more recipient, without parameters. */
  default void add(Mailbox mailbox) {
    add(Recipient.of(mailbox));
  }
}
