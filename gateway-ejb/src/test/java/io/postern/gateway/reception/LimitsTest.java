package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may use of the gateway, and what it hears beyond. */
class LimitsTest {

  @Test
  void commandLine_beyondTheLimit_isRefusedOnceAndSkipped() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("500 5.5.2 Line too long", client.ask("NOOP " + "x".repeat(1_018)));
      assertEquals("500 5.5.2 Line too long", client.ask("NOOP " + "x".repeat(50_000)));
      assertEquals("250 2.0.0 OK", client.ask("NOOP " + "x".repeat(1_017)));
    }
  }

  @Test
  void commandLine_withoutEnd_isRefusedAndThenEnded() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("x".repeat(2_000));
      assertEquals("500 5.5.2 Line too long", client.reply());
      client.send("x".repeat(300_000));
      assertEquals(List.of("421 4.7.0 Line without end, good bye"), client.rest());
    }
  }

  @Test
  void unknownCommands_endTheSessionAfterTheLimit() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("FOO\r\n".repeat(1_000));
      assertEquals(
          List.of("500", "500", "500", "500", "500", "421"),
          client.rest().stream().map(reply -> reply.substring(0, 3)).toList());
    }
  }

  @Test
  void relayAttempts_endTheSessionAfterTheLimit() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("MAIL FROM:<>\r\n" + "RCPT TO:<a@foreign.example>\r\n".repeat(1_000));
      assertEquals(
          List.of("250", "550", "550", "550", "550", "550", "550", "421"),
          client.rest().stream().map(reply -> reply.substring(0, 3)).toList());
    }
  }

  @Test
  void recipients_beyondTheLimit_areRefusedAndThoseBeforeAreKept() throws Exception {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      StringBuilder commands = new StringBuilder("MAIL FROM:<>\r\n");
      for (int i = 0; i < 110; i++) {
        commands.append("RCPT TO:<u").append(i).append("@example.com>\r\n");
      }
      Thread sender = Thread.startVirtualThread(() -> client.send(commands + "DATA\r\n"));
      List<String> expected = new ArrayList<>(Collections.nCopies(11, "250"));
      expected.addAll(Collections.nCopies(100, "452"));
      expected.add("354");
      assertEquals(expected, client.codes(112));
      client.ask(".");
      sender.join();

      assertEquals(10, gateway.onlyMessage().recipients().size());
      assertEquals(100, gateway.events.rejected.size());
    }
  }

  @Test
  void message_thatIsTooBig_isRefusedAtItsEnd_andNothingIsLeft() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect()) {
      client.greet();
      client.ask("MAIL FROM:<> SIZE=10");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      client.send("a: b\r\n\r\n" + "x".repeat(150_000) + "\r\n");
      await().until(() -> gateway.store.contents.openNow() == 0);
      assertEquals("552 5.3.4 Message too big", client.ask("."));
      assertEquals("250 2.0.0 OK", client.ask("NOOP"));
      assertEquals(List.of(), gateway.store.kept);
      assertEquals(Stage.CONTENT, gateway.events.rejected.getFirst().stage());
    }
  }

  @Test
  void message_ofExactlyTheLimit_isKept() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      String content = "a: b\r\n\r\n" + "x".repeat(100_000 - 10) + "\r\n";
      assertEquals("250 2.0.0", client.ask(content + ".").substring(0, 9));
    }
  }

  @Test
  void content_withoutEnd_isEnded() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      Thread sender =
          Thread.startVirtualThread(
              () -> {
                String lines = "x".repeat(998) + "\r\n";
                try {
                  while (!Thread.interrupted()) {
                    client.send(lines.repeat(50));
                  }
                } catch (UncheckedIOException e) {
                  // It is closed, as it should be.
                }
              });
      assertEquals(List.of("552 5.3.4 Message too big"), client.rest());
      sender.interrupt();
      await().until(gateway::isQuiet);
    }
  }

  @Test
  void headerSection_thatIsTooBig_isRefused() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(
          "552 5.3.4 Header section too big",
          client.ask("a: " + "x".repeat(20_000) + "\r\n\r\nbody\r\n."));
    }
  }

  @Test
  void body_isNotCountedAsHeader() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(
          "250 2.0.0", client.ask("a: b\r\n\r\n" + "x".repeat(20_000) + "\r\n.").substring(0, 9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 500})
  void loop_isRefused(int received) {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(
          "554 5.4.6 Too many Received fields: mail loop",
          client.ask("Received: x\r\n".repeat(received) + "\r\n."));
      assertEquals(List.of(), gateway.store.kept);
      assertEquals(0, gateway.store.contents.openNow());
    }
  }

  @Test
  void fiftyReceivedFields_areNoLoopYet() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals("250 2.0.0", client.ask("Received: x\r\n".repeat(50) + "\r\n.").substring(0, 9));
    }
  }

  @Test
  void sessions_beyondTheLimit_areTurnedAway_andTheOthersServed() {
    try (TestGateway gateway = TestGateway.with(limits -> TestLimits.sessions(limits, 2, 50));
        SmtpTestClient one = gateway.connect();
        SmtpTestClient two = gateway.connect()) {
      one.greet();
      two.greet();
      try (SmtpTestClient three = gateway.connect()) {
        assertEquals(List.of("421 4.3.2 Too many sessions, try again later"), three.rest());
      }
      assertEquals("250 2.0.0 OK", one.ask("NOOP"));
      one.ask("QUIT");
      await().until(() -> gateway.reception.sessionCount() == 1);
      try (SmtpTestClient four = gateway.connect()) {
        assertEquals("220 mx.example.com ESMTP Postern", four.reply());
      }
    }
  }

  @Test
  void sessionsOfOneClient_beyondTheLimit_areTurnedAway() {
    try (TestGateway gateway = TestGateway.with(limits -> TestLimits.sessions(limits, 50, 1));
        SmtpTestClient one = gateway.connect()) {
      one.greet();
      try (SmtpTestClient two = gateway.connect()) {
        assertEquals(
            List.of("421 4.7.0 Too many sessions from your address, try again later"), two.rest());
      }
    }
  }

  @Test
  void command_thatComesOctetByOctet_isEndedAtItsDeadline() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect()) {
      commandsInTime(gateway, client);
      Thread dribble = dribble(client, "x");
      assertEquals(List.of("421 4.4.2 Timeout exceeded"), client.rest());
      dribble.interrupt();
    }
  }

  @Test
  void content_thatComesOctetByOctet_isEndedAtItsDeadline() {
    try (TestGateway gateway =
            TestGateway.with(
                limits -> TestLimits.time(limits, Duration.ofSeconds(30), Duration.ofMillis(400)));
        SmtpTestClient client = gateway.connect()) {
      client.untilContent();
      Thread dribble = dribble(client, "x\r\n");
      assertEquals(List.of("421 4.4.2 Timeout exceeded"), client.rest());
      dribble.interrupt();
      await().until(gateway::isQuiet);
      assertEquals(List.of(), gateway.store.kept);
    }
  }

  /** Greets, then has the next command wait for a short time only. */
  private static void commandsInTime(TestGateway gateway, SmtpTestClient client) {
    client.greet();
    gateway.limit(
        limits -> TestLimits.time(limits, Duration.ofMillis(300), Duration.ofSeconds(30)));
    client.ask("NOOP");
  }

  private static Thread dribble(SmtpTestClient client, String piece) {
    return Thread.startVirtualThread(
        () -> {
          try {
            while (!Thread.interrupted()) {
              client.send(piece);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
          } catch (UncheckedIOException e) {
            // It is closed, as it should be.
          }
        });
  }

  @Test
  void silentClient_isEndedAtTheDeadline() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect()) {
      commandsInTime(gateway, client);
      assertEquals(List.of("421 4.4.2 Timeout exceeded"), client.rest());
    }
  }

  @Test
  void clientThatTakesNoReplies_isCutOff() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect()) {
      commandsInTime(gateway, client);
      Thread flood =
          Thread.startVirtualThread(
              () -> {
                try {
                  while (!Thread.interrupted()) {
                    client.send("HELP\r\n".repeat(10_000));
                  }
                } catch (UncheckedIOException e) {
                  // It is closed, as it should be.
                }
              });
      await().atMost(Duration.ofSeconds(20)).until(gateway::isQuiet);
      flood.interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOOP",
        "RSET",
        "EHLO client.example.net",
        "VRFY user",
        "HELP",
        "MAIL FROM:<a@b.example>\r\nRSET",
        "MAIL FROM:<a@b.example>\r\nRCPT TO:<a@example.com>\r\nEHLO x",
        "MAIL FROM:<a@b.example> SIZE=1000000"
      })
  void commandsWithoutAMessage_endTheSessionAfterTheLimit(String commands) {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      Thread sender = Thread.startVirtualThread(() -> client.send((commands + "\r\n").repeat(60)));
      List<String> replies = client.rest();
      sender.interrupt();
      client.close();

      assertEquals("421 4.7.0 Too many commands without a message, good bye", replies.getLast());
      assertEquals(replies.getLast(), gateway.events.rejected.getLast().reply().toString());
      assertTrue(replies.size() <= 60, replies.size() + " replies");
      await().until(gateway::isQuiet);
    }
  }

  @Test
  void commandsAreCountedAgain_afterEachMessage() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      for (int message = 0; message < 5; message++) {
        client.send("RSET\r\n".repeat(15) + "MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n");
        assertEquals("354", client.codes(18).getLast());
        assertEquals("250 2.0.0", client.ask("a: b\r\n\r\nc\r\n.").substring(0, 9));
      }
      assertEquals(5, gateway.store.kept.size());
    }
  }

  @Test
  void oneRecipientGivenAgainAndAgain_isRefusedAtLast() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      Thread sender =
          Thread.startVirtualThread(() -> client.send("RCPT TO:<a@example.com>\r\n".repeat(1_000)));
      List<String> expected = new ArrayList<>(Collections.nCopies(10, "250"));
      expected.addAll(Collections.nCopies(101, "452"));
      expected.add("421");
      assertEquals(expected, client.rest().stream().map(reply -> reply.substring(0, 3)).toList());
      sender.interrupt();
    }
  }

  @Test
  void ownClient_mayHaveManyRecipientsRefused_butNotWithoutEnd() {
    try (TestGateway gateway = TestGateway.relaying();
        SmtpTestClient client = gateway.connect().greet()) {
      gateway.routeTo("example.com");
      client.ask("MAIL FROM:<>");
      client.send("RCPT TO:<a@nowhere.example>\r\n".repeat(101));
      List<String> expected = new ArrayList<>(Collections.nCopies(101, "550"));
      expected.add("421");
      assertEquals(expected, client.rest().stream().map(reply -> reply.substring(0, 3)).toList());
    }
  }

  @Test
  void idleSession_isEndedThoughItSendsCommands() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      gateway.limit(limits -> TestLimits.idleTime(limits, Duration.ofMillis(500)));
      Thread keepalive = dribble(client, "NOOP\r\n");
      assertEquals("421 4.4.2 Idle for too long, good bye", client.rest().getLast());
      keepalive.interrupt();
      assertEquals(1, gateway.events.rejected.size());
    }
  }

  @Test
  void transactionInProgress_isCompletedThoughTheSessionIsTooLong() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      gateway.limit(limits -> TestLimits.sessionTime(limits, Duration.ofMillis(1)));
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<a@example.com>"));
      assertEquals("354", client.ask("DATA").substring(0, 3));
      assertEquals("250 2.0.0", client.ask("a: b\r\n\r\nc\r\n.").substring(0, 9));

      assertEquals(List.of("421 4.4.2 Session is too long, connect again"), client.rest());
      assertEquals(1, gateway.store.kept.size());
    }
  }

  @Test
  void whenSlotsAreScarce_idleSessionsMakeRoom() {
    try (TestGateway gateway =
        TestGateway.with(
            limits ->
                TestLimits.idleTime(TestLimits.sessions(limits, 10, 10), Duration.ofSeconds(15)))) {
      List<SmtpTestClient> idle = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        idle.add(gateway.connect().greet());
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> gateway.reception.sessionCount() < 9);

      idle.forEach(SmtpTestClient::close);
      assertEquals(421, gateway.events.rejected.getFirst().reply().code());
    }
  }

  @Test
  void thousandConnectionsOfOneClient_areCountedToTheLast() {
    try (TestGateway gateway = TestGateway.opened()) {
      List<SmtpTestClient> clients = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        clients.add(gateway.connect());
      }
      await().until(() -> gateway.reception.sessionCount() == 50);
      // One that closes before it was turned away need not have been seen.
      assertEquals(
          950, clients.stream().filter(client -> client.reply().startsWith("421")).count());
      clients.forEach(SmtpTestClient::close);
      await().until(gateway::isQuiet);
      gateway.reception.close(Duration.ofSeconds(5));

      assertEquals(Refusals.EACH, gateway.events.rejected.size());
      assertEquals(
          950 - Refusals.EACH,
          gateway.events.repeated.stream().mapToLong(RejectedRepeatedly::count).sum());
      assertEquals("127.0.0.1", gateway.events.repeated.getFirst().client().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({"51, 250", "100, 250", "101, 554"})
  void loop_isAssumedBeyondAHundredReceivedFieldsByDefault(int received, String code) {
    try (TestGateway gateway =
            TestGateway.configured(
                """
                listeners: [{port: 0}]
                routes: [{domain: '*', host: 192.0.2.25}]
                """);
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals(code, client.ask("Received: x\r\n".repeat(received) + "\r\n.").substring(0, 3));
    }
  }

  @Test
  void everyReplyOfAnEndedSession_isRecordedOnce() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.send("MAIL FROM:<>\r\n" + "RCPT TO:<a@foreign.example>\r\n".repeat(50));
      assertEquals(
          client.rest().stream().filter(reply -> !reply.startsWith("250")).toList(),
          gateway.events.rejected.stream().map(event -> event.reply().toString()).toList());
    }
  }
}
