package io.postern.gateway.reception;

/** A listener cannot be bound; the message names its address and port. */
public class ListenerUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ListenerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
