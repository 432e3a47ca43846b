package io.postern.launcher;

import io.postern.command.Terminal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern help}, alone or with the name of a subcommand and of its action. */
@Command(name = "help", description = "list the subcommands, or show the options of one")
final class HelpCommand implements Runnable {

  @Parameters(paramLabel = "SUBCOMMAND", arity = "0..*", description = "and perhaps its action")
  List<String> names = List.of();

  private final Terminal terminal;

  HelpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    PosternCommand.whole(terminal).usage(names).forEach(terminal.out());
  }
}
