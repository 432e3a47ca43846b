package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal without a record could not be explained to the one who asks why his mail came back. */
class RefusalRecordTest {

  private final TestGateway gateway = TestGateway.opened();

  @AfterEach
  void end() {
    gateway.close();
  }

  private Rejected only() {
    assertEquals(1, gateway.events.rejected.size(), gateway.events.rejected.toString());
    return gateway.events.rejected.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FOO bar | 500 5.5.2 Command not recognized | ''",
        "dXNlcm5hbWU= | 500 5.5.2 Command not recognized | ''",
        "AUTH PLAIN AGFubgBzZWNyZXQ= | 502 5.5.1 Command not implemented | AUTH",
        "STARTTLS | 502 5.5.1 Command not implemented | STARTTLS",
        "EHLO | 501 5.5.4 Domain name or address literal required | 'EHLO '",
        "VRFY | 501 5.5.4 Argument missing | VRFY",
        "RSET now | 501 5.5.4 No argument allowed | RSET now",
        "RCPT TO:<a@example.com> | 503 5.5.1 Send MAIL first | ''",
        "DATA | 503 5.5.1 Send MAIL first | ''",
        "MAIL FROM:<a..b@c> | 501 5.1.7 Bad sender address | MAIL FROM:<a..b@c>",
        "MAIL FROM:<> X=1 | 555 5.5.4 Parameter not recognized | MAIL FROM:<> X=1",
        "MAIL FROM:<> SIZE=x | 501 5.5.4 Bad value of SIZE | MAIL FROM:<> SIZE=x",
        "MAIL FROM:<> SIZE=100001 | 552 5.3.4 Message too big | ''",
        "QUIT now | 501 5.5.4 No argument allowed | QUIT now"
      })
  void refusedCommand_isRecorded(String line, String reply, String command) {
    try (SmtpTestClient client = gateway.connect().greet()) {
      assertEquals(reply, client.ask(line));
      assertEquals(reply, only().reply().toString());
      assertEquals(command, only().facts().getOrDefault(Facts.COMMAND, ""));
      assertEquals("client.example.net", only().facts().get(Facts.HELO));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<a@foreign.example>, 550 5.7.1 Relaying denied",
    "RCPT TO:<nobody>, 501 5.1.3 Bad recipient address",
    "RCPT TO:<a@example.com> NOTIFY=NEVER, 555 5.5.4 Parameter not recognized",
    "DATA, 554 5.5.1 No valid recipients",
    "MAIL FROM:<again@b.example>, 503 5.5.1 Sender already given"
  })
  void refusalWithinATransaction_namesItsSender(String line, String reply) {
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<s@example.net>");
      assertEquals(reply, client.ask(line));
      assertEquals(reply, only().reply().toString());
      assertEquals("s@example.net", only().facts().get(Facts.REVERSE_PATH));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'NOOP \u00e9\r\n', 501 5.5.2 Octet above 127 not allowed",
    "'NOOP \t\r\n', 501 5.5.2 Control character not allowed",
    "'NOOP\nNOOP\r\n', '500 5.5.2 LF without CR, good bye'",
    "'NOOP\rNOOP\r\n', '500 5.5.2 CR without LF, good bye'",
    "'GET / HTTP/1.1\r\n', '421 4.7.0 This is an SMTP server, good bye'"
  })
  void malformedLine_isRecorded(String octets, String reply) {
    try (SmtpTestClient client = gateway.connect().greet()) {
      assertEquals(reply, client.send(octets).reply());
      assertEquals(reply, only().reply().toString());
    }
  }

  @Test
  void overlongLine_isRecorded() {
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("NOOP " + "x".repeat(5_000));
      assertEquals("500 5.5.2 Line too long", only().reply().toString());
    }
  }

  @Test
  void timeout_isRecorded_alsoBeforeAnyTransaction() {
    try (SmtpTestClient client = gateway.connect().greet()) {
      gateway.limit(
          limits -> TestLimits.time(limits, Duration.ofMillis(100), Duration.ofSeconds(30)));
      client.ask("NOOP");
      assertEquals(List.of("421 4.4.2 Timeout exceeded"), client.rest());
      assertEquals("421 4.4.2 Timeout exceeded", only().reply().toString());
    }
  }

  @Test
  void clientTurnedAwayBeforeTheBanner_isRecorded() {
    gateway.limit(limits -> TestLimits.sessions(limits, 100, 1));
    try (SmtpTestClient one = gateway.connect().greet();
        SmtpTestClient two = gateway.connect()) {
      assertEquals("421 4.7.0", two.reply().substring(0, 9));
      await().until(() -> !gateway.events.rejected.isEmpty());
      assertEquals("inbound", only().facts().get(Facts.LISTENER));
      assertFalse(only().facts().containsKey(Facts.SESSION));
      assertEquals("250 2.0.0 OK", one.ask("NOOP"));
    }
  }

  @Test
  void acceptedMail_leavesNoRefusal() {
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask("a: b\r\n\r\nc\r\n.");
      client.ask("QUIT");
      assertEquals(List.of(), gateway.events.rejected);
    }
  }

  @Test
  void diskWithoutRoom_isSaidAtMail() {
    gateway.store.room = 1_000;
    try (SmtpTestClient client = gateway.connect().greet()) {
      assertEquals(
          "452 4.3.1 Insufficient storage, try again later",
          client.ask("MAIL FROM:<a@b.example> SIZE=1001"));
      assertEquals(Stage.SPOOL, only().stage());
      assertEquals("250 2.1.0 OK", client.ask("MAIL FROM:<a@b.example> SIZE=1000"));
    }
  }

  @Test
  void diskBelowItsReserve_isSaidAtMailWithoutSize() {
    gateway.store.room = -1;
    try (SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("452 4.3.1", client.ask("MAIL FROM:<a@b.example>").substring(0, 9));
    }
  }

  @Test
  void contentThatTheDiskHasNoRoomFor_is452() {
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      gateway.store.contents.failWrites(new IOException("nothing left"));
      gateway.store.room = -1;
      assertEquals(
          "452 4.3.1 Insufficient storage, try again later", client.ask("a: b\r\n\r\nc\r\n."));
      assertEquals(Stage.SPOOL, only().stage());
    }
  }
}
