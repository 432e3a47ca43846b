package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.mail.Envelope;
import io.postern.mail.MessageNotes;
import io.postern.mail.Recipient;
import io.postern.validation.MessageEvent;
import io.postern.validation.RecipientGiven;
import io.postern.validation.SenderGiven;
import io.postern.validation.TransactionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What extensions keep with a transaction and with its message. */
@Timeout(60)
class NotesTest {

  /** An extension at MAIL and RCPT, and at whatever has a message. */
  @ApplicationScoped
  static class Noting {
    static volatile Consumer<TransactionEvent> sender = event -> {};
    static volatile Consumer<TransactionEvent> recipient = event -> {};
    static volatile Consumer<MessageEvent> message = event -> {};

    void sender(@Observes SenderGiven event) {
      sender.accept(event);
    }

    void recipient(@Observes RecipientGiven event) {
      recipient.accept(event);
    }

    void message(@Observes MessageEvent event) {
      message.accept(event);
    }
  }

  private static final Envelope BEGUN = Envelope.of(Gateway.ALICE, List.of());

  private final Gateway gateway = new Gateway();
  private final Deployment deployed = Deployment.of("scripted", Scripted.class);
  private final Deployment noting = Deployment.of("noting", Noting.class);
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Object> ofWatchers = new HashMap<>();

  @BeforeEach
  void forget() {
    Scripted.reset();
    Noting.sender = event -> {};
    Noting.recipient = event -> {};
    Noting.message = event -> {};
  }

  @AfterEach
  void end() {
    noting.close();
    deployed.close();
    gateway.close();
  }

  private CalloutSet open(int transaction) {
    return gateway.registry.open("S1", transaction, ofWatchers);
  }

  private void allStages(CalloutSet set) {
    set.senderGiven(gateway.session, BEGUN);
    set.recipientGiven(gateway.session, BEGUN, Recipient.of(Gateway.BOB));
    MailObject mail = set.messageReceived(gateway.session, gateway.mail()).value();
    set.messageBeforeSpool(gateway.session, mail);
  }

  @Test
  void notesOfATransaction_areSeenAtItsLaterStages_andEndWithIt() {
    Noting.sender = event -> event.transaction().notes().put("noting.at", "MAIL");
    Noting.recipient = event -> event.transaction().notes().merge("noting.at", "RCPT", this::both);
    Noting.message = event -> seen.add(Map.copyOf(event.transaction().notes()));
    try (CalloutSet set = open(1)) {
      allStages(set);
    }
    Noting.sender = event -> {};
    Noting.recipient = event -> seen.add(Map.copyOf(event.transaction().notes()));
    Noting.message = event -> {};
    try (CalloutSet set = open(2)) {
      allStages(set);
    }
    Map<String, Object> both = Map.of("noting.at", "MAIL RCPT");
    assertEquals(List.of(both, both, Map.of()), seen);
    assertEquals(Map.of(), gateway.session.notes());
  }

  private Object both(Object one, Object other) {
    return one + " " + other;
  }

  @Test
  void notes_areSharedByAllExtensions() {
    Noting.sender = event -> event.transaction().notes().put("noting.score", 7);
    Scripted.first = event -> seen.add(event.transaction().notes().get("noting.score"));
    try (CalloutSet set = open(1)) {
      allStages(set);
    }
    assertEquals(List.of(7), seen);
  }

  @Test
  void transaction_hasItsNumber() {
    Noting.sender = event -> seen.add(event.transaction().number());
    try (CalloutSet set = open(4)) {
      set.senderGiven(gateway.session, BEGUN);
    }
    assertEquals(List.of(4), seen);
  }

  @Test
  void notesOfTheMessage_areThereWhenAllWereAsked() {
    Noting.sender = event -> event.transaction().messageNotes().put("noting.sender", "known");
    Noting.message =
        event -> {
          MessageNotes notes = event.transaction().messageNotes();
          notes.put("noting.sender", notes.get("noting.sender").orElse("") + "!");
          notes.put("noting.empty", "");
          assertTrue(notes.remove("noting.empty"));
          assertEquals(Optional.empty(), notes.get("noting.empty"));
        };
    try (CalloutSet set = open(1)) {
      assertEquals(Map.of(), set.messageNotes());
      allStages(set);
      assertEquals(Map.of("noting.sender", "known!!"), set.messageNotes());
    }
  }

  @Test
  void whatAFailingCalloutNoted_isForgotten() {
    Noting.sender = event -> event.transaction().messageNotes().put("noting.kept", "1");
    Noting.recipient =
        event -> {
          event.transaction().notes().put("noting.lost", 1);
          event.transaction().messageNotes().put("noting.lost", "1");
          event.transaction().messageNotes().remove("noting.kept");
          throw new IllegalStateException("broken");
        };
    Noting.message = event -> seen.add(Map.copyOf(event.transaction().notes()));
    try (CalloutSet set = open(1)) {
      allStages(set);
      assertEquals(Map.of("noting.kept", "1"), set.messageNotes());
    }
    assertEquals(List.of(Map.of(), Map.of()), seen);
  }

