package io.postern.client;

import java.util.List;
import java.util.stream.Stream;

/** The command ends: with one line or a few for the user and an exit code. */
final class Failed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<String> more;

  private Failed(int exitCode, String line, List<String> more) {
    super(line, null, false, false);
    this.exitCode = exitCode;
    this.more = List.copyOf(more);
  }

  /** It was tried and did not work. */
  static Failed trying(String line) {
    return trying(line, List.of());
  }

  /** The same, with a line for each of its parts. */
  static Failed trying(String line, List<String> more) {
    return new Failed(CommandLine.FAILED, line, more);
  }

  /** It was asked for in a way that makes no sense. */
  static Failed asked(String line) {
    return asked(line, List.of());
  }

  /** The same, with a line for each of its parts. */
  static Failed asked(String line, List<String> more) {
    return new Failed(CommandLine.WRONG, line, more);
  }

  String line() {
    return String.valueOf(getMessage());
  }

  /** That line and those of its parts. */
  List<String> lines() {
    return Stream.concat(Stream.of(line()), more.stream()).toList();
  }

  int exitCode() {
    return exitCode;
  }
}
