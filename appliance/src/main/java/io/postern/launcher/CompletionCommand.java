package io.postern.launcher;

import io.postern.command.Terminal;
import picocli.CommandLine.Command;

/** {@code postern completion bash}: a script for the shell, which the package carries. */
@Command(name = "completion", description = "print a script that completes subcommands and options")
final class CompletionCommand {

  private final Terminal terminal;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      description = {
        "for bash: source <(postern completion bash)",
        "",
        "The Debian package installs it."
      })
  void bash() {
    PosternCommand.whole(terminal).bashCompletion().lines().forEach(terminal.out());
  }
}
