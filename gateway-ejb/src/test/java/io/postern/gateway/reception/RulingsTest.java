package io.postern.gateway.reception;

import static io.postern.gateway.reception.ScriptedCallouts.ruling;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.callout.Ruling;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.Quarantine;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import io.postern.validation.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What extensions decide, stage by stage, and what the client and the spool get of it. */
class RulingsTest {

  private static final Ruling REJECT = ruling(Verdict.reject("not today"));
  private static final Ruling DEFER = ruling(Verdict.defer("later"));
  private static final Ruling DISCONNECT =
      ruling(Verdict.disconnect(Reply.of(554, "5.7.1", "go away")));
  private static final Ruling DISCARD = ruling(Verdict.discard("a trap"));
  private static final Optional<Quarantine> VIRUS =
      Optional.of(Quarantine.of("a virus", Optional.of("scanner")));

  private static final Ruling QUARANTINE = ruling(Verdict.quarantine("a virus"));

  private final TestGateway gateway = TestGateway.opened();
  private final ScriptedCallouts callouts = gateway.callouts;

  @AfterEach
  void nothingIsLeft() {
    await().until(gateway::isQuiet);
    gateway.close();
  }

  /** Sends one message to the recipients and answers with the last reply. */
  private String message(String... recipients) {
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<sender@example.net>");
      for (String recipient : recipients) {
        client.ask("RCPT TO:<" + recipient + "@example.com>");
      }
      String reply = client.ask("DATA");
      return reply.startsWith("354") ? client.ask("Subject: x\r\n\r\nbody\r\n.") : reply;
    }
  }

  /** What was handed on; that is after the 250, so the session must have ended to know all. */
  private List<TestGateway.Handed> handedInTheEnd() {
    await().until(gateway::isQuiet);
    return gateway.handed;
  }

  private void assertRejected(Stage stage, int code) {
    Rejected rejected = gateway.events.rejected.getFirst();
    assertEquals(stage, rejected.stage());
    assertEquals(code, rejected.reply().code());
    assertEquals(Optional.of("scanner"), rejected.decidedBy());
  }

  private void assertDiscarded(Stage stage, List<String> recipients) {
    Discarded discarded = gateway.events.discarded.getFirst();
    assertEquals(stage, discarded.stage());
    assertEquals("a trap", discarded.reason());
    assertEquals(Optional.of("scanner"), discarded.decidedBy());
    assertEquals(recipients, discarded.recipients().stream().map(Mailbox::toString).toList());
  }

  @Test
  void notesOfTheMessage_areKeptWithIt_alsoWhereARecipientIsHeldBack() {
    callouts.messageNotes = Map.of("scanner.score", "7");
    callouts.recipients = Map.of("b", QUARANTINE);
    assertEquals("250 2.0.0", message("a", "b").substring(0, 9));
    assertEquals(
        List.of(callouts.messageNotes, callouts.messageNotes),
        gateway.store.kept.stream().map(each -> each.arrival().attributes().notes()).toList());
    assertEquals(1, handedInTheEnd().size());
  }

  @Test
  void connected_rejected_leavesOnlyQuit() {
    callouts.connected = REJECT;
    try (SmtpTestClient client = gateway.connect()) {
      assertEquals("550 5.7.1 not today", client.reply());
      assertEquals("503", client.ask("EHLO x").substring(0, 3));
      assertEquals("503", client.ask("MAIL FROM:<>").substring(0, 3));
      assertEquals("503", client.ask("RCPT TO:<a@example.com>").substring(0, 3));
      assertEquals("221", client.ask("QUIT").substring(0, 3));
    }
    assertRejected(Stage.CLIENT_CONNECTED, 550);
  }

  @Test
  void connected_deferred_closes() {
    callouts.connected = DEFER;
    try (SmtpTestClient client = gateway.connect()) {
      assertEquals(List.of("451 4.7.1 later"), client.rest());
    }
  }

  @Test
  void connected_mayChangeTheBanner() {
    callouts.banner = text -> "ESMTP no spam";
    try (SmtpTestClient client = gateway.connect()) {
      assertEquals("220 mx.example.com ESMTP no spam", client.reply());
    }
  }

  @Test
  void connected_discarded_countsForEveryMessageOfTheSession() {
    callouts.connected = DISCARD;
    assertEquals("250 2.0.0", message("a", "b").substring(0, 9));
    assertDiscarded(Stage.CLIENT_CONNECTED, List.of("a@example.com", "b@example.com"));
    assertEquals(List.of(), gateway.store.kept);
  }

  @Test
  void greeted_rejected_isNotGreeted() {
    callouts.greeted = REJECT;
    try (SmtpTestClient client = gateway.connect()) {
      client.reply();
      assertEquals("550 5.7.1 not today", client.ask("EHLO x"));
      assertEquals("503 5.5.1 Send EHLO or HELO first", client.ask("MAIL FROM:<>"));
    }
    assertRejected(Stage.CLIENT_GREETED, 550);
  }

  @Test
  void greeted_mayChangeWhatIsAnnounced_butNotTheFraming() {
    callouts.capabilities =
        announced -> {
          announced.remove("8BITMIME");
          announced.addLast("X-SITE 1");
          announced.addLast("EVIL\r\n250 OK");
          return announced;
        };
    try (SmtpTestClient client = gateway.connect()) {
      client.reply();
      assertEquals(
          "250-mx.example.com|250-PIPELINING|250-SIZE 100000|250-ENHANCEDSTATUSCODES|250 X-SITE 1",
          client.ask("EHLO x"));
    }
  }

  @Test
  void sender_rejected_opensNoTransaction() {
    callouts.sender = REJECT;
    try (SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("550 5.7.1 not today", client.ask("MAIL FROM:<a@b>"));
      assertEquals("503 5.5.1 Send MAIL first", client.ask("RCPT TO:<a@example.com>"));
      callouts.sender = Ruling.PASS;
      assertEquals("250 2.1.0 OK", client.ask("MAIL FROM:<a@b>"));
    }
    assertRejected(Stage.SENDER_GIVEN, 550);
  }

  @Test
  void sender_disconnected_isClosed() {
    callouts.sender = DISCONNECT;
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.send("MAIL FROM:<a@b>\r\nNOOP\r\n");
      assertEquals(List.of("554 5.7.1 go away"), client.rest());
    }
  }

  @Test
  void deferredWith421_isClosed() {
    callouts.sender = ruling(Verdict.defer(Reply.of(421, "4.7.0", "too busy")));
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.send("MAIL FROM:<a@b>\r\nNOOP\r\n");
      assertEquals(List.of("421 4.7.0 too busy"), client.rest());
    }
  }

  @Test
  void sender_mayBeRewritten() {
    callouts.begun = given -> given.from(ReversePath.none());
    message("a");
    assertEquals(ReversePath.none(), gateway.onlyMessage().arrival().envelope().reversePath());
  }

  @Test
  void sender_discarded_isAnsweredAsIfItWereKept() {
    callouts.sender = DISCARD;
    String reply = message("a");
    assertTrue(reply.matches("250 2\\.0\\.0 [0-9A-Z]{13} accepted"), reply);
    assertDiscarded(Stage.SENDER_GIVEN, List.of("a@example.com"));
    assertEquals(List.of(), gateway.store.kept);
    assertEquals(List.of(), handedInTheEnd());
  }

  @Test
  void sender_quarantined_isKeptUndelivered() {
    callouts.sender = QUARANTINE;
    assertEquals("250 2.0.0", message("a").substring(0, 9));
    assertEquals(VIRUS, gateway.onlyMessage().arrival().quarantine());
    assertEquals("scanner", gateway.onlyMessage().facts().get(Facts.DECIDED_BY));
    assertEquals(List.of(), handedInTheEnd());
  }

  @Test
  void recipient_rejected_isTheOnlyOneThatIs() {
    callouts.recipients = Map.of("b", REJECT, "c", DEFER);
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      assertEquals("250", client.ask("RCPT TO:<a@example.com>").substring(0, 3));
      assertEquals("550 5.7.1 not today", client.ask("RCPT TO:<b@example.com>"));
      assertEquals("451 4.7.1 later", client.ask("RCPT TO:<c@example.com>"));
      client.ask("DATA");
      client.ask(".");
    }
    assertEquals(List.of("a@example.com"), gateway.onlyMessage().recipients());
    assertRejected(Stage.RECIPIENT_GIVEN, 550);
    assertEquals("b@example.com", gateway.events.rejected.getFirst().facts().get(Facts.RECIPIENT));
  }

  @Test
  void recipient_mayBeRewrittenAndAdded() {
    callouts.recipient =
        given ->
            List.of(
                Recipient.of(new Mailbox("x", "foreign.example")),
                Recipient.of(new Mailbox("y", "example.com")));
    message("a", "b");
    assertEquals(List.of("x@foreign.example", "y@example.com"), gateway.onlyMessage().recipients());
  }

  @Test
  void recipient_discarded_isDroppedAlone() {
    callouts.recipients = Map.of("b", DISCARD);
    message("a", "b");
    assertEquals(List.of("a@example.com"), gateway.onlyMessage().recipients());
    assertDiscarded(Stage.RECIPIENT_GIVEN, List.of("b@example.com"));
  }

  @Test
  void allRecipients_discarded_areAnsweredAsPromised() {
    callouts.recipients = Map.of("a", DISCARD, "b", DISCARD);
    assertEquals("250 2.0.0", message("a", "b").substring(0, 9));
    assertEquals(List.of(), gateway.store.kept);
    assertEquals(2, gateway.events.discarded.size());
  }

  @Test
  void recipient_quarantined_isHeldBackAlone() {
    callouts.recipients = Map.of("b", QUARANTINE);
    message("a", "b", "c");

    assertEquals(2, gateway.store.kept.size());
    MemoryStore.Kept held = gateway.store.kept.get(0);
    MemoryStore.Kept free = gateway.store.kept.get(1);
    assertEquals(List.of("b@example.com"), held.recipients());
    assertEquals(VIRUS, held.arrival().quarantine());
    assertEquals(List.of("a@example.com", "c@example.com"), free.recipients());
    assertEquals(Optional.empty(), free.arrival().quarantine());
    assertEquals(held.content(), free.content());
    assertEquals(
        List.of(new TestGateway.Handed(free.arrival().id(), free.arrival().envelope())),
        handedInTheEnd());
  }

  @Test
  void onlyRecipient_quarantined_isHeldBackUnderTheIdOfTheReply() {
    callouts.recipients = Map.of("a", QUARANTINE);
    String reply = message("a");
    assertEquals("250 2.0.0 " + gateway.onlyMessage().arrival().id() + " accepted", reply);
    assertEquals(VIRUS, gateway.onlyMessage().arrival().quarantine());
  }

  @Test
  void recipientsComplete_rejected_takesNoContent() {
    callouts.recipientsComplete = REJECT;
    assertEquals("550 5.7.1 not today", message("a"));
    assertRejected(Stage.RECIPIENTS_COMPLETE, 550);
  }

  @Test
  void recipientsComplete_mayChangeTheEnvelope() {
    callouts.envelope =
        given -> Envelope.of(ReversePath.none(), List.of(new Mailbox("z", "example.com")));
    message("a");
    assertEquals(List.of("z@example.com"), gateway.onlyMessage().recipients());
    assertEquals(ReversePath.none(), gateway.onlyMessage().arrival().envelope().reversePath());
  }

  @Test
  void recipientsComplete_thatTakesAllAway_takesNoContent() {
    callouts.envelope = given -> given.to(List.of());
    assertEquals("554 5.5.0 No recipients left", message("a"));
  }

  @Test
  void received_rejected_leavesNothing() {
    callouts.received = REJECT;
    assertEquals("550 5.7.1 not today", message("a"));
    assertRejected(Stage.MESSAGE_RECEIVED, 550);
    assertEquals(
        "sender@example.net", gateway.events.rejected.getFirst().facts().get(Facts.REVERSE_PATH));
    assertEquals(List.of(), gateway.store.kept);
  }

  @Test
  void received_disconnected_leavesNothing() {
    callouts.received = DISCONNECT;
    assertEquals("554 5.7.1 go away", message("a"));
  }

  @Test
  void received_discarded_leavesNothing() {
    callouts.received = DISCARD;
    assertEquals("250 2.0.0", message("a").substring(0, 9));
    assertDiscarded(Stage.MESSAGE_RECEIVED, List.of("a@example.com"));
    assertEquals(List.of(), gateway.store.kept);
  }

  @Test
  void beforeSpool_deferred_leavesNothing() {
    callouts.beforeSpool = DEFER;
    assertEquals("451 4.7.1 later", message("a"));
    assertRejected(Stage.MESSAGE_BEFORE_SPOOL, 451);
  }

  @Test
  void quarantine_isStrongerThanADiscardOfAnotherStage() {
    callouts.received = QUARANTINE;
    callouts.beforeSpool = DISCARD;
    message("a");
    assertEquals(VIRUS, gateway.onlyMessage().arrival().quarantine());
    assertEquals(List.of(), gateway.events.discarded);
  }

  @Test
  void content_changedByExtensions_isWhatIsKeptAndRecorded() {
    callouts.onReceived = mail -> changed(mail, "Subject: one\r\n\r\n");
    callouts.onBeforeSpool = mail -> changed(mail, "Subject: two\r\n\r\n");
    message("a");
    assertEquals("Subject: two\r\n\r\nbody\r\n", gateway.onlyMessage().content());
    assertEquals("two", gateway.onlyMessage().facts().get(Facts.SUBJECT));
  }

  @Test
  void content_changedAndThenRejected_leavesNothing() {
    callouts.onReceived = mail -> changed(mail, "Subject: one\r\n\r\n");
    callouts.beforeSpool = REJECT;
    assertEquals("550 5.7.1 not today", message("a"));
  }

  /** As a callout set does it: the former content is closed. */
  private static MailObject changed(MailObject mail, String head) {
    Content next = mail.content().withHead(head.getBytes(StandardCharsets.US_ASCII));
    mail.content().close();
    return new MailObject(mail.envelope(), next);
  }

  @Test
  void message_withoutRecipientsAfterACallout_isRefused() {
    callouts.onBeforeSpool = mail -> new MailObject(mail.envelope().to(List.of()), mail.content());
    assertEquals("554 5.5.0 No recipients left", message("a"));
    assertEquals(List.of(), gateway.store.kept);
  }

  @Test
  void trace_isSeenByExtensions() {
    AtomicReference<String> seen = new AtomicReference<>("");
    callouts.onReceived =
        mail -> {
          seen.set(new String(mail.content().head(), StandardCharsets.US_ASCII));
          return mail;
        };
    message("a");
    String head = String.valueOf(seen.get());
    assertTrue(head.startsWith("Received: from client.example.net ("), head);
  }

  @Test
  void delay_holdsTheReplyBack() {
    try (SmtpTestClient client = gateway.connect().greet()) {
      callouts.delay = Duration.ofMillis(300);
      long begin = System.nanoTime();
      client.send("NOOP\r\nMAIL FROM:<>\r\n");
      assertEquals("250 2.0.0 OK", client.reply());
      assertEquals("250 2.1.0 OK", client.reply());
      assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(300));
    }
  }

  @Test
  void delayedMessage_isHandedOnBeforeTheDelay() {
    try (SmtpTestClient client = gateway.connect().untilContent()) {
      callouts.delay = Duration.ofMinutes(5);
      client.send(".\r\n");
      await().until(() -> gateway.handed.size() == 1);
    }
    gateway.reception.close(Duration.ZERO);
  }

  @Test
  void everyTransaction_hasASetOfItsOwn_andAnIdleSessionHasNone() {
    try (SmtpTestClient client = gateway.connect().greet()) {
      for (int i = 0; i < 3; i++) {
        client.ask("MAIL FROM:<>");
        assertEquals(1, callouts.open.get());
        client.ask("RSET");
        assertEquals(0, callouts.open.get());
      }
      assertEquals(4, callouts.opened.get());
    }
  }

  private static List<String> callouts(Map<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith("callout"))
        .sorted(Map.Entry.comparingByKey())
        .map(fact -> fact.getValue().replace(" ms=0.000", ""))
        .toList();
  }

  @Test
  void whatExtensionsDid_isRecordedWithTheMessage_fromTheConnectionOn() {
    callouts.connected = ruling(Verdict.accept());
    callouts.recipients = Map.of("b", REJECT);
    callouts.beforeSpool = QUARANTINE;
    message("a", "b");
    assertEquals(
        List.of(
            "ClientConnected scanner--r1 verdict=accept",
            "RecipientGiven scanner--r1 verdict=reject text=550 5.7.1 not today",
            "MessageBeforeSpool scanner--r1 verdict=quarantine text=a virus"),
        callouts(gateway.onlyMessage().facts()));
  }

  @Test
  void whatExtensionsDid_isRecordedWithTheRefusal() {
    callouts.sender = ruling(Verdict.accept());
    callouts.received = REJECT;
    message("a");
    assertEquals(
        List.of(
            "SenderGiven scanner--r1 verdict=accept",
            "MessageReceived scanner--r1 verdict=reject text=550 5.7.1 not today"),
        callouts(gateway.events.rejected.getFirst().facts()));
  }

  @Test
  void whatExtensionsDid_isRecordedWithTheDiscardedMessage() {
    callouts.recipientsComplete = DISCARD;
    message("a");
    assertEquals(
        List.of("RecipientsComplete scanner--r1 verdict=discard text=a trap"),
        callouts(gateway.events.discarded.getFirst().facts()));
  }

  @Test
  void nextMessageOfTheSession_doesNotRepeatWhatWasDoneToTheFirst() {
    callouts.sender = ruling(Verdict.accept());
    try (SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      client.ask("RSET");
      callouts.sender = Ruling.PASS;
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      client.ask(".");
    }
    assertEquals(List.of(), callouts(gateway.onlyMessage().facts()));
  }

  @Test
  void refusedSender_isRecordedWithWhatRefusedIt() {
    callouts.sender = REJECT;
    message("a");
    assertEquals(
        List.of("SenderGiven scanner--r1 verdict=reject text=550 5.7.1 not today"),
        callouts(gateway.events.rejected.getFirst().facts()));
  }
}
