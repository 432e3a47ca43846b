package io.postern.mail;

import java.util.List;

/**
 * The envelope at a stage where it may be changed. A recipient stands in it once: {@link
 * Mailbox#equals} decides.
 */
public interface MutableEnvelope {

  /** As it is now. */
  Envelope now();

  ReversePath reversePath();

  /** The parameters of MAIL. */
  MailParameters parameters();

  /** In the order of their RCPT commands, then of their addition; a snapshot. */
  List<Recipient> recipients();

  void replaceReversePath(ReversePath reversePath);

  void replaceParameters(MailParameters parameters);

  /**
   * Adds a recipient; no effect when its mailbox is there already. Relay control does not apply to
   * it.
   */
  void addRecipient(Recipient recipient);

  /** Adds a recipient without parameters; see {@link #addRecipient(Recipient)}. */
  default void addRecipient(Mailbox mailbox) {
    addRecipient(Recipient.of(mailbox));
  }

  /**
   * Removes a recipient.
   *
   * @return whether it was there
   */
  boolean removeRecipient(Mailbox mailbox);
}
