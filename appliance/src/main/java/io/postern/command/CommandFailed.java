package io.postern.command;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command ends: with one line or a few for the user and an exit code. */
public class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<String> more;

  private CommandFailed(int exitCode, String line, List<String> more) {
    super(line, null, false, false);
    this.exitCode = exitCode;
    this.more = List.copyOf(more);
  }

  /** For families of failures; without a stack trace. */
  protected CommandFailed(int exitCode, String line) {
    this(exitCode, line, List.of());
  }

  /** For failures that are logged too: with a stack trace. */
  protected CommandFailed(int exitCode, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.exitCode = exitCode;
    this.more = List.of();
  }

  /** It was tried and did not work. */
  public static CommandFailed trying(String line) {
    return trying(line, List.of());
  }

  /** The same, with a line for each of its parts. */
  public static CommandFailed trying(String line, List<String> more) {
    return new CommandFailed(ExitCode.FAILURE, line, more);
  }

  /** It was asked for in a way that makes no sense. */
  public static CommandFailed usage(String line) {
    return usage(line, List.of());
  }

  /** The same, with a line for each of its parts. */
  public static CommandFailed usage(String line, List<String> more) {
    return new CommandFailed(ExitCode.USAGE, line, more);
  }

  /** The line without those of its parts. */
  public String line() {
    return String.valueOf(getMessage());
  }

  /** That line and those of its parts. */
  public List<String> lines() {
    return Stream.concat(Stream.of(line()), more.stream()).toList();
  }

  public int exitCode() {
    return exitCode;
  }
}
