package io.postern.launcher;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import org.jspecify.annotations.Nullable;

/** Why there is no gateway; the message is the one line the operator reads. */
final class NotStarted extends CommandFailed {

  private static final long serialVersionUID = 1L;

  private NotStarted(int exitCode, String message, @Nullable Throwable cause) {
    super(exitCode, message, cause);
  }

  /** The command line or the configuration is not valid: trying again changes nothing. */
  static NotStarted wrong(String message) {
    return new NotStarted(ExitCode.USAGE, message, null);
  }

  /** The machine would not have it now: a port, a folder, the server. */
  static NotStarted failed(String message) {
    return new NotStarted(ExitCode.FAILURE, message, null);
  }

  static NotStarted failed(String message, Throwable cause) {
    return new NotStarted(ExitCode.FAILURE, message, cause);
  }

  /** The message without its line breaks: foreign messages come with them. */
  @Override
  public String line() {
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
