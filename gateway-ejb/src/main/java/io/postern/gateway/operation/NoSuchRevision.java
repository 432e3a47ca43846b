package io.postern.gateway.operation;

/** There is no revision of the configuration with that number. */
public final class NoSuchRevision extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchRevision(String message) {
    super(message);
  }
}
