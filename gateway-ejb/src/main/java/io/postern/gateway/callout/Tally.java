package io.postern.gateway.callout;

import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.Optional;

/** The opinions of a stage's callouts, on their way to a ruling. */
final class Tally {

  private Verdict verdict = Ruling.PROCEED.verdict();
  private Optional<String> decidedBy = Optional.empty();
  private Duration delay = Duration.ZERO;

  /** Returns whether that was the last word: the callout accepted (see {@link Verdict.Accept}). */
  boolean add(String extension, Opinion opinion) {
    if (opinion.delay().compareTo(delay) > 0) {
      delay = opinion.delay();
    }
    Verdict added = opinion.verdict();
    if (added == null) {
      return false;
    }
    add(extension, added);
    return added instanceof Verdict.Accept;
  }

  void add(String extension, Verdict added) {
    if (Opinion.strictness(added) > Opinion.strictness(verdict)) {
      verdict = added;
      decidedBy = Optional.of(extension);
    }
  }

  /** A verdict of the gateway itself. */
  void add(Verdict added) {
    if (Opinion.strictness(added) > Opinion.strictness(verdict)) {
      verdict = added;
      decidedBy = Optional.empty();
    }
  }

  Ruling ruling() {
    return verdict instanceof Verdict.Continue && delay.isZero()
        ? Ruling.PROCEED
        : new Ruling(verdict, decidedBy, delay);
  }
}
