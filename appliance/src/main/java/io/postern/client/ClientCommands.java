package io.postern.client;

import io.postern.command.CommandRunner;
import io.postern.command.Terminal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The entry point: the subcommands that talk to a running gateway. */
public final class ClientCommands {

  private ClientCommands() {}

  /** Their names, each with what makes it; the result is annotated for picocli. */
  public static Map<String, Function<Terminal, Object>> all() {
    return Map.of(
        "config", ConfigCommand::new,
        "export", ExportCommand::new,
        "extension", ExtensionCommand::new,
        "journal", JournalCommand::new,
        "queue", QueueCommand::new,
        "secret", SecretCommand::new,
        "selftest", SelfTestCommand::new,
        "send", SendCommand::new,
        "status", StatusCommand::new);
  }

  /**
   * Tests the gateway of this machine.
   *
   * @param wait seconds that it may take to come up
   * @return exit code
   */
  public static int selfTest(String wait, Terminal terminal) {
    return CommandRunner.of("selftest", new SelfTestCommand(terminal), terminal)
        .run(List.of("selftest", "--wait", wait));
  }
}
