package io.postern.update;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import io.postern.text.Shown;
import java.io.IOException;
import java.util.List;

/** The command ends: with one line for the administrator and an exit code. */
final class UpdateFailed extends CommandFailed {

  private static final long serialVersionUID = 1L;

  private UpdateFailed(int exitCode, String line) {
    super(exitCode, line);
  }

  /** It was tried and did not work, or must not be done. */
  static UpdateFailed because(String line) {
    return new UpdateFailed(ExitCode.FAILURE, line);
  }

  /** The same, with what the machine answered. */
  static UpdateFailed because(String line, IOException e) {
    return because(line + " (" + message(e) + ")");
  }

  /** It was asked for in a way that makes no sense. */
  static UpdateFailed usageError(String line) {
    return new UpdateFailed(ExitCode.USAGE, line);
  }

  /** File system exceptions often say only the path; their type says what happened. */
  static String message(IOException e) {
    String message = Shown.ascii(String.valueOf(e.getMessage()), 500);
    return e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName().replaceFirst("Exception$", "") + ": " + message;
  }

  @Override
  public List<String> lines() {
    return List.of("update: " + line());
  }
}
