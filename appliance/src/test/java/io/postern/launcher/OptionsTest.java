package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void everyOptionIsRead() {
    Options options =
        Options.parse(
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
            false,
            false),
        options);
  }

  @Test
  void pathsAreMadeAbsolute() {
    Options options = Options.parse(List.of("--data", "some/../here"));

    assertEquals(Optional.of(Path.of("here").toAbsolutePath()), options.data());
  }

  @Test
  void helpIsAskedFor() {
    assertTrue(Options.parse(List.of("--help")).help());
    assertTrue(Options.parse(List.of("-h")).help());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus             | unknown option '--bogus'; ./postern run --help lists the options
          stray               | unknown option 'stray'; ./postern run --help lists the options
          --data              | option --data lacks its value
          --data=             | option --data lacks its value
          --smtp-port 65536   | option --smtp-port: '65536' is not a port (0 to 65535)
          --smtp-port -1      | option --smtp-port: '-1' is not a port (0 to 65535)
          --admin-port http   | option --admin-port: 'http' is not a port (0 to 65535)
          --data a --data b   | option --data is given twice
          """)
  void aWrongCommandLineIsToldInOneLine(String commandLine, String line) {
    NotStarted refused =
        assertThrows(
            NotStarted.class, () -> Options.parse(List.of(commandLine.strip().split(" +"))));

    assertEquals(line, refused.line());
    assertEquals(NotStarted.WRONG, refused.exitCode());
  }
}
