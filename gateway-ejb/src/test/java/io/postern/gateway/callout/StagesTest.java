package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.HeapContents;
import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import io.postern.validation.ClientGreeted;
import io.postern.validation.RecipientGiven;
import io.postern.validation.RecipientsComplete;
import io.postern.validation.SenderGiven;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callouts may do at each stage, and what comes of their answers. */
@Timeout(60)
class StagesTest {

  /** An extension at the stages before the content. */
  @ApplicationScoped
  static class Envelopes {
    static volatile Consumer<ClientGreeted> greeted = event -> {};
    static volatile Consumer<SenderGiven> sender = event -> {};
    static volatile Consumer<RecipientGiven> recipient = event -> {};
    static volatile Consumer<RecipientsComplete> complete = event -> {};

    void greeted(@Observes ClientGreeted event) {
      greeted.accept(event);
    }

    void sender(@Observes SenderGiven event) {
      sender.accept(event);
    }

    void recipient(@Observes RecipientGiven event) {
      recipient.accept(event);
    }

    void complete(@Observes RecipientsComplete event) {
      complete.accept(event);
    }
  }

  private final Gateway gateway = new Gateway();
  private final Deployment scripted = Deployment.of("scripted", Scripted.class, Envelopes.class);
  private final CalloutSet set = gateway.open();

  @BeforeEach
  void forget() {
    Scripted.reset();
  }

  @AfterEach
  void end() {
    set.close();
    scripted.close();
    gateway.close();
  }

  private Answer<MailObject> received() {
    return set.messageReceived(gateway.session, gateway.mail());
  }

  private static SequencedSet<String> setOf(String... keywords) {
    return new LinkedHashSet<>(List.of(keywords));
  }

  @Test
  void capabilities_areChangedInPlace() {
    Envelopes.greeted = event -> event.capabilities().remove("PIPELINING");
    Answer<SequencedSet<String>> answer =
        set.clientGreeted(gateway.session, "c", true, setOf("PIPELINING", "SIZE 1"));
    assertEquals(setOf("SIZE 1"), answer.value());
  }

  @Test
  void capabilityWithALineEnd_isTheFailureOfItsExtensionAndNotAnnounced() {
    Envelopes.greeted = event -> event.capabilities().add("X\r\n250 AUTH PLAIN");
    Answer<SequencedSet<String>> answer =
        set.clientGreeted(gateway.session, "c", true, setOf("SIZE 1"));
    assertEquals(setOf("SIZE 1"), answer.value());
    assertEquals("defer", answer.ruling().word());
  }

  @Test
  void reversePath_isRewritten() {
    Envelopes.sender = event -> event.rewrite(ReversePath.none());
    Envelope begun = Envelope.of(Gateway.ALICE, List.of());
    assertEquals(begun.from(ReversePath.none()), set.senderGiven(gateway.session, begun).value());
  }

  @Test
  void parametersOfMail_areRewritten() {
    Envelopes.sender = event -> event.rewrite(event.parameters().with("ENVID", "QQ314159"));
    Envelope begun = Envelope.of(Gateway.ALICE, List.of());
    MailParameters after = set.senderGiven(gateway.session, begun).value().parameters();
    assertEquals(Optional.of("QQ314159"), after.envelopeId());
  }

  @Test
  void recipient_isRewrittenAndOthersAreTakenBeside() {
    Mailbox dave = Mailbox.parse("dave@example.com");
    Envelopes.recipient =
        event -> {
          event.add(dave);
          event.add(dave);
          event.rewrite(Gateway.CAROL);
        };
    Recipient bob = Recipient.of(Gateway.BOB).with("NOTIFY", "FAILURE");
    Answer<List<Recipient>> answer =
        set.recipientGiven(gateway.session, Envelope.of(Gateway.ALICE, List.of()), bob);
    assertEquals(List.of(bob.at(Gateway.CAROL), Recipient.of(dave)), answer.value());
  }

  @Test
  void envelope_isChangedAtTheLastLook() {
    Envelopes.complete =
        event -> {
          assertTrue(event.envelope().removeRecipient(Gateway.BOB));
          assertFalse(event.envelope().removeRecipient(Gateway.BOB));
          event.envelope().addRecipient(Gateway.CAROL);
          event.envelope().addRecipient(Gateway.CAROL);
        };
    assertEquals(
        List.of(Gateway.CAROL),
        set.recipientsComplete(gateway.session, Gateway.ENVELOPE).value().mailboxes());
  }

