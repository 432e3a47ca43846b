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

  /** D12: warnings that every start makes hide those that say something. */
  @Test
  void whatEveryStartWarnsOfIsLeftOutAndAllElseIsWritten() throws IOException {
    Logger core = Logger.getLogger("javax.enterprise.system.core");
    core.log(
        Level.WARNING,
        "Exception while dispatching an event",
        new ClassCastException(
            "class com.sun.enterprise.deployment.ConnectorDescriptor cannot be cast to class"
                + " com.sun.enterprise.deployment.JndiNameEnvironment"));
    core.log(Level.WARNING, "Exception while dispatching an event", new ClassCastException("else"));
    Logger broker = Logger.getLogger("imq.log.Logger");
    broker.warning("WARNING [B2141]: JMX support is not enabled - JMX Agent is not initialized");
    broker.warning("WARNING [B3168]: Invalid broker address for this broker to run in cluster");
    broker.severe("ERROR [B3107]: Loading destinations failed");
    Logger.getLogger("io.postern.gateway").warning("[B2141]: not the broker's");

    assertFalse(log().contains("ConnectorDescriptor"), log());
    assertFalse(log().contains("JMX support"), log());
    assertFalse(log().contains("Invalid broker address"), log());
    assertTrue(log().contains("java.lang.ClassCastException: else"), log());
    assertTrue(log().contains("[B3107]"), log());
    assertTrue(log().contains("[B2141]: not the broker's"), log());
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
