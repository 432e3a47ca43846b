package io.postern.gateway.delivery.smtp;

/** What came of opening a session. */
import io.postern.gateway.disposition.Outcome;

public sealed interface Opening {

  /** Greeted; transactions can begin. */
  record Opened(OutgoingSession session) implements Opening {}

  /**
   * No session came about.
   *
   * @param failure {@link Outcome.NoReply} or, when the server answered, {@link
   *     Outcome.TransientFailure}
   */
  record Unopened(Outcome failure) implements Opening {}
}
