package io.postern.command;

import io.postern.text.Shown;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line. */
final class UsageError {

  private UsageError() {}

  static CommandFailed of(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    return CommandFailed.usage(
        switch (e) {
          case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
          case MissingParameterException missing -> missing(missing, command);
          case OverwrittenOptionException twice
              when twice.getOverwritten() instanceof OptionSpec o ->
              "option " + o.longestName() + " is given twice";
          default ->
              command.subcommands().isEmpty()
                  ? Shown.of(String.valueOf(e.getMessage()), 300)
                  : prefix(command) + "missing argument: " + actions(command);
        });
  }

  private static String unmatched(UnmatchedArgumentException e, CommandSpec command) {
    String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
    String shown = "'" + Shown.of(word) + "'";
    if (word.startsWith("-")) {
      return "unknown option "
          + shown
          + didYouMean(word, e.getSuggestions())
          + "; "
          + command.qualifiedName()
          + " --help lists the options";
    }
    if (command.subcommands().isEmpty()) {
      return prefix(command) + "unexpected argument " + shown;
    }
    return command.parent() == null
        ? "unknown subcommand "
            + shown
            + didYouMean(word, e.getSuggestions())
            + "; ./postern help lists them"
        : prefix(command) + "unknown action " + shown + "; it is one of " + actions(command);
  }

  private static String missing(MissingParameterException e, CommandSpec command) {
    ArgSpec first = e.getMissing().isEmpty() ? null : e.getMissing().getFirst();
    if (first instanceof OptionSpec option) {
      return String.valueOf(e.getMessage()).startsWith("Missing required option")
          ? prefix(command) + "missing required option " + option.longestName()
          : "option " + option.longestName() + " lacks its value";
    }
    return prefix(command)
        + "missing argument"
        + (first == null ? "" : ": " + first.paramLabel())
        + "; "
        + command.qualifiedName()
        + " --help shows the usage";
  }

  /** The command's name below the root, as in {@code queue show: }. */
  private static String prefix(CommandSpec command) {
    String name = command.qualifiedName();
    int space = name.indexOf(' ');
    return space < 0 ? "" : name.substring(space + 1) + ": ";
  }

  /** picocli's suggestions are generous: only one that begins the same way is of use. */
  private static String didYouMean(String word, List<String> suggestions) {
    int same = word.startsWith("--") ? 3 : 2;
    return suggestions.stream()
        .filter(suggestion -> suggestion.regionMatches(0, word, 0, same))
        .findFirst()
        .map(suggestion -> " (did you mean " + suggestion + "?)")
        .orElse("");
  }

  private static String actions(CommandSpec command) {
    return command.subcommands().keySet().stream().sorted().collect(Collectors.joining(", "));
  }
}
