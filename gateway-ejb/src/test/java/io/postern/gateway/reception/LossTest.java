package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that vanish, spools that fail: nothing is left open, nothing is kept that was not 250.
 */
class LossTest {

  private final TestGateway gateway = TestGateway.opened();

  @AfterEach
  void end() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void resetAfterEachPhase_aThousandTimes_leavesNothing(int phase) {
    String[] wire = {
      "",
      "EHLO x\r\n",
      "MAIL FROM:<>\r\n",
      "RCPT TO:<a@example.com>\r\n",
      "DATA\r\n",
      "Subject: x\r\n",
      "\r\n" + "x".repeat(20_000),
      "\r\n.",
      "\r\n"
    };
    long descriptors = descriptors();
    for (int i = 0; i < 1_000; i++) {
      SmtpTestClient client = gateway.connect();
      client.reply();
      for (int step = 0; step <= phase; step++) {
        client.send(wire[step]);
        if (step >= 1 && step <= 4) {
          client.reply();
        }
      }
      if (phase == 8) {
        assertEquals("250", client.reply().substring(0, 3));
      }
      client.reset();
    }
    await().until(gateway::isQuiet);
    assertEquals(phase == 8 ? 1_000 : 0, gateway.store.kept.size());
    assertEquals(gateway.store.kept.size(), gateway.handed.size());
    // The JVM may open a few of its own meanwhile; a leak would be a thousand.
    assertTrue(descriptors() < descriptors + 100, descriptors() + " descriptors");
  }

  private static long descriptors() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  @Test
  void clientThatVanishesAfterTheFinalDot_hasItsMessageKeptAndHandedOnOnce() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    gateway.store.beforeAccept =
        arrival -> {
          reached.countDown();
          Latches.await(gone);
        };
    SmtpTestClient client = gateway.connect().untilContent();
    client.send("Subject: x\r\n\r\n.\r\n");
    reached.await();
    client.reset();
    gone.countDown();

    await().until(gateway::isQuiet);
    assertEquals(1, gateway.store.kept.size());
    assertEquals(1, gateway.handed.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spoolThatAcceptsNothing_isATemporaryFailure(boolean full) {
    gateway.store.beforeAccept =
        arrival -> {
          throw new SpoolUnavailable("test", full, new IOException("test"));
        };
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(
          full
              ? "452 4.3.1 Insufficient storage, try again later"
              : "451 4.3.0 Cannot store mail now, try again later",
          client.ask("Subject: x\r\n\r\n."));
      assertEquals(Stage.SPOOL, gateway.events.rejected.getFirst().stage());
      assertEquals(List.of(), gateway.handed);
      assertEquals(0, gateway.store.contents.openNow());

      gateway.store.beforeAccept = arrival -> {};
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      assertEquals("250", client.ask(".").substring(0, 3));
    }
  }

  @Test
  void contentThatCannotBeWritten_isATemporaryFailureAtItsEnd() {
    gateway.store.contents.failWrites(new IOException("No space left on device"));
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(
          "451 4.3.0 Cannot store mail now, try again later",
          client.ask("Subject: x\r\n\r\n" + "x".repeat(50_000) + "\r\n."));
      assertEquals("250 2.0.0 OK", client.ask("NOOP"));
      assertEquals(0, gateway.store.contents.openNow());
    }
  }

  @Test
  void contentThatCannotBeBegun_isATemporaryFailureOfData() {
    gateway.store.failingStart = new IOException("Too many open files");
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      assertEquals("451 4.3.0 Cannot store mail now, try again later", client.ask("DATA"));
    }
  }

  @Test
  void failureOfOurOwn_endsTheSessionWith421AndLeavesNothing() {
    gateway.callouts.onReceived =
        mail -> {
          throw new IllegalStateException("test");
        };
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      client.send("Subject: x\r\n\r\n.\r\n");
      assertEquals(List.of("421 4.3.0 Local error, try again later"), client.rest());
    }
    await().until(gateway::isQuiet);
  }

  @Test
  void failureOfOurOwnWithinACommand_endsTheSessionWith421() {
    gateway.callouts.recipient =
        given -> {
          throw new IllegalStateException("test");
        };
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nNOOP\r\n");
      assertEquals(
          List.of("250 2.1.0 OK", "421 4.3.0 Local error, try again later"), client.rest());
    }
    await().until(gateway::isQuiet);
  }

  @Test
  void closing_endsIdleSessionsWith421_andLetsTransactionsEnd() throws Exception {
    try (SmtpTestClient idle = gateway.connect().greet();
        SmtpTestClient busy = gateway.connect().untilContent()) {
      Thread closing =
          Thread.startVirtualThread(() -> gateway.reception.close(Duration.ofSeconds(20)));

      assertEquals(List.of("421 4.3.2 Shutting down, try again later"), idle.rest());
      assertEquals("250", busy.ask("Subject: x\r\n\r\n.").substring(0, 3));
      assertEquals(List.of("421 4.3.2 Shutting down, try again later"), busy.rest());
      closing.join();
      assertEquals(1, gateway.store.kept.size());
      assertTrue(gateway.isQuiet());
    }
  }

  @Test
  void closing_takesNoMoreConnections() {
    var address = gateway.reception.addresses().getFirst();
    gateway.reception.close(Duration.ZERO);
    assertThrows(java.io.UncheckedIOException.class, () -> new SmtpTestClient(address));
  }

  @Test
  void closing_cutsOffWhatDoesNotEndInTime() {
    try (SmtpTestClient busy = gateway.connect().untilContent()) {
      busy.send("Subject: x\r\n");
      gateway.reception.close(Duration.ofMillis(100));
      assertTrue(gateway.isQuiet());
      assertEquals(List.of(), gateway.store.kept);
      assertEquals(List.of(), busy.rest());
    }
  }
}
