package io.postern.gateway.export;

/** There is no export target of that name. */
public final class NoSuchTarget extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchTarget(String message) {
    super(message);
  }
}
