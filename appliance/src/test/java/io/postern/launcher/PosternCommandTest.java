package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.CommandFailed;
import io.postern.command.CommandRunner;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class PosternCommandTest {

  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final Terminal terminal = new Terminal(Map.of(), out::add, err::add);

  private int run(String... words) {
    out.clear();
    err.clear();
    return PosternCommand.run(List.of(words), terminal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense            | unknown subcommand 'nonsense'; ./postern help lists them
          statsu              | unknown subcommand 'statsu' (did you mean status?); ./postern help lists them
          status stray        | status: unexpected argument 'stray'
          status --bogus      | unknown option '--bogus'; postern status --help lists the options
          status --jsn        | unknown option '--jsn' (did you mean --json?); postern status --help lists the options
          status --data       | option --data lacks its value
          status --url a --url b | option --url is given twice
          send                | send: missing required option --to
          queue               | queue: missing argument: bounce, delete, list, release, show, stop
          queue nonsense      | queue: unknown action 'nonsense'; it is one of bounce, delete, list, release, show, stop
          queue show          | queue show: missing argument: ID; postern queue show --help shows the usage
          extension deploy    | extension deploy: missing argument: FILE; postern extension deploy --help shows the usage
          journal verify --expect x | --expect: expected a line's number, a colon, and 16 to 64 digits
          check               | check: missing argument: FILE; postern check --help shows the usage
          version x           | version: unexpected argument 'x'
          help nonsense       | no help on 'nonsense'; postern help lists the subcommands
          help queue nonsense | no help on 'queue nonsense'; postern help lists the subcommands
          build               | build is done by the script postern
          """)
  void aUsageError_isOneLineAndExitCode2(String words, String line) {
    assertEquals(ExitCode.USAGE, run(words.strip().split(" +")));

    assertEquals(List.of(line), err);
    assertEquals(List.of(), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build",
        "check",
        "completion",
        "config",
        "config apply",
        "config check",
        "config diff",
        "config export",
        "config history",
        "config rollback",
        "export",
        "export backfill",
        "export ddl",
        "export list",
        "export pause",
        "export rejected",
        "export resume",
        "export test",
        "extension",
        "extension deploy",
        "extension list",
        "extension undeploy",
        "help",
        "image",
        "journal",
        "journal verify",
        "package",
        "queue",
        "queue bounce",
        "queue delete",
        "queue list",
        "queue release",
        "queue show",
        "queue stop",
        "recover",
        "run",
        "sbom",
        "sdk",
        "sdk install",
        "secret",
        "secret list",
        "secret remove",
        "secret set",
        "selftest",
        "send",
        "status",
        "test",
        "train",
        "version"
      })
  void everySubcommandShowsItsUsage_askedEitherWay(String name) {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    words.addFirst("help");
    assertEquals(ExitCode.SUCCESS, run(words.toArray(String[]::new)), err.toString());
    List<String> usage = List.copyOf(out);
    assertTrue(usage.getFirst().startsWith("usage: postern " + name), usage.toString());
    assertTrue(usage.stream().anyMatch(line -> line.contains("Exit codes: 0")), usage.toString());
    assertFalse(String.join("\n", usage).contains("\n\n\n"), usage.toString());

    words.removeFirst();
    words.add("--help");
    assertEquals(ExitCode.SUCCESS, run(words.toArray(String[]::new)), err.toString());
    assertEquals(usage, out);
  }

  @Test
  void theListNamesEverySubcommand() {
    for (String[] words : new String[][] {{}, {"help"}, {"--help"}, {"-h"}}) {
      assertEquals(ExitCode.SUCCESS, run(words));
      for (String name : List.of("build", "completion", "journal", "run", "update", "version")) {
        assertTrue(
            out.stream().anyMatch(line -> line.matches(" +" + name + " .*")), name + " of " + out);
      }
      assertFalse(String.join("\n", out).contains("\n\n\n"), out.toString());
    }
  }

  @Test
  void theCompletionScriptNamesActionsAndOptions() {
    assertEquals(ExitCode.SUCCESS, run("completion", "bash"));

    String script = String.join("\n", out);
    assertTrue(script.startsWith("#!/usr/bin/env bash"), script);
    for (String word : List.of("rollback", "--accept-loss", "--recipient", "--no-reboot")) {
      assertTrue(script.contains(word), word);
    }
    assertTrue(!script.contains("--train"), "a hidden option is offered");
  }

  @Command(name = "fails")
  private static final class Fails implements Runnable {

    @Override
    public void run() {
      throw CommandFailed.trying("it did not work", List.of("for this reason"));
    }
  }

  @Test
  void aFailure_isItsLinesAndExitCode1() {
    assertEquals(
        ExitCode.FAILURE, CommandRunner.of("fails", new Fails(), terminal).run(List.of("fails")));

    assertEquals(List.of("it did not work", "for this reason"), err);
  }
}
