package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An extension is deployed, replaced and undeployed while mail flows. The sample stamps a header
 * field at two stages, MAIL and end of data, with its revision: both stamps of one message must
 * agree.
 */
final class ExtensionsUnderLoadTest {

  @TempDir Path folder;

  @Test
  void everyMessageIsHandledByOneConsistentSet() {
    Ledger ledger = new Ledger();
    Path first = TwoStampArchive.write(folder.resolve("two-stamps-1.war"), "one");
    Path second = TwoStampArchive.write(folder.resolve("two-stamps-2.war"), "two");
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      sink.keepContents();
      try (Load load = new Load(server.smtp(), ledger, 20, 20, Integer.MAX_VALUE, 4000, 11)) {
        awaitMore(ledger, 500);
        int before = ledger.size();
        long begin = System.nanoTime();
        for (int round = 0; round < 3; round++) {
          server.command("extension", "deploy", first.toString(), "--name", "two-stamps");
          awaitMore(ledger, 500);
          server.command("extension", "deploy", second.toString(), "--name", "two-stamps");
          awaitMore(ledger, 500);
          server.command("extension", "undeploy", "two-stamps");
          awaitMore(ledger, 500);
        }
        System.out.printf(
            "extensions under load: 9 changes during %d messages, %d messages/s%n",
            ledger.size() - before,
            (ledger.size() - before) * 1_000_000_000L / (System.nanoTime() - begin));
        assertEquals(Map.of(), load.otherReplies(), "replies other than 250");
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));
      int stamped = 0;
      Pattern stamp = Pattern.compile("X-Stamp-(\\w+): (\\w+)");
      for (byte[] content : sink.contents()) {
        List<String> stamps =
            stamp
                .matcher(
                    new String(
                        content, 0, Math.min(content.length, 2000), StandardCharsets.ISO_8859_1))
                .results()
                .map(m -> m.group(2))
                .toList();
        assertTrue(
            stamps.isEmpty() || (stamps.size() == 2 && stamps.get(0).equals(stamps.get(1))),
            "handled half by one set and half by another: " + stamps);
        stamped += stamps.isEmpty() ? 0 : 1;
      }
      assertTrue(stamped > 500, "messages that met an extension: " + stamped);
      assertTrue(stamped < sink.contents().size(), "messages that met none");
    }
  }

  private static void awaitMore(Ledger ledger, int more) {
    int goal = ledger.size() + more;
    await("load").atMost(Duration.ofSeconds(60)).until(() -> ledger.size() >= goal);
  }
}
