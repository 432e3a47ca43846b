package io.postern.launcher;

import io.postern.command.Terminal;
import picocli.CommandLine.Command;

/** {@code postern version}. */
@Command(name = "version", description = "print the version")
final class VersionCommand implements Runnable {

  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.say("postern " + Product.ofThisClass().version());
  }
}