  @Test
  void strictestVerdict_winsAndNamesItsExtension() {
    Scripted.first = event -> event.answer(Verdict.quarantine("odd"));
    Scripted.second = event -> event.answer(Verdict.discard("spam"));
    Answer<MailObject> answer = received();
    assertEquals(new Ruling.Quarantine("odd"), answer.ruling());
    assertEquals("scripted", answer.decidedBy().orElseThrow());
  }

  @Test
  void acceptance_endsTheStage() {
    AtomicBoolean asked = new AtomicBoolean();
    Scripted.first = event -> event.answer(Verdict.accept());
    Scripted.second = event -> asked.set(true);
    assertEquals(new Ruling.Pass(true), received().ruling());
    assertFalse(asked.get());
  }

  @Test
  void longestDelay_goesBesideTheVerdict() {
    Scripted.first =
        event -> {
          event.answer(Verdict.delay(Duration.ofSeconds(2)));
          event.answer(Verdict.delay(Duration.ofSeconds(1)));
        };
    Scripted.second = event -> event.answer(Verdict.reject("no"));
    Answer<MailObject> answer = received();
    assertEquals(Duration.ofSeconds(2), answer.delay());
    assertEquals("reject", answer.ruling().word());
  }

  @Test
  void disconnect_isTheStrictest() {
    Reply bye = Reply.of(421, "4.7.0", "bye");
    Scripted.first = event -> event.answer(Verdict.disconnect(bye));
    Scripted.second = event -> event.answer(Verdict.reject("no"));
    assertEquals(new Ruling.Refuse(bye, true), received().ruling());
  }

  @Test
  void notes_areRememberedFromCalloutToCallout() {
    Scripted.first = event -> event.session().notes().put("scripted.score", 5);
    AtomicBoolean seen = new AtomicBoolean();
    Scripted.second =
        event -> seen.set(Integer.valueOf(5).equals(event.session().notes().get("scripted.score")));
    received();
    assertTrue(seen.get());
    assertEquals(Map.of("scripted.score", 5), gateway.session.notes());
  }

  @Test
  void changedContent_isHandedOverAndTheFormerClosed() throws Exception {
    Scripted.first = event -> event.message().header().addFirst("X-A", "1");
    MailObject before = gateway.mail();
    Answer<MailObject> answer = set.messageReceived(gateway.session, before);
    assertNotSame(before.content(), answer.value().content());
    assertEquals("X-A: 1\r\n" + Gateway.MAIL, HeapContents.text(answer.value().content()));
    assertEquals(1, gateway.contents.openNow());
  }

  @Test
  void changesToARefusedMessage_areNotWritten() {
    Scripted.first =
        event -> {
          event.message().header().add("X-A", "1");
          event.answer(Verdict.reject("no"));
        };
    MailObject before = gateway.mail();
    assertSame(before.content(), set.messageReceived(gateway.session, before).value().content());
    assertEquals(1, gateway.contents.openNow());
  }

  @Test
  void bodyThatCannotBeWritten_defersAndLeavesTheMessageAsItWas() throws Exception {
    Scripted.beforeSpool =
        event -> event.message().replaceBody("new\r\n".getBytes(StandardCharsets.US_ASCII));
    gateway.contents.failWrites(new IOException("No space left on device"));
    Answer<MailObject> answer = set.messageBeforeSpool(gateway.session, gateway.mail());
    assertEquals("defer", answer.ruling().word());
    assertEquals(Gateway.MAIL, HeapContents.text(answer.value().content()));
    assertEquals(1, gateway.contents.openNow());
  }

  @Test
  void manipulation_changesTheBodyOnTheManagedWorkers() throws Exception {
    Thread[] worker = new Thread[1];
    Scripted.beforeSpool =
        event -> {
          worker[0] = Thread.currentThread();
          event.message().replaceBody("new\r\n".getBytes(StandardCharsets.US_ASCII));
        };
    Answer<MailObject> answer = set.messageBeforeSpool(gateway.session, gateway.mail());
    assertEquals(Gateway.MAIL.replace("Body", "new"), HeapContents.text(answer.value().content()));
    assertTrue(worker[0].getName().startsWith("pool-"), worker[0].getName());
    assertEquals(1, gateway.contents.openNow());
  }

  @Test
  void fieldValueThatWouldInjectAnother_raisesInTheCalloutAndChangesNothing() throws Exception {
    Scripted.first =
        event ->
            assertThrows(
                IllegalArgumentException.class,
                () -> event.message().header().add("X", "a\r\nBcc: x@example.com"));
    Answer<MailObject> answer = received();
    assertSame(Ruling.PASS, answer.ruling());
    assertEquals(Gateway.MAIL, HeapContents.text(answer.value().content()));
  }

  @Test
  void closedSet_refusesToWork() {
    CalloutSet closed = gateway.open();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.clientConnected(gateway.session, "b"));
  }
}
