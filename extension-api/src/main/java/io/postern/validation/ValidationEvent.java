package io.postern.validation;

import io.postern.session.Session;

/** What the events of all validation stages share. */
public interface ValidationEvent {

  Session session();

  /**
   * Answers this stage. A callout may answer more than once; the strictest counts, a {@link
   * Verdict.Delay} besides it.
   *
   * @throws IllegalStateException when the callout's time is over
   */
  void answer(Verdict verdict);
}
