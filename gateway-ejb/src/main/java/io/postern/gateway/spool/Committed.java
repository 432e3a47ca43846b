package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the spool that is on disk, for the audit journal, in the order of commitment.
 *
 * <p>The position grows with every record and is the same when the record comes again after a
 * restart.
 */
public sealed interface Committed {

  long position();

  /** A message was accepted. */
  record Accepted(
      long position,
      SpoolId id,
      Envelope envelope,
      long size,
      Map<String, String> facts,
      Instant receivedAt,
      Optional<Quarantine> quarantine)
      implements Committed {}

  /** A recipient was marked. */
  record Marked(
      long position,
      Mark mark,
      ReversePath reversePath,
      Recipient recipient,
      Map<String, String> messageFacts,
      Instant receivedAt)
      implements Committed {}

  /**
   * Something on disk could not be read and was set aside.
   *
   * @param id the message, when it is known whose that was
   */
  record Damaged(long position, Optional<SpoolId> id, String what, Instant at)
      implements Committed {}
}
