package io.postern.gateway.delivery;

import io.postern.gateway.disposition.AttemptResult;
import io.postern.gateway.disposition.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How attempts in a lane ended, for people. Thread-safe. */
final class LaneCounts {

  /**
   * A failure.
   *
   * @param what on one line, printable
   */
  record Failure(String what, Instant at) {}

  private final LongAdder delivered = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable Failure lastFailure;

  /** Recipients that were not tried: only those given up count. */
  void countUntried(AttemptResult result) {
    failed.add(result.lost());
  }

  void count(AttemptResult result) {
    delivered.add(result.delivered());
    failed.add(result.lost());
    result.followUp().again().forEach(again -> deferred.add(again.recipients().size()));
  }

  void note(Outcome outcome, Instant at) {
    switch (outcome) {
      case Outcome.Accepted taken -> {
        // No failure.
      }
      case Outcome.TransientFailure postponed ->
          lastFailure = new Failure(postponed.reply().toString(), at);
      case Outcome.PermanentFailure refused ->
          lastFailure = new Failure(refused.reply().toString(), at);
      case Outcome.NoReply broken -> lastFailure = new Failure(broken.what(), at);
      case Outcome.NotAttempted unsendable -> lastFailure = new Failure(unsendable.why(), at);
    }
  }

  long delivered() {
    return delivered.sum();
  }

  long deferred() {
    return deferred.sum();
  }

  long failed() {
    return failed.sum();
  }

  Optional<Failure> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
