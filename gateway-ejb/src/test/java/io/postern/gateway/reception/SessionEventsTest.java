package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is recorded of sessions themselves. */
class SessionEventsTest {

  private static SessionEnded end(TestGateway gateway) {
    await().until(() -> gateway.events.ended.size() == 1);
    return gateway.events.ended.getFirst();
  }

  @Test
  void aSession_isRecordedWhenItOpensAndWhenItEnds_withWhatItWas() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask("a: b\r\n\r\nc\r\n.");
      client.ask("FOO");
      client.ask("QUIT");
      SessionOpened opened = gateway.events.opened.getFirst();
      SessionEnded ended = end(gateway);
      assertEquals("quit", ended.how());
      assertEquals(opened.session(), ended.facts().get(Facts.SESSION));
      assertEquals(opened.peer(), ended.facts().get(Facts.PEER));
      assertEquals("client.example.net", ended.facts().get(Facts.HELO));
      assertEquals(6, ended.commands());
      assertEquals(1, ended.messages());
      String sent =
          "EHLO client.example.net\r\nMAIL FROM:<sender@example.net>\r\n"
              + "RCPT TO:<user@example.com>\r\nDATA\r\na: b\r\n\r\nc\r\n.\r\nFOO\r\nQUIT\r\n";
      assertEquals(sent.length(), ended.octetsIn());
      assertTrue(ended.octetsOut() > 100, "octets out: " + ended.octetsOut());
    }
  }

  @Test
  void aClientThatCloses_isNoQuit() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.closeOutput();
      assertEquals("client closed", end(gateway).how());
    }
  }

  @Test
  void aClientThatIsLate_isATimeout() {
    try (TestGateway gateway =
            TestGateway.with(
                limits -> TestLimits.time(limits, Duration.ofMillis(200), limits.messageTime()));
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("421", client.reply().substring(0, 3));
      client.closeOutput();
      assertEquals("timeout", end(gateway).how());
    }
  }

  @Test
  void tooManyErrors_areALimit() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("FOO\r\n".repeat(10));
      client.rest();
      assertEquals("limit", end(gateway).how());
    }
  }

  @Test
  void aBareLineFeed_isAViolation() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("NOOP\n");
      client.rest();
      assertEquals("violation", end(gateway).how());
    }
  }

  @Test
  void theEndOfTheGateway_isNamed() {
    SessionEnded ended;
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      gateway.reception.close(Duration.ofSeconds(5));
      client.rest();
      ended = end(gateway);
    }
    assertEquals("stopping", ended.how());
  }

  @Test
  void aClientThatIsTurnedAway_hasNoSession() {
    try (TestGateway gateway = TestGateway.with(limits -> TestLimits.sessions(limits, 100, 1));
        SmtpTestClient first = gateway.connect().greet();
        SmtpTestClient second = gateway.connect()) {
      assertEquals("421", second.reply().substring(0, 3));
      first.ask("QUIT");
      assertEquals("quit", end(gateway).how());
      assertEquals(1, gateway.events.opened.size());
      assertEquals(1, gateway.events.rejected.size());
    }
  }
}
