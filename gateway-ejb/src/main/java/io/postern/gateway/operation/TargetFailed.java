package io.postern.gateway.operation;

/** An export target did not do what it was asked for; the message says what came back. */
public final class TargetFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TargetFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
