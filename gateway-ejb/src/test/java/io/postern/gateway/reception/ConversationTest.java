package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.mail.ReversePath;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The usual ways of a session, octets visible (RFC 5321 section 4.1). */
class ConversationTest {

  private final TestGateway gateway = TestGateway.opened();
  private final SmtpTestClient client = gateway.connect();

  @AfterEach
  void end() {
    client.close();
    gateway.close();
  }

  @Test
  void message_isKeptAndAnsweredWithItsId() {
    assertEquals("220 mx.example.com ESMTP Postern", client.reply());
    assertEquals(
        "250-mx.example.com|250-PIPELINING|250-SIZE 100000|250-8BITMIME|250 ENHANCEDSTATUSCODES",
        client.ask("EHLO client.example.net"));
    assertEquals(
        "250 2.1.0 OK", client.ask("MAIL FROM:<sender@example.net> SIZE=100 BODY=8BITMIME"));
    assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<user@example.com>"));
    assertEquals("354 End data with <CR><LF>.<CR><LF>", client.ask("DATA"));
    String reply = client.ask("From: a\r\nSubject: x\r\n\r\n..body\r\n.");
    assertEquals("221 2.0.0 mx.example.com closing", client.ask("QUIT"));
    assertEquals("closed", client.reply());

    MemoryStore.Kept kept = gateway.onlyMessage();
    assertEquals("250 2.0.0 " + kept.arrival().id() + " accepted", reply);
    assertEquals(ReversePath.parse("sender@example.net"), kept.arrival().envelope().reversePath());
    assertEquals(List.of("user@example.com"), kept.recipients());
    assertEquals(Optional.empty(), kept.arrival().quarantine());
    assertEquals(
        "Received: from client.example.net ([127.0.0.1])\r\n\tby mx.example.com with ESMTP id "
            + kept.arrival().id()
            + "\r\n\tfor <user@example.com>;\r\n\tTue, 24 Nov 2026 08:05:09 +0000\r\n"
            + "From: a\r\nSubject: x\r\n\r\n.body\r\n",
        kept.content());
    assertEquals(
        List.of(new TestGateway.Handed(kept.arrival().id(), kept.arrival().envelope())),
        gateway.handed);
  }

  @Test
  void facts_sayWhatIsKnown() {
    client.untilContent().ask("Subject: Hi\r\nMessage-ID: <1@x>\r\n\r\n.");

    Map<String, String> facts = gateway.onlyMessage().facts();
    assertTrue(facts.getOrDefault(Facts.PEER, "").startsWith("127.0.0.1:"), facts.toString());
    assertTrue(facts.getOrDefault(Facts.SESSION, "").endsWith("-1"), facts.toString());
    assertEquals(
        Map.of(
            Facts.LISTENER, "inbound",
            Facts.HELO, "client.example.net",
            Facts.PROTOCOL, "ESMTP",
            Facts.QUEUE_REASON, "received",
            Facts.RELAY_DECISION, "relay-domain example.com",
            Facts.SUBJECT, "Hi",
            Facts.MESSAGE_ID, "<1@x>"),
        without(facts, Facts.PEER, Facts.SESSION));
  }

  private static Map<String, String> without(Map<String, String> facts, String... keys) {
    Map<String, String> rest = new HashMap<>(facts);
    rest.keySet().removeAll(List.of(keys));
    return rest;
  }

  @Test
  void pipelinedCommands_areAnsweredInOrder() {
    client.greet();
    client.send(
        "RSET\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nRCPT TO:<b@foreign.example>\r\n"
            + "RCPT TO:<c@example.com>\r\nDATA\r\n");
    assertEquals(List.of("250", "250", "250", "550", "250", "354"), client.codes(6));
    client.send("\r\nx\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<d@example.com>\r\nQUIT\r\n");

    assertEquals(List.of("250", "250", "250", "221"), client.codes(4));
    assertEquals(List.of("a@example.com", "c@example.com"), gateway.onlyMessage().recipients());
  }

  @Test
  void manyPipelinedCommands_areAllAnswered_thoughTheRepliesExceedTheBuffer() {
    gateway.limit(limits -> TestLimits.commandsWithoutMessage(limits, 6_000));
    client.greet();
    client.send("NOOP\r\n".repeat(5_000));
    assertEquals(Collections.nCopies(5_000, "250"), client.codes(5_000));
  }

  @Test
  void whatFollowsARefusedData_isTakenAsCommands() {
    client.greet();
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<x@foreign.example>\r\nDATA\r\nRSET\r\nNOOP\r\n");
    assertEquals(List.of("250", "550", "554", "250", "250"), client.codes(5));
  }

