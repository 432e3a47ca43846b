package io.postern.command;

import io.postern.text.Shown;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs the words of a command line. Whatever ends a command ends here: with the usage text that was
 * asked for, with the lines of a usage error or of a {@link CommandFailed}, and with its exit code.
 */
public final class CommandRunner {

  private static final int WIDTH = 100;

  private final CommandLine root;
  private final Terminal terminal;

  /** One subcommand of {@code postern} alone; the words still begin with its name. */
  public static CommandRunner of(String name, Object subcommand, Terminal terminal) {
    CommandLine root = new CommandLine(CommandSpec.create().name("postern"));
    return new CommandRunner(root.addSubcommand(name, subcommand), terminal);
  }

  /**
   * @param root with all its subcommands
   */
  public CommandRunner(CommandLine root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
    addHelp(root);
    root.setUsageHelpWidth(WIDTH)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        // An argument that begins with @ is a domain, not a file with arguments.
        .setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false)
        // A subject may look like an option.
        .setAllowOptionsAsOptionParameters(true)
        .setParameterExceptionHandler((e, words) -> printError(UsageError.of(e)))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (e instanceof CommandFailed failed) {
                return printError(failed);
              }
              throw e;
            });
  }

  private static void addHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help").usageHelp(true).description("show this text").build());
    }
    spec.usageMessage().synopsisHeading("usage: ").abbreviateSynopsis(false);
    spec.usageMessage().synopsisSubcommandLabel("ACTION");
    spec.usageMessage().sortOptions(false);
    spec.usageMessage().commandListHeading("%n");
    if (spec.usageMessage().description().length > 0) {
      // Its heading is printed even when there is no description.
      spec.usageMessage().descriptionHeading("%n");
    }
    spec.usageMessage().parameterListHeading("%n");
    spec.usageMessage().optionListHeading("%n");
    spec.usageMessage().footerHeading("%n");
    if (spec.usageMessage().footer().length == 0) {
      spec.usageMessage().footer(ExitCode.LEGEND);
    }
    command.getSubcommands().values().forEach(CommandRunner::addHelp);
  }

  /**
   * Runs them.
   *
   * @return exit code
   */
  public int run(List<String> words) {
    StringWriter usage = new StringWriter();
    root.setOut(new PrintWriter(usage));
    int code = root.execute(words.toArray(String[]::new));
    usage.toString().lines().map(String::stripTrailing).forEach(terminal.out());
    return code;
  }

  /**
   * The usage text of a subcommand.
   *
   * @param names of it and those above it; empty for the whole command
   * @return its lines
   * @throws CommandFailed when there is none of that name
   */
  public List<String> usage(List<String> names) {
    CommandLine command = root;
    for (String name : names) {
      if (!(command.getSubcommands().get(name) instanceof CommandLine next)) {
        throw CommandFailed.usage(
            "no help on '"
                + Shown.of(String.join(" ", names))
                + "'; postern help lists the subcommands");
      }
      command = next;
    }
    return command.getUsageMessage().lines().map(String::stripTrailing).toList();
  }

  /** A script for bash that completes subcommands and options. */
  public String bashCompletion() {
    return AutoComplete.bash(root.getCommandName(), root);
  }

  private int printError(CommandFailed failed) {
    failed.lines().forEach(terminal.errors());
    return failed.exitCode();
  }
}