  @Test
  void oversizedNotes_raiseInTheExtensionThatWrites_andChangeNothing() {
    String half = "x".repeat(MessageNotes.MOST_OCTETS / 2);
    Noting.message =
        event -> {
          MessageNotes notes = event.transaction().messageNotes();
          notes.put("a", half);
          IllegalArgumentException thrown =
              assertThrows(IllegalArgumentException.class, () -> notes.put("b", half));
          seen.add(String.valueOf(thrown.getMessage()));
          notes.put("b", half.substring(2));
          notes.put("a", "");
          notes.put("c", half.substring(1));
        };
    try (CalloutSet set = open(1)) {
      set.messageReceived(gateway.session, gateway.mail());
      assertEquals(
          List.of(
              "with the note 'b' the notes of the message have 65538 octets, at most 65536 are"
                  + " kept"),
          seen);
      assertEquals(List.of("a", "b", "c"), set.messageNotes().keySet().stream().sorted().toList());
    }
  }

  @Test
  void uncaughtOversizedNote_isAFailureOfItsExtension_andTheMessageGoesOnByItsPolicy() {
    gateway.terms.put("noting", Gateway.terms(1, FailurePolicy.SKIP, Duration.ofSeconds(5)));
    gateway.registry.refresh();
    Noting.message =
        event ->
            event
                .transaction()
                .messageNotes()
                .put("noting.all", "\u00e9".repeat(MessageNotes.MOST_OCTETS / 2));
    MailObject mail = gateway.mail();
    try (CalloutSet set = open(1)) {
      Answer<MailObject> answer = set.messageReceived(gateway.session, mail);
      assertEquals(mail, answer.value());
      assertEquals("pass", answer.ruling().word());
      assertEquals(Map.of(), set.messageNotes());
    }
    assertTrue(
        gateway.failures.getFirst().toString().contains("at most 65536"),
        gateway.failures.toString());
  }

  /** Half a pair has no UTF-8, so a restart would give another text back. */
  @Test
  void halfOfASurrogatePair_isRefused_andAWholeOneIsKept() {
    Noting.message =
        event -> {
          MessageNotes notes = event.transaction().messageNotes();
          assertThrows(IllegalArgumentException.class, () -> notes.put("a", "x\ud83d"));
          assertThrows(IllegalArgumentException.class, () -> notes.put("a", "\ude00"));
          notes.put("b", "\ud83d\ude00");
          seen.add(notes.all().toString());
        };
    try (CalloutSet set = open(1)) {
      set.messageReceived(gateway.session, gateway.mail());
    }
    assertEquals(List.of("{b=\ud83d\ude00}"), seen);
  }

  @Test
  void keyOfANote_isShortPrintableUsAsciiWithoutSpace() {
    Noting.message =
        event -> {
          MessageNotes notes = event.transaction().messageNotes();
          for (String key : List.of("", "a b", "\u00e9", "a\r\nb", "k".repeat(101))) {
            assertThrows(IllegalArgumentException.class, () -> notes.put(key, "v"));
          }
          notes.put("k".repeat(100), "v");
          seen.add(notes.all().size());
        };
    try (CalloutSet set = open(1)) {
      set.messageReceived(gateway.session, gateway.mail());
    }
    assertEquals(List.of(1), seen);
  }

  @Test
  void afterTheCallout_notesCanNotBeUsed() {
    MessageNotes[] kept = new MessageNotes[1];
    Noting.message = event -> kept[0] = event.transaction().messageNotes();
    try (CalloutSet set = open(1)) {
      set.messageReceived(gateway.session, gateway.mail());
      assertThrows(IllegalStateException.class, () -> kept[0].put("noting.late", "1"));
      assertEquals(Map.of(), set.messageNotes());
    }
  }

  @Test
  void notesOfAnExtensionThatOnlyWatches_areSeenByWatchersAlone_andNotKept() {
    Duration time = Duration.ofSeconds(5);
    gateway.terms.put(
        "noting",
        new ExtensionPolicy(
            1, FailurePolicy.DEFER, OnUnparsable.PASS, Standing.WATCHES, time, time));
    gateway.registry.refresh();
    Noting.sender =
        event -> {
          event.transaction().notes().put("noting.a", 1);
          event.transaction().messageNotes().put("noting.a", "1");
        };
    Scripted.first =
        event -> {
          seen.add(Map.copyOf(event.transaction().notes()));
          seen.add(event.transaction().messageNotes().all());
          event.transaction().messageNotes().put("scripted.b", "2");
        };
    Scripted.beforeSpool =
        event -> {
          seen.add(Map.copyOf(event.transaction().notes()));
          seen.add(event.transaction().messageNotes().all());
        };
    Noting.message =
        event -> {
          if (event.transaction().messageNotes().get("scripted.b").isPresent()) {
            seen.add(Map.copyOf(event.transaction().notes()));
            seen.add(event.transaction().messageNotes().all());
          }
        };
    try (CalloutSet set = open(1)) {
      allStages(set);
      assertEquals(Map.of("scripted.b", "2"), set.messageNotes());
    }
    assertTrue(seen.contains(Map.of("noting.a", "1", "scripted.b", "2")), seen.toString());
    assertTrue(seen.contains(Map.of("noting.a", 1)), seen.toString());
    assertEquals(List.of(Map.of(), Map.of()), seen.subList(0, 2));
  }
}
