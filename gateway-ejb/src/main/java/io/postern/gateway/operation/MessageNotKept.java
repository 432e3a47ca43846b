package io.postern.gateway.operation;

/** Nothing was decided about a message: no recipient can leave that way now. */
public class MessageNotKept extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MessageNotKept(String message) {
    super(message);
  }
}
