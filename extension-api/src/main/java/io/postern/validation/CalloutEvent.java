package io.postern.validation;

import io.postern.session.Session;

/**
 * What the events of all validation and manipulation stages share. An observer of this type is
 * called at each of these stages.
 *
 * <p>The client waits until the callouts of a stage have returned. The event, and all that is
 * reached from it, belongs to one call: use it on the thread that the callout was called on, until
 * it returns. Afterwards, and when the callout's time is over, it raises {@link
 * IllegalStateException}.
 */
public interface CalloutEvent {

  Session session();

  /**
   * Answers this stage. A callout may answer more than once; the strictest counts, a {@link
   * Verdict.Delay} besides it. Not answering means {@link Verdict.Pass}.
   *
   * @throws IllegalStateException when the callout's time is over
   */
  void answer(Verdict verdict);
}
