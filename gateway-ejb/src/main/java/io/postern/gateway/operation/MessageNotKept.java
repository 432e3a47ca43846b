package io.postern.gateway.operation;

/** There is nothing to decide about a message: none of the recipients is held or quarantined. */
public class MessageNotKept extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MessageNotKept(String message) {
    super(message);
  }
}
