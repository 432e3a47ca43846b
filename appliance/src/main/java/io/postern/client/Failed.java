package io.postern.client;

/** The command ends: with one line for the user and an exit code. */
final class Failed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failed(int exitCode, String line) {
    super(line, null, false, false);
    this.exitCode = exitCode;
  }

  /** It was tried and did not work. */
  static Failed trying(String line) {
    return new Failed(CommandLine.FAILED, line);
  }

  /** It was asked for in a way that makes no sense. */
  static Failed asked(String line) {
    return new Failed(CommandLine.WRONG, line);
  }

  String line() {
    return String.valueOf(getMessage());
  }

  int exitCode() {
    return exitCode;
  }
}
