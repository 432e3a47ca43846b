package io.postern.launcher;

import io.postern.command.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the operator sees: our lines and no others. It keeps the process's first streams, since
 * {@link ServerLog} then takes {@link System#out} and {@link System#err} away from the server.
 */
final class Console {

  private final PrintStream out;
  private final PrintStream err;

  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  static Console ofProcess() {
    return new Console(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }

  /** For a subcommand. */
  Terminal terminal() {
    return new Terminal(System.getenv(), this::say, this::printError);
  }

  void say(String line) {
    out.println(line);
  }

  void printError(String line) {
    err.println("postern: " + line);
  }
}
