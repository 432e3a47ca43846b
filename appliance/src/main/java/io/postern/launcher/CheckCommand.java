package io.postern.launcher;

import io.postern.command.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern check}. */
@Command(
    name = "check",
    description = "check a configuration file as a start would, without a running gateway",
    footer = "Exit codes: 0 success, 1 failure, 2 usage error or mistakes in the file")
final class CheckCommand implements Runnable {

  @Parameters(paramLabel = "FILE", description = "the configuration")
  Path file = Path.of("");

  private final Terminal terminal;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Path config = file.toAbsolutePath();
    new SettingsCheck(Product.ofThisClass()).read(Optional.of(config));
    terminal.say(config + ": configuration OK");
  }
}
