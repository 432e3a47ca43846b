package io.postern.gateway.delivery;

/** There is nothing to decide about: no such message, or none of its recipients is kept. */
public class NotKept extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  /**
   * @param unknown whether no such message is in the spool
   */
  public NotKept(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  public boolean unknown() {
    return unknown;
  }
}
