package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.Latches;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step behind the reply to content: delivery is given what was accepted. */
class HandOverTest {

  private static final String CONTENT = "a: b\r\n\r\nc\r\n.";

  private final TestGateway gateway = TestGateway.opened();
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  void theReply_isWithTheClientBeforeTheHandOver() {
    gateway.beforeHandOver = () -> Latches.await(answered);
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals("250 2.0.0", client.ask(CONTENT).substring(0, 9));
      assertEquals(0, gateway.handed.size());
      answered.countDown();
      await().until(() -> gateway.handed.size() == 1);
    } finally {
      answered.countDown();
    }
  }

  @Test
  void aReplyThatTheClientIsToWaitFor_doesNotDelayTheHandOver() {
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      gateway.callouts.delay = Duration.ofMinutes(10);
      client.send(CONTENT + "\r\n");
      await().until(() -> gateway.handed.size() == 1);
    }
  }

  @Test
  void aFailingHandOver_leavesTheSessionAndTheMessage() {
    gateway.beforeHandOver =
        () -> {
          throw new IllegalStateException("no queue");
        };
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask(CONTENT);
      assertEquals("250 2.0.0 OK", client.ask("NOOP"));
      assertEquals(1, gateway.store.kept.size());
    }
  }

  @Test
  void eachMessageOfASession_isHandedOverOnce() {
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask(CONTENT);
      client.ask("MAIL FROM:<a@b.example>");
      client.ask("RCPT TO:<user@example.com>");
      client.ask("DATA");
      gateway.callouts.received = ScriptedCallouts.ruling(Verdict.reject("no"));
      assertEquals("5", client.ask(CONTENT).substring(0, 1));
      client.ask("QUIT");
      assertEquals(1, gateway.handed.size());
    }
  }
}
