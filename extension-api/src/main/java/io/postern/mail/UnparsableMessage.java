package io.postern.mail;

/** The MIME structure exceeds a limit of the gateway; the content itself can still be read. */
public class UnparsableMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which limit, and the value found
   */
  public UnparsableMessage(String message) {
    super(message);
  }

  /**
   * @param message what could not be read, @param cause the parser's complaint
   */
  public UnparsableMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
