package io.postern.gateway.audit;

/** The journal's folder cannot be opened or read, or an event was not taken. */
public class JournalUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public JournalUnavailable(String message) {
    super(message);
  }

  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
