package io.postern.client;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The door: runs one of the subcommands that talk to a running gateway. */
public final class CommandLine {

  /** Exit codes. */
  public static final int DONE = 0;

  public static final int FAILED = 1;
  public static final int WRONG = 2;

  private final Map<String, String> environment;
  private final Consumer<String> out;
  private final Consumer<String> complaints;

  /**
   * @param out takes lines of the answer
   * @param complaints takes the line that says why there is none
   */
  public CommandLine(
      Map<String, String> environment, Consumer<String> out, Consumer<String> complaints) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.complaints = complaints;
  }

  /** The subcommands, each with what it does in a few words. */
  public static Map<String, String> subcommands() {
    return Map.of(
        "config", "export | check | apply FILE | diff | history | rollback N: the configuration",
        "extension", "deploy FILE [--name N] | undeploy NAME | list: the gateway's extensions",
        "journal", "[ID] [--follow] [conditions]: the audit journal, or one message's history",
        "queue", "list | show ID | release | bounce | delete ID...: messages not yet finished",
        "selftest", "send a message through the running gateway and check every part",
        "send", "--to MAILBOX [options]: send a message by SMTP",
        "status", "show gateway status");
  }

  /**
   * Runs one.
   *
   * @param name one of {@link #subcommands}
   * @return exit code
   */
  public int run(String name, List<String> words) {
    try {
      if (words.contains("--help") || words.contains("-h")) {
        usage(name).lines().forEach(out);
        return DONE;
      }
      return switch (name) {
        case "config" -> new ConfigCommand(environment, out).run(words);
        case "extension" -> new ExtensionCommand(environment, out).run(words);
        case "journal" -> new JournalCommand(environment, out).run(words);
        case "queue" -> new QueueCommand(environment, out).run(words);
        case "selftest" -> new SelfTestCommand(environment, out).run(words);
        case "send" -> new SendCommand(environment, out, complaints).run(words);
        case "status" -> new StatusCommand(environment, out).run(words);
        default -> throw Failed.asked("unknown subcommand '" + Shown.text(name) + "'");
      };
    } catch (Failed e) {
      e.lines().forEach(complaints);
      return e.exitCode();
    }
  }

  private static String usage(String name) {
    String own =
        switch (name) {
          case "config" -> ConfigCommand.USAGE;
          case "extension" -> ExtensionCommand.USAGE;
          case "journal" -> JournalCommand.USAGE;
          case "queue" -> QueueCommand.USAGE;
          case "selftest" -> SelfTestCommand.USAGE;
          case "send" -> SendCommand.USAGE;
          default -> StatusCommand.USAGE;
        };
    return own + "\n" + Access.USAGE;
  }
}
