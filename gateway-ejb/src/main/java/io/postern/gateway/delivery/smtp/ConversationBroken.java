package io.postern.gateway.delivery.smtp;

/** The session cannot go on; the message says why, on one line, printable. */
final class ConversationBroken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean lost;

  /**
   * @param lost whether the connection was found closed, rather than slow or senseless
   */
  ConversationBroken(String what, boolean lost) {
    super(what, null, false, false);
    this.lost = lost;
  }

  String what() {
    return String.valueOf(getMessage());
  }

  boolean lost() {
    return lost;
  }
}
