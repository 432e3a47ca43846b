package io.postern.launcher;

import io.postern.client.CommandLine;
import io.postern.update.UpdateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code postern SUBCOMMAND ...} for every subcommand but those that the script does itself ({@code
 * run}, {@code build}, {@code package}, {@code test}, {@code train}).
 *
 * <p>Exit codes: 0 done, 1 tried and failed, 2 asked wrongly.
 */
public final class Command {

  /** One subcommand. */
  interface Subcommand {

    /** What follows the name in the list of subcommands. */
    String synopsis();

    /**
     * Does it.
     *
     * @param arguments those after the name
     * @return exit code
     * @throws NotStarted to end with one line
     */
    int run(List<String> arguments, Console console);
  }

  private final Map<String, Subcommand> subcommands;

  Command(Map<String, Subcommand> subcommands) {
    this.subcommands = new TreeMap<>(subcommands);
  }

  /** Every subcommand there is; a new one is a line here. */
  static Command ofProduct() {
    Map<String, Subcommand> subcommands =
        new TreeMap<>(
            Map.of(
                "check", new CheckCommand(),
                "recover", new RecoverCommand(),
                "update", new UpdateSubcommand(),
                "version", new VersionCommand()));
    CommandLine.subcommands()
        .forEach((name, synopsis) -> subcommands.put(name, new ClientCommand(name, synopsis)));
    return new Command(subcommands);
  }

  public static void main(String[] arguments) {
    System.exit(ofProduct().run(List.of(arguments), Console.ofProcess()));
  }

  int run(List<String> arguments, Console console) {
    String name = arguments.isEmpty() ? "help" : arguments.getFirst();
    Subcommand subcommand = subcommands.get(name);
    if (subcommand == null) {
      if (name.matches("help|--help|-h")) {
        console.say(usage());
        return 0;
      }
      console.complain("unknown subcommand '" + name + "'; ./postern help lists them");
      return NotStarted.WRONG;
    }
    try {
      return subcommand.run(arguments.subList(1, arguments.size()), console);
    } catch (NotStarted e) {
      console.complain(e.line());
      return e.exitCode();
    }
  }

  private String usage() {
    StringBuilder usage =
        new StringBuilder(
            """
            usage: postern SUBCOMMAND [options]

              run [options]      start the gateway in the foreground; run --help lists the options
              build              build the product from the sources
              package            build the Debian package from the sources
              test [options]     build and run all tests; options go to Maven
              train              make the AOT cache that shortens the start
            """);
    subcommands.forEach(
        (name, subcommand) -> usage.append("  %-18s %s%n".formatted(name, subcommand.synopsis())));
    return usage.toString().stripTrailing();
  }

  /** Checks a configuration file as a start would. */
  private static final class CheckCommand implements Subcommand {

    @Override
    public String synopsis() {
      return "FILE: check a configuration file without starting";
    }

    @Override
    public int run(List<String> arguments, Console console) {
      if (arguments.size() != 1) {
        throw NotStarted.wrong("check takes one configuration file");
      }
      Path config = Path.of(arguments.getFirst()).toAbsolutePath();
      new SettingsCheck(Product.ofThisClass()).read(Optional.of(config));
      console.say(config + " is right");
      return 0;
    }
  }

  /** Asks a running gateway. */
  private record ClientCommand(String name, String synopsis) implements Subcommand {

    @Override
    public int run(List<String> arguments, Console console) {
      return new CommandLine(System.getenv(), console::say, console::complain).run(name, arguments);
    }
  }

  /** Updates the image that this runs in. */
  private static final class UpdateSubcommand implements Subcommand {

    @Override
    public String synopsis() {
      return UpdateCommand.SYNOPSIS;
    }

    @Override
    public int run(List<String> arguments, Console console) {
      Product product = Product.ofThisClass();
      // In a checkout the product lies beside what else the build made.
      Path build = product.lib().resolve("../..").normalize();
      return UpdateCommand.onThisMachine(product.version(), build, console::say, console::complain)
          .run(arguments);
    }
  }

  private static final class VersionCommand implements Subcommand {

    @Override
    public String synopsis() {
      return "print the version";
    }

    @Override
    public int run(List<String> arguments, Console console) {
      console.say("postern " + Product.ofThisClass().version());
      return 0;
    }
  }
}
