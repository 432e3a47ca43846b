package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Content after public bug reports of other mail programs, through the built product with the
 * header stamp and the disclaimer: every octet arrives, and each text that can be read gets the
 * disclaimer once, where it is read.
 */
final class DamagedContentTest {

  private static final List<CaseContent> CONTENTS = CaseContent.all();

  @TempDir Path folder;

  @Test
  void everyOctetArrives_andTextsGetTheDisclaimerOnce() throws Exception {
    Path checkout = Path.of(System.getProperty("postern.checkout"));
    FuzzOracle oracle = FuzzOracle.ofDisclaimer(checkout);
    Map<String, byte[]> arrived = new ConcurrentHashMap<>();
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      sink.handOver((recipient, content) -> arrived.put(recipient, content));
      for (String name : new String[] {"header-stamp", "disclaimer"}) {
        Path archive = checkout.resolve("extensions/" + name + "/target/" + name + ".war");
        server.command("extension", "deploy", archive.toString());
      }
      try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
        for (CaseContent content : CONTENTS) {
          String reply =
              client.send("s@example.org", recipient(content), content.message().octets());
          assertEquals(
              content.isRefused() ? "554" : "250", reply.substring(0, 3), content + ": " + reply);
        }
      }
      List<String> expected =
          CONTENTS.stream().filter(c -> !c.isRefused()).map(c -> recipient(c)).sorted().toList();
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertEquals(expected, arrived.keySet().stream().sorted().toList()));
    }
    Map<String, String> faults = new TreeMap<>();
    for (CaseContent content : CONTENTS) {
      byte[] got = arrived.get(recipient(content));
      if (got != null) {
        oracle.fault(content.message(), got).ifPresent(f -> faults.put(content.name(), f));
        if (!content.before().isEmpty()
            && !oracle.behindTheLast(got).startsWith(content.before())) {
          faults.put(content.name(), "before " + oracle.behindTheLast(got));
        }
      }
    }
    assertEquals(Map.of(), faults);
  }

  private static String recipient(CaseContent content) {
    return content.name() + "@in.example";
  }
}
