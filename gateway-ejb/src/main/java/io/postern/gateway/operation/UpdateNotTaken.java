package io.postern.gateway.operation;

/** An uploaded update was not kept; the message says why. */
public final class UpdateNotTaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  UpdateNotTaken(String message, boolean tooLarge) {
    super(message);
    this.tooLarge = tooLarge;
  }

  public boolean tooLarge() {
    return tooLarge;
  }
}
