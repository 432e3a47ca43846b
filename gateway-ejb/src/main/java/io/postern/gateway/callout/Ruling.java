package io.postern.gateway.callout;

import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * The strictest verdict of a stage.
 *
 * @param verdict never a {@link Verdict.Delay}
 * @param decidedBy name of the extension whose verdict it is; empty when none objected
 * @param delay how long the client shall wait before it is answered
 */
public record Ruling(Verdict verdict, Optional<String> decidedBy, Duration delay) {

  /** Nobody objected. */
  public static final Ruling PROCEED =
      new Ruling(new Verdict.Continue(), Optional.empty(), Duration.ZERO);
}
