package io.postern.gateway.disposition;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be queued after an attempt.
 *
 * @param again recipients of the message to be tried again
 * @param report a report that was accepted and is to be delivered
 */
public record FollowUp(List<Again> again, Optional<Report> report) {

  static final FollowUp NOTHING = new FollowUp(List.of(), Optional.empty());

  public FollowUp {
    again = List.copyOf(again);
  }

  /**
   * Recipients to be tried again.
   *
   * @param recipients indexes into the message's recipients
   * @param attempt the number of the attempt to be made
   */
  public record Again(List<Integer> recipients, int attempt, Duration delay, String reason) {
    public Again {
      recipients = List.copyOf(recipients);
    }
  }

  /** A report in the spool. */
  public record Report(SpoolId id, Envelope envelope) {}
}
