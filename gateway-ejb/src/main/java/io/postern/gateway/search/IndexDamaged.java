package io.postern.gateway.search;

/** The index cannot be used and must be made again. Not for callers of the package. */
final class IndexDamaged extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IndexDamaged(String message) {
    super(message);
  }

  IndexDamaged(String message, Throwable cause) {
    super(message, cause);
  }
}
