package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.tests.selftest.FailsAlways;
import io.postern.tests.selftest.RefusesAll;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern selftest} at a site that relays for nobody and routes nothing. */
final class SelfTestScenarioTest {

  private static final List<String> PARTS =
      List.of("smtp", "spool", "delivery", "journal", "database", "extensions");

  @TempDir static Path folder;
  private static PosternProcess server;

  @BeforeAll
  static void start() {
    server = PosternProcess.start(folder.resolve("data"), "hostName: gateway.test\nroutes: []\n");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertTrue(server.command("status").contains("unfinished  0"), server.command("status"));
  }

  @Test
  void everyPartPasses_alsoTheSecondTime() {
    assertPassed(server.command("selftest"));
    assertPassed(server.command("selftest", "--wait", "10"));
  }

  @Test
  void theProbeIsInTheJournal_andItsTesterToo() {
    server.command("selftest");
    List<JsonObject> events = JournalFiles.read(server.data);
    assertTrue(
        events.stream()
            .anyMatch(
                e ->
                    e.getString("event").equals("Delivered")
                        && e.getString("recipient", "").endsWith("@selftest.postern.invalid")),
        events.toString());
    assertTrue(
        events.stream().anyMatch(e -> e.getString("action", "").equals("self-test")),
        events.toString());
  }

  @Test
  void anExtensionThatRefusesAndChangesAll_isNoFailure() {
    deploy("refuses-all", RefusesAll.class);
    try {
      String output = server.command("selftest");
      assertPassed(output);
      assertTrue(output.contains("1 is in force"), output);
    } finally {
      server.command("extension", "undeploy", "refuses-all");
    }
  }

  @Test
  void anExtensionThatFails_isNamedWithItsError() {
    deploy("fails-always", FailsAlways.class);
    try {
      String output = server.failingCommand("selftest");
      assertTrue(output.contains("FAIL  extensions"), output);
      assertTrue(output.contains("fails-always failed 1 times"), output);
      assertTrue(output.contains("broken by design"), output);
      assertTrue(output.contains("pass  delivery"), output);
    } finally {
      server.command("extension", "undeploy", "fails-always");
    }
  }

  @Test
  void nobodyElseCanSendToTheProbesDomain() throws IOException {
    try (SmtpClient client = new SmtpClient(server.smtp())) {
      String reply =
          client.send("a@client.test", "probe-1@selftest.postern.invalid", new byte[] {'\r', '\n'});
      assertTrue(reply.startsWith("550"), reply);
    }
  }

  private static void deploy(String name, Class<?> observer) {
    Path archive = ExtensionArchive.write(folder.resolve(name + ".war"), observer);
    server.command("extension", "deploy", archive.toString(), "--name", name);
  }

  private static void assertPassed(String output) {
    assertEquals(
        PARTS,
        output
            .lines()
            .filter(line -> line.startsWith("pass  "))
            .map(line -> line.split(" +")[1])
            .toList(),
        output);
  }
}
