package io.postern.launcher;

import io.postern.client.ClientCommands;
import io.postern.command.CommandRunner;
import io.postern.command.Terminal;
import io.postern.update.UpdateCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern SUBCOMMAND ...} for every subcommand but those that the script does itself. */
@Command(
    name = "postern",
    customSynopsis = "postern SUBCOMMAND [options]",
    footer = {
      "postern help SUBCOMMAND, or postern SUBCOMMAND --help, shows its options",
      "Exit codes: 0 success, 1 failure, 2 usage error"
    })
public final class PosternCommand implements Runnable {

  private final Terminal terminal;

  @Option(names = "--version", description = "print the version")
  boolean version;

  private PosternCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] words) {
    Console console = Console.ofProcess();
    System.exit(run(List.of(words), console.terminal()));
  }

  /**
   * Runs the words after {@code postern}.
   *
   * @return exit code
   */
  static int run(List<String> words, Terminal terminal) {
    List<String> all = words.isEmpty() ? List.of("help") : words;
    Map<String, Supplier<Object>> subcommands = subcommands(terminal);
    // To read the options of all of them takes longer than the rest of most commands.
    Supplier<Object> one = subcommands.get(all.getFirst());
    return (one == null ? whole(terminal) : runner(Map.of(all.getFirst(), one), terminal)).run(all);
  }

  /** With every subcommand there is. */
  static CommandRunner whole(Terminal terminal) {
    return runner(subcommands(terminal), terminal);
  }

  private static CommandRunner runner(
      Map<String, Supplier<Object>> subcommands, Terminal terminal) {
    CommandLine root = new CommandLine(new PosternCommand(terminal));
    new TreeMap<>(subcommands)
        .forEach((name, subcommand) -> root.addSubcommand(name, subcommand.get()));
    return new CommandRunner(root, terminal);
  }

  /** A new one is a line here. */
  private static Map<String, Supplier<Object>> subcommands(Terminal terminal) {
    Map<String, Supplier<Object>> subcommands = new HashMap<>();
    ClientCommands.all().forEach((name, make) -> subcommands.put(name, () -> make.apply(terminal)));
    ScriptCommand.all().forEach((name, spec) -> subcommands.put(name, () -> spec));
    subcommands.computeIfPresent(
        "journal",
        (name, journal) ->
            () ->
                new CommandLine(journal.get())
                    .addSubcommand("verify", new JournalVerifyCommand(terminal)));
    subcommands.put("check", () -> new CheckCommand(terminal));
    subcommands.put("completion", () -> new CompletionCommand(terminal));
    subcommands.put("help", () -> new HelpCommand(terminal));
    subcommands.put("recover", () -> new RecoverCommand(terminal));
    subcommands.put("run", () -> new RunCommand(options -> ScriptCommand.notHere("run")));
    subcommands.put("sdk", () -> new SdkCommand(terminal));
    subcommands.put("update", () -> update(terminal));
    subcommands.put("version", () -> new VersionCommand(terminal));
    return subcommands;
  }

  private static UpdateCommand update(Terminal terminal) {
    return UpdateCommand.onThisMachine(
        () -> Product.ofThisClass().version(),
        // In a checkout the product lies beside what else the build made.
        () -> Product.ofThisClass().lib().resolve("../..").normalize(),
        terminal);
  }

  @Override
  public void run() {
    if (version) {
      new VersionCommand(terminal).run();
    } else {
      new HelpCommand(terminal).run();
    }
  }
}