  @Test
  void severalTransactions_inOneSession_areSeveralMessages() {
    client.untilContent().ask("a: 1\r\n\r\n.");
    client.ask("MAIL FROM:<sender@example.net>");
    client.ask("RCPT TO:<other@example.com>");
    client.ask("DATA");
    client.ask("a: 2\r\n\r\n.");

    assertEquals(
        List.of(List.of("user@example.com"), List.of("other@example.com")),
        gateway.store.kept.stream().map(MemoryStore.Kept::recipients).toList());
  }

  @Test
  void helo_isAnsweredOnOneLine_andKnowsNoParameters() {
    client.reply();
    assertEquals("250 mx.example.com", client.ask("HELO client.example.net"));
    assertEquals("555 5.5.4 Parameter not recognized", client.ask("MAIL FROM:<> SIZE=1"));
  }

  @Test
  void postmaster_withoutDomain_isTheOneOfThisHost() {
    client.greet();
    client.ask("MAIL FROM:<a@foreign.example>");
    assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<Postmaster>"));
    client.ask("DATA");
    client.ask(".");
    assertEquals(List.of("Postmaster@mx.example.com"), gateway.onlyMessage().recipients());
  }

  @Test
  void recipientGivenTwice_isKeptOnce() {
    client.greet();
    client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\nRCPT TO:<a@EXAMPLE.com>\r\nDATA\r\n");
    client.codes(4);
    client.ask(".");
    assertEquals(List.of("a@example.com"), gateway.onlyMessage().recipients());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EHLO|501 5.5.4",
        "HELO|501 5.5.4",
        "EHLO two words|501 5.5.4",
        "MAIL FROM:<a@b>|503 5.5.1",
        "RCPT TO:<a@b>|503 5.5.1",
        "DATA|503 5.5.1",
        "NOOP|250 2.0.0",
        "noop anything at all|250 2.0.0",
        "RSET|250 2.0.0",
        "RSET now|501 5.5.4",
        "VRFY user|252 2.0.0",
        "VRFY|501 5.5.4",
        "HELP|214 2.0.0",
        "QUIT now|501 5.5.4",
        "EXPN list|502 5.5.1",
        "STARTTLS|502 5.5.1",
        "AUTH PLAIN AAAA|502 5.5.1",
        "BDAT 5 LAST|502 5.5.1",
        "FOO|500 5.5.2",
        "UNKNOWN_CMD|500 5.5.2",
        "M\u00e4IL|501 5.5.2",
        "GET / HTTP/1.1|421 4.7.0",
      })
  void beforeAGreeting_commandsAreAnswered(String command, String answer) {
    client.reply();
    assertEquals(answer, client.ask(command).substring(0, 9));
  }

  @Test
  void anEmptyLine_isNoCommand() {
    client.reply();
    assertEquals("500 5.5.2 Command not recognized", client.ask(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|501 5.5.4",
        "MAIL FROM|501 5.5.4",
        "MAIL FROM:a@b|501 5.1.7",
        "MAIL FROM:<a@b> X|555 5.5.4",
        "MAIL FROM:<a@b> SIZE=x|501 5.5.4",
        "MAIL FROM:<a@b> SIZE=100001|552 5.3.4",
        "MAIL FROM:<a@b> SIZE=100000|250 2.1.0",
        "mail from:<a@b>|250 2.1.0",
        "RCPT TO:<a@example.com>|503 5.5.1",
        "DATA|503 5.5.1",
        "DATA now|501 5.5.4",
      })
  void afterAGreeting_commandsAreAnswered(String command, String answer) {
    client.greet();
    assertEquals(answer, client.ask(command).substring(0, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL FROM:<a@b>|503 5.5.1",
        "RCPT|501 5.5.4",
        "RCPT TO:<a>|501 5.1.3",
        "RCPT TO:<a@example.com> NOTIFY=NEVER|555 5.5.4",
        "RCPT TO:<a@foreign.example>|550 5.7.1",
        "DATA|554 5.5.1",
      })
  void inATransaction_commandsAreAnswered(String command, String answer) {
    client.greet();
    client.ask("MAIL FROM:<a@b>");
    assertEquals(answer, client.ask(command).substring(0, 9));
  }

  @ParameterizedTest
  @CsvSource({"RSET", "EHLO other.example.net", "HELO other.example.net"})
  void transaction_isForgotten(String command) {
    client.greet();
    client.ask("MAIL FROM:<a@b>");
    client.ask("RCPT TO:<a@example.com>");
    client.ask(command);
    assertEquals("503 5.5.1 Send MAIL first", client.ask("DATA"));
  }

  @Test
  void quit_endsTheSession_whateverIsPipelinedBehindIt() {
    client.greet();
    client.send("QUIT\r\nNOOP\r\nNOOP\r\n");
    assertEquals(List.of("221 2.0.0 mx.example.com closing"), client.rest());
  }
}
