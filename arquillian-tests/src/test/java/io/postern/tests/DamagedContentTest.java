package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Content after public bug reports of other mail programs, through the built product with the
 * header stamp and the disclaimer: every octet arrives, and each text that can be read gets the
 * disclaimer once.
 */
final class DamagedContentTest {

  /**
   * Files of {@code gateway-ejb/src/test/resources/dialogues} and how many disclaimers each gets.
   */
  private static final Map<String, Integer> DISCLAIMERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("23-no-separator", 1),
              Map.entry("24-mbox-line", 1),
              Map.entry("26-dots", 1),
              Map.entry("31-long-lines", 1),
              Map.entry("32-blank-continuation", 1),
              Map.entry("33-duplicate-fields", 1),
              Map.entry("34-eight-bit-fields", 1),
              Map.entry("36-hostile-fields", 1),
              Map.entry("40-base64-cte-first", 1),
              Map.entry("41-html-with-equals", 1),
              Map.entry("44-eighteen-messages-attached", 1),
              Map.entry("46-boundary-is-a-prefix", 2),
              Map.entry("48-no-closing-boundary", 1),
              Map.entry("49-odd-boundary-lines", 1),
              Map.entry("50-no-line-before-first-boundary", 0),
              Map.entry("51a-multipart-without-boundary", 0),
              Map.entry("51b-multipart-without-parts", 0),
              Map.entry("51c-broken-boundary-parameter", 0),
              Map.entry("52a-signed", 0),
              Map.entry("52b-signed-within-mixed", 1),
              Map.entry("54a-encrypted", 0),
              Map.entry("54b-smime-opaque", 0),
              Map.entry("55-iso-2022-jp", 1),
              Map.entry("58-iso-8859-8-i", 1),
              Map.entry("60-utf-8-that-is-latin-1", 1),
              Map.entry("62a-cte-8bits", 1),
              Map.entry("62b-cte-7bit", 1),
              Map.entry("62c-cte-8bit", 1),
              Map.entry("62d-cte-quotedprintable", 1),
              Map.entry("62e-cte-quotedprintableassaid", 1),
              Map.entry("66-invitation", 1),
              Map.entry("67-text-files-and-tnef", 0),
              Map.entry("68a-html-fragment", 1),
              Map.entry("68b-html-end-tags-in-comment", 1),
              Map.entry("68c-html-text-behind-the-end", 1),
              Map.entry("70-format-flowed", 1),
              Map.entry("71-octets-kept", 2),
              Map.entry("72a-deep", 0),
              Map.entry("72b-many-parts", 0),
              Map.entry("72c-rfc822-chain", 0)));

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
      try (SmtpClient client = new SmtpClient(server.smtp())) {
        for (String name : DISCLAIMERS.keySet()) {
          String reply = client.send("s@example.org", name + "@in.example", content(name).octets());
          assertEquals("250", reply.substring(0, 3), name + ": " + reply);
        }
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> arrived.size() == DISCLAIMERS.size());
    }
    Map<String, String> faults = new TreeMap<>();
    for (String name : DISCLAIMERS.keySet()) {
      byte[] content = arrived.getOrDefault(name + "@in.example", new byte[0]);
      oracle.fault(content(name), content).ifPresent(fault -> faults.put(name, fault));
    }
    assertEquals(Map.of(), faults);
  }

  /** The file, with everything behind its header section as one text. */
  static FuzzedMessage content(String name) {
    Path file = Path.of("../gateway-ejb/src/test/resources/dialogues", name + ".eml");
    try {
      return FuzzedMessage.of(Files.readAllBytes(file), DISCLAIMERS.getOrDefault(name, -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
