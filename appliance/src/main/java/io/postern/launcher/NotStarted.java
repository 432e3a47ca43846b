package io.postern.launcher;

/** Why there is no gateway; the message is the one line the operator reads. */
final class NotStarted extends RuntimeException {

  /** The command line or the configuration is wrong: trying again changes nothing. */
  static final int WRONG = 2;

  /** The machine would not have it now: a port, a folder, the server. */
  static final int FAILED = 1;

  private final int exitCode;

  private NotStarted(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private NotStarted(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static NotStarted wrong(String message) {
    return new NotStarted(WRONG, message);
  }

  static NotStarted failed(String message) {
    return new NotStarted(FAILED, message);
  }

  static NotStarted failed(String message, Throwable cause) {
    return new NotStarted(FAILED, message, cause);
  }

  int exitCode() {
    return exitCode;
  }

  /** The message without its line breaks: foreign messages come with them. */
  String line() {
    return oneLine(String.valueOf(getMessage()));
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The innermost reason that says something. */
  static String reason(Throwable thrown) {
    String said = thrown.getClass().getSimpleName();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at.getMessage() instanceof String message && !message.isBlank()) {
        said = message;
      }
    }
    return oneLine(said);
  }
}
