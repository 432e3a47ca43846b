package io.postern.gateway.spool;

/** Nothing can be accepted now; the client is to be told 451 or 452. Nothing was accepted. */
public class SpoolUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  /**
   * @param message for the operator
   * @param full whether room on disk is what lacks (452), rather than a fault (451)
   */
  public SpoolUnavailable(String message, boolean full, Throwable cause) {
    super(message, cause);
    this.full = full;
  }

  public boolean full() {
    return full;
  }
}
