package io.postern.gateway.operation;

/** There is no decision in bulk of this id since the gateway's start, or not any more. */
public class NoSuchBulk extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchBulk(String message) {
    super(message);
  }
}
