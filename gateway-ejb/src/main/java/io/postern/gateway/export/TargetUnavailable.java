package io.postern.gateway.export;

import org.jspecify.annotations.Nullable;

/** A target cannot take events now; it is tried again. The message says what came back. */
public final class TargetUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  public TargetUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
