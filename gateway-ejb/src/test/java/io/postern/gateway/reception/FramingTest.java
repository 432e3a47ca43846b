package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that disagree about where a message ends let one message carry another past every check.
 * So only CRLF ends a line here, and a client that sends anything else is cut off.
 */
class FramingTest {

  private static final String SMUGGLED =
      "MAIL FROM:<admin@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nevil: 1\r\n\r\n.\r\n";

  private final TestGateway gateway = TestGateway.opened();
  private final SmtpTestClient client = gateway.connect();

  @AfterEach
  void end() {
    client.close();
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r\n.\r",
        "\r.\r\n",
        "\r\n.\r\r\n",
        "\r\r\n.\r\n",
        "\n\n.\r\n",
        "\r\n.\n\r\n",
        "\0\n.\r\n",
      })
  void wrongEndOfData_isRefusedAndNothingBehindItIsACommand(String wrongEnd) {
    client.untilContent();

    client.send("a: b\r\n\r\ntext" + wrongEnd + SMUGGLED);

    assertEquals(List.of("554 5.6.0"), statuses(client.rest()));
    client.close();
    assertEquals(List.of(), gateway.store.kept);
    await().until(gateway::isQuiet);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a: b\nc: d", "\n", "\rx", "..\n", ".\rx"})
  void contentWithBareCrOrLf_isRefusedAndTheSessionClosed(String line) {
    client.untilContent();

    client.send("a: b\r\n\r\n" + line + "\r\n.\r\nNOOP\r\n");

    assertEquals(List.of("554 5.6.0"), statuses(client.rest()));
    assertEquals(List.of(), gateway.store.kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "\nNOOP\r\n", "NOOP\r\r\nNOOP\r\n"})
  void commandWithBareCrOrLf_isRefusedAndTheSessionClosed(String wire) {
    client.greet();

    client.send(wire);

    assertEquals(List.of("500 5.5.2"), statuses(client.rest()));
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\t', '\u0001', '\u007f', '\u0080', '\u00ff'})
  void commandWithAnOctetThatMayNotBe_isRefused(char octet) {
    client.greet();
    assertEquals("501 5.5.2", client.ask("MAIL FROM:<a" + octet + "@b>").substring(0, 9));
    assertEquals("503 5.5.1", client.ask("RCPT TO:<a@example.com>").substring(0, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "x: \0"})
  void contentWithNul_isRefusedAtItsEndAndTheSessionGoesOn(String line) {
    client.untilContent();

    assertEquals("554 5.6.0 Content holds NUL", client.ask(line + "\r\n\r\nmore\r\n."));

    assertEquals("250 2.1.0 OK", client.ask("MAIL FROM:<>"));
    assertEquals(List.of(), gateway.store.kept);
  }

  @Test
  void endOfData_splitOverSegmentsAtEveryPosition_isTheSame() {
    String wire = "a: b\r\n\r\n..x\r\n.\r\nNOOP\r\n";
    client.greet();
    for (int cut = 0; cut <= wire.length(); cut++) {
      client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n");
      assertEquals(List.of("250", "250", "354"), client.codes(3));

      client.send(wire.substring(0, cut));
      client.send(wire.substring(cut));

      assertEquals(List.of("250", "250"), client.codes(2), "cut at " + cut);
    }
    assertEquals(wire.length() + 1, gateway.store.kept.size());
    for (MemoryStore.Kept kept : gateway.store.kept) {
      assertTrue(kept.content().endsWith("\r\na: b\r\n\r\n.x\r\n"), kept.content());
    }
  }

  @Test
  void wholeSession_choppedAtRandom_isTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String content = "Subject: x\r\n\r\n" + "line\r\n..\r\n".repeat(2_000) + ".\r\n";
    String session =
        "EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n"
            + content
            + "MAIL FROM:<a@b.example>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
            + content
            + "QUIT\r\n";
    for (int round = 0; round < 5; round++) {
      try (SmtpTestClient chopper = gateway.connect()) {
        for (int at = 0; at < session.length(); ) {
          int to = Math.min(session.length(), at + 1 + random.nextInt(random.nextInt(3_000) + 1));
          chopper.send(session.substring(at, to));
          at = to;
        }
        assertEquals(
            List.of("220", "250", "250", "250", "354", "250", "250", "250", "354", "250", "221"),
            chopper.rest().stream().map(reply -> reply.substring(0, 3)).toList(),
            "seed " + seed);
      }
    }
    assertEquals(10, gateway.store.kept.size());
    for (MemoryStore.Kept kept : gateway.store.kept) {
      assertTrue(
          kept.content().endsWith("\r\nSubject: x\r\n\r\n" + "line\r\n.\r\n".repeat(2_000)),
          "seed " + seed);
    }
  }

  private static List<String> statuses(List<String> replies) {
    return replies.stream().map(reply -> reply.substring(0, 9)).toList();
  }
}
