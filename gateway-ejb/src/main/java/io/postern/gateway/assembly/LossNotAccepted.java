package io.postern.gateway.assembly;

/** The gateway does not open, because that would make a loss final which may not be one. */
final class LossNotAccepted extends RuntimeException {

  private static final long serialVersionUID = 1;

  LossNotAccepted(String message) {
    super(message);
  }
}
