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
 * <p>Exit codes: 0 success, 1 failure, 2 usage error.
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

  /** What the script does itself. */
  private static final Map<String, String> SCRIPT =
      Map.of(
          "build", "build the product from the sources",
          "image", "build the bootable image from the sources; image check and image test try it",
          "package", "build the Debian package from the sources",
          "run", "start the gateway in the foreground",
          "sbom", "write the bill of materials (CycloneDX)",
          "test", "build and run all tests",
          "train", "build the AOT cache (faster start-up)");

  private static final Map<String, String> OF_SCRIPT =
      Map.of("image", " [check | test]", "test", " [options of Maven]");

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
                "sdk", new SdkCommand(),
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
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    if (name.matches("help|--help|-h")) {
      return help(rest, console);
    }
    Subcommand subcommand = subcommands.get(name.equals("--version") ? "version" : name);
    if (subcommand == null) {
      console.complain("unknown subcommand '" + name + "'; ./postern help lists them");
      return NotStarted.WRONG;
    }
    try {
      return subcommand.run(rest, console);
    } catch (NotStarted e) {
      console.complain(e.line());
      return e.exitCode();
    }
  }

  /** {@code help} alone, or of a subcommand, which is what that says to {@code --help}. */
  private int help(List<String> arguments, Console console) {
    if (arguments.isEmpty()) {
      console.say(usage());
      return 0;
    }
    String name = arguments.getFirst();
    if (arguments.size() == 1 && subcommands.containsKey(name)) {
      return run(List.of(name, "--help"), console);
    }
    if (arguments.size() == 1 && name.equals("run")) {
      console.say(Options.USAGE.stripTrailing());
      return 0;
    }
    if (arguments.size() == 1 && SCRIPT.containsKey(name)) {
      console.say(
          "usage: postern "
              + name
              + OF_SCRIPT.getOrDefault(name, "")
              + "\n\n  "
              + SCRIPT.get(name));
      return 0;
    }
    console.complain(
        "no help on '" + String.join(" ", arguments) + "'; ./postern help lists the subcommands");
    return NotStarted.WRONG;
  }

  private String usage() {
    Map<String, String> all = new TreeMap<>(SCRIPT);
    subcommands.forEach((name, subcommand) -> all.put(name, subcommand.synopsis()));
    StringBuilder usage = new StringBuilder("usage: postern SUBCOMMAND [options]\n\n");
    all.forEach((name, synopsis) -> usage.append("  %-18s %s%n".formatted(name, synopsis)));
    return usage
        .append("\n  postern help SUBCOMMAND, or postern SUBCOMMAND --help, shows its options\n")
        .append("  Exit codes: 0 success, 1 failure, 2 usage error")
        .toString();
  }

  /** Whether only the usage of a subcommand is asked for. */
  private static boolean isHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /** Checks a configuration file as a start would. */
  private static final class CheckCommand implements Subcommand {

    @Override
    public String synopsis() {
      return "FILE: check a configuration file without starting";
    }

    @Override
    public int run(List<String> arguments, Console console) {
      if (isHelp(arguments)) {
        console.say(
            """
            usage: postern check FILE

              Checks a configuration file as a start would, without a running gateway.
              Exit codes: 0 success, 1 failure, 2 usage error or mistakes in the file.""");
        return 0;
      }
      if (arguments.size() != 1) {
        throw NotStarted.wrong(
            arguments.isEmpty()
                ? "check: missing argument: configuration file"
                : "check: unexpected argument '" + arguments.get(1) + "'");
      }
      Path config = Path.of(arguments.getFirst()).toAbsolutePath();
      new SettingsCheck(Product.ofThisClass()).read(Optional.of(config));
      console.say(config + ": configuration OK");
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
      if (isHelp(arguments)) {
        console.say("usage: postern version");
        return 0;
      }
      if (!arguments.isEmpty()) {
        throw NotStarted.wrong("version: unexpected argument '" + arguments.getFirst() + "'");
      }
      console.say("postern " + Product.ofThisClass().version());
      return 0;
    }
  }
}
