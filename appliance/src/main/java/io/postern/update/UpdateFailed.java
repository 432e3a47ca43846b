package io.postern.update;

import io.postern.client.CommandLine;
import java.io.IOException;

/** The command ends: with one line for the administrator and an exit code. */
final class UpdateFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private UpdateFailed(int exitCode, String line) {
    super(line, null, false, false);
    this.exitCode = exitCode;
  }

  /** It was tried and did not work, or must not be done. */
  static UpdateFailed because(String line) {
    return new UpdateFailed(CommandLine.FAILED, line);
  }

  /** The same, with what the machine answered. */
  static UpdateFailed because(String line, IOException e) {
    return because(line + " (" + said(e) + ")");
  }

  /** It was asked for in a way that makes no sense. */
  static UpdateFailed asked(String line) {
    return new UpdateFailed(CommandLine.WRONG, line);
  }

  /** File system exceptions often say only the path; their type says what happened. */
  static String said(IOException e) {
    String message = Text.oneLine(String.valueOf(e.getMessage()));
    return e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName().replaceFirst("Exception$", "") + ": " + message;
  }

  String line() {
    return String.valueOf(getMessage());
  }

  int exitCode() {
    return exitCode;
  }
}
