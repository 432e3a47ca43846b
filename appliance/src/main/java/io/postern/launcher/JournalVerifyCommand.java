package io.postern.launcher;

import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code postern journal verify}. The files are read by the gateway's own class, {@code
 * io.postern.gateway.assembly.JournalVerifier}, which says how they are. See {@link
 * GatewayClasses}.
 */
@Command(
    name = "verify",
    customSynopsis = "postern journal verify [--data DIR] [--from SEQ] [--expect SEQ:CHAIN]",
    description = {
      "look for lines of the journal that were changed, removed or added",
      "",
      "Goes through the files of the data folder, whether the gateway runs or not, and names the"
          + " first line that is not as it was written. Says the chain's value at the last line; with"
          + " one that was kept elsewhere, nobody can have changed a line up to there unnoticed."
    },
    footer = "Exit codes: 0 nothing was found, 1 something was, 2 usage error")
final class JournalVerifyCommand implements Callable<Integer> {

  private static final String CLASS = "io.postern.gateway.assembly.JournalVerifier";
  private static final Pattern KEPT = Pattern.compile("([0-9]{1,18}):([0-9a-f]{16,64})");

  /** Also the options that every subcommand of {@code journal} has. */
  @Spec CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      description = "begin with the file that holds this line (default: the oldest)")
  long from = 1;

  @Option(
      names = "--expect",
      paramLabel = "SEQ:CHAIN",
      description = "a line's number and the chain's value at it, as it was kept")
  Optional<String> kept = Optional.empty();

  private final Terminal terminal;

  @SuppressWarnings("NullAway.Init") // spec is set when the command line is read
  JournalVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> wanted = new HashMap<>();
    for (String remote : List.of("--url", "--user", "--password")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(remote)) {
        throw NotStarted.wrong(remote + ": the files of this machine are verified");
      }
    }
    wanted.put("from", Long.toString(from));
    if (kept.isPresent()) {
      Matcher value = KEPT.matcher(kept.get());
      if (!value.matches()) {
        throw NotStarted.wrong("--expect: expected a line's number, a colon, and 16 to 64 digits");
      }
      wanted.put("line", value.group(1));
      wanted.put("chain", value.group(2));
    }
    Path root = root();
    if (!Files.isDirectory(root)) {
      throw NotStarted.failed("there is no data folder " + root);
    }
    wanted.put("data", root.toString());
    Map<String, String> answer = verify(wanted);
    answer.getOrDefault("said", "").lines().forEach(terminal.out());
    Optional<String> problem = Optional.ofNullable(answer.get("problem"));
    problem.ifPresent(terminal.out());
    return problem.isPresent() ? ExitCode.FAILURE : ExitCode.SUCCESS;
  }

  private static Map<String, String> verify(Map<String, String> wanted) {
    try (GatewayClasses classes = GatewayClasses.of(Product.ofThisClass())) {
      @SuppressWarnings("unchecked") // that is the class's contract
      Function<Map<String, String>, Map<String, String>> verifier =
          (Function<Map<String, String>, Map<String, String>>) classes.instance(CLASS);
      return verifier.apply(wanted);
    } catch (IllegalArgumentException e) {
      throw NotStarted.failed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw NotStarted.failed("cannot verify the journal (" + NotStarted.reason(e) + ")", e);
    }
  }

  private Path root() {
    Optional<String> data = spec.findOption("--data").getValue();
    String text = data.orElseGet(() -> terminal.environment().getOrDefault("POSTERN_DATA", "data"));
    return Path.of(text).toAbsolutePath().normalize();
  }
}
