package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

  @TempDir Path folder;

  @Test
  void theNewestLinesAreInTheFileOfThatNameAndTheOldestAreGone() throws IOException {
    RotatingFile file = new RotatingFile(folder.resolve("server.log"), 10, 2);

    for (int i = 1; i <= 7; i++) {
      file.add("line" + i);
    }

    assertEquals("line7\n", Files.readString(folder.resolve("server.log")));
    assertEquals("line6\n", Files.readString(folder.resolve("server.log.1")));
    assertEquals("line5\n", Files.readString(folder.resolve("server.log.2")));
    assertFalse(Files.exists(folder.resolve("server.log.3")));
  }

  @Test
  void aRestartGoesOnInTheSameFile() throws IOException {
    new RotatingFile(folder.resolve("server.log"), 1000, 2).add("before");
    new RotatingFile(folder.resolve("server.log"), 1000, 2).add("after");

    assertEquals("before\nafter\n", Files.readString(folder.resolve("server.log")));
  }

  @Test
  void aLineLongerThanTheLimitIsNotLost() throws IOException {
    RotatingFile file = new RotatingFile(folder.resolve("server.log"), 10, 2);

    file.add("a line that is longer than the limit");

    assertEquals(
        "a line that is longer than the limit\n", Files.readString(folder.resolve("server.log")));
  }
}
