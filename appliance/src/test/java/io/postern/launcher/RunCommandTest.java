package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.CommandRunner;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

  private final List<Options> started = new ArrayList<>();
  private final List<String> out = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @Test
  void everyOptionIsRead() {
    Options options =
        options(
            List.of(
                "--data",
                "/d",
                "--config",
                "/c.yaml",
                "--smtp-port",
                "25",
                "--admin-port=0",
                "--without-extensions"));

    assertEquals(
        new Options(
            Optional.of(Path.of("/d")),
            Optional.of(Path.of("/c.yaml")),
            OptionalInt.of(25),
            OptionalInt.of(0),
            true,
            false),
        options);
  }

  @Test
  void pathsAreMadeAbsolute() {
    Options options = options(List.of("--data", "some/../here"));

    assertEquals(Optional.of(Path.of("here").toAbsolutePath()), options.data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpIsAskedFor(String option) {
    assertEquals(0, run(List.of("--data", "x", option)));
    assertEquals(List.of(), started);
    assertTrue(out.getFirst().startsWith("usage: postern run [-h]"), out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus             | unknown option '--bogus'; postern run --help lists the options
          stray               | run: unexpected argument 'stray'
          --data              | option --data lacks its value
          --data=             | option --data lacks its value
          --smtp-port 65536   | option --smtp-port: '65536' is not a port (0 to 65535)
          --smtp-port -1      | option --smtp-port: '-1' is not a port (0 to 65535)
          --admin-port http   | option --admin-port: 'http' is not a port (0 to 65535)
          --data a --data b   | option --data is given twice
          """)
  void aWrongCommandLineIsToldInOneLine(String commandLine, String line) {
    assertEquals(ExitCode.USAGE, run(List.of(commandLine.strip().split(" +"))));

    assertEquals(List.of(line), complaints);
    assertEquals(List.of(), started);
  }

  private int run(List<String> words) {
    RunCommand command =
        new RunCommand(
            options -> {
              started.add(options);
              return 0;
            });
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(words);
    return CommandRunner.of("run", command, new Terminal(Map.of(), out::add, complaints::add))
        .run(all);
  }

  /** What the words of a valid command line mean. */
  static Options options(List<String> words) {
    RunCommandTest test = new RunCommandTest();
    assertEquals(0, test.run(words), test.complaints.toString());
    return test.started.getFirst();
  }
}
