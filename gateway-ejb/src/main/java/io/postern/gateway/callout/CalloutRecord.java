package io.postern.gateway.callout;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one extension did at one stage. When it has several callouts there, or was asked several
 * times, it is what they did together.
 *
 * @param extension its name, without the revision
 * @param revision the deployed revision, such as {@code spam--r12}; the name when none is deployed
 * @param stage the event's name, such as {@code MessageReceived}
 * @param standing whether the ruling, the delay and the changes applied
 * @param ruling the strictest of its verdicts, those of its failure policy included
 * @param delay the longest it asked for
 * @param nanoseconds that its callouts took
 * @param changed what of the stage's subject it changed
 * @param error the last; empty when there was none
 * @param calls how many callouts were asked
 */
public record CalloutRecord(
    String extension,
    String revision,
    String stage,
    Standing standing,
    Ruling ruling,
    Duration delay,
    long nanoseconds,
    Set<Change> changed,
    Optional<Failure> error,
    int calls) {

  /** What takes longer is recorded even when nothing came of it. */
  static final long LONG = Duration.ofMillis(1).toNanos();

  /** Why an extension did not do its work. */
  public enum Failure {
    /** It threw, or left something that cannot be taken over. */
    EXCEPTION,
    /** It was late. */
    DEADLINE,
    /** The content of the message exceeds a limit of reading. */
    UNPARSABLE,
    /** It was not asked, as it failed too often. */
    BREAKER,
    /** It should be in the server and is not. */
    MISSING
  }

  /** Whether it changed something, objected, accepted, failed or took more than a millisecond. */
  public boolean isNoteworthy() {
    return nanoseconds > LONG
        || !changed.isEmpty()
        || ruling.strictness() > 0
        || error.isPresent()
        || delay.isPositive();
  }

  boolean isOf(CalloutRecord other) {
    return revision.equals(other.revision)
        && stage.equals(other.stage)
        && standing == other.standing;
  }

  /** This and what the same extension did later at the same stage. */
  CalloutRecord and(CalloutRecord later) {
    return new CalloutRecord(
        extension,
        revision,
        stage,
        standing,
        ruling.and(later.ruling),
        delay.compareTo(later.delay) < 0 ? later.delay : delay,
        nanoseconds + later.nanoseconds,
        union(changed, later.changed),
        later.error.isPresent() ? later.error : error,
        calls + later.calls);
  }

  private static Set<Change> union(Set<Change> one, Set<Change> other) {
    if (other.isEmpty()) {
      return one;
    }
    if (one.isEmpty()) {
      return other;
    }
    EnumSet<Change> both = EnumSet.copyOf(one);
    both.addAll(other);
    return both;
  }
}
