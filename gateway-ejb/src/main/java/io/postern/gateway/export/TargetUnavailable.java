package io.postern.gateway.export;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A target cannot take events now; it is tried again. The message says what came back. */
public final class TargetUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  private final Duration pause;

  public TargetUnavailable(String message, @Nullable Throwable cause) {
    this(message, Duration.ZERO, cause);
  }

  /**
   * @param pause that the target asks for; the usual ones when it is shorter
   */
  public TargetUnavailable(String message, Duration pause, @Nullable Throwable cause) {
    super(message, cause);
    this.pause = pause;
  }

  Duration pause() {
    return pause;
  }
}
