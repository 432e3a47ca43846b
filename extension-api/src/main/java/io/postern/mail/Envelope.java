package io.postern.mail;

import java.util.List;

/**
 * The envelope: reverse-path and forward-paths (RFC 5321 section 2.3.1). At the stages that allow
 * it, callouts change it; elsewhere the mutators raise {@link UnsupportedOperationException}.
 */
public interface Envelope {

  ReversePath reversePath();

  /** The recipients accepted so far, in the order of their RCPT commands; a snapshot. */
  List<Mailbox> recipients();

  void replaceReversePath(ReversePath reversePath);

  /** Adds a recipient; no effect when it is there already. Relay control does not apply to it. */
  void addRecipient(Mailbox recipient);

  /**
   * Removes a recipient.
   *
   * @return whether it was there
   */
  boolean removeRecipient(Mailbox recipient);
}
