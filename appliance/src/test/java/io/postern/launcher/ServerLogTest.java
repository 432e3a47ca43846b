package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

  @TempDir Path folder;

  private final PrintStream standardOut = System.out;
  private final PrintStream standardErr = System.err;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    PrintStream console = new PrintStream(seen, true, StandardCharsets.UTF_8);
    ServerLog.start(folder, folder.resolve("logging.properties"), new Console(console, console));
  }

  @AfterEach
  void giveBack() {
    System.setOut(standardOut);
    System.setErr(standardErr);
    System.clearProperty("java.util.logging.config.file");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }

  @Test
  void onlyTheGatewaysWarningsReachTheConsole() throws IOException {
    Logger gateway = Logger.getLogger("io.postern.gateway.spool");
    gateway.log(Level.WARNING, "spool: cannot sync segment {0}", 42);
    gateway.info("spool: fine");
    Logger.getLogger("com.example.chatter").warning("chatter");
    System.out.println("printed");

    assertTrue(
        seen.toString(StandardCharsets.UTF_8).contains("postern: spool: cannot sync segment 42"));
    assertFalse(seen.toString(StandardCharsets.UTF_8).contains("fine"));
    assertFalse(seen.toString(StandardCharsets.UTF_8).contains("chatter"));
    for (String line : new String[] {"segment 42", "fine", "chatter", "stdout: printed"}) {
      assertTrue(log().contains(line), line);
    }
  }

  /** The broker once had java.util.logging read its own configuration and silenced everything. */
  @Test
  void anotherLoggingConfigurationDoesNotSilenceIt() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream("handlers=\n".getBytes(StandardCharsets.UTF_8)));

    Logger.getLogger("io.postern.gateway").warning("still here");

    assertTrue(log().contains("still here"));
    assertEquals(
        1,
        seen.toString(StandardCharsets.UTF_8)
            .lines()
            .filter("postern: still here"::equals)
            .count());
  }
}
