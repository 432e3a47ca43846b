package io.postern.gateway.operation;

/** No such message is in the queue; it may have been finished meanwhile. */
public class NoSuchMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchMessage(String message) {
    super(message);
  }
}
