package io.postern.gateway.delivery.smtp;

/** What came of opening a session. */
public sealed interface Opening {

  /** Greeted; transactions can begin. */
  record Opened(SmtpSession session) implements Opening {}

  /**
   * No session came about.
   *
   * @param failure {@link Outcome.Broken} or, when the server answered, {@link Outcome.Postponed}
   */
  record Unopened(Outcome failure) implements Opening {}
}
