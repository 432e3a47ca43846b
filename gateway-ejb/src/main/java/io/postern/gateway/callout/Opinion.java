package io.postern.gateway.callout;

import io.postern.validation.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one callout answered so far: its strictest verdict, its longest delay. */
final class Opinion {

  private @Nullable Verdict verdict;
  private Duration delay = Duration.ZERO;

  void add(Verdict answer) {
    if (answer instanceof Verdict.Delay(Duration time)) {
      delay = delay.compareTo(time) < 0 ? time : delay;
    } else if (verdict == null || strictness(answer) > strictness(verdict)) {
      verdict = answer;
    }
  }

  @Nullable Verdict verdict() {
    return verdict;
  }

  Duration delay() {
    return delay;
  }

  /** The order of {@link Verdict}'s documentation. */
  static int strictness(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delay d -> 0;
      case Verdict.Continue c -> 0;
      case Verdict.Accept a -> 1;
      case Verdict.Discard d -> 2;
      case Verdict.Quarantine q -> 3;
      case Verdict.Defer d -> 4;
      case Verdict.Reject r -> 5;
      case Verdict.Disconnect d -> 6;
    };
  }
}
