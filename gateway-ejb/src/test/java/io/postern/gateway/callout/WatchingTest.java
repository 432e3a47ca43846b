package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.UnparsableMessage;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An extension that only watches is asked like any other, and nothing comes of it. */
@Timeout(60)
class WatchingTest {

  /** Stands behind the one that watches, and decides. */
  @ApplicationScoped
  static class Deciding {
    static volatile Consumer<MessageReceived> received = event -> {};
    static volatile Consumer<MessageBeforeSpool> beforeSpool = event -> {};

    void received(@Observes MessageReceived event) {
      received.accept(event);
    }

    void beforeSpool(@Observes MessageBeforeSpool event) {
      beforeSpool.accept(event);
    }
  }

  private final Gateway gateway = new Gateway();
  private final Deployment watcher = Deployment.of("scripted", Scripted.class);
  private final Deployment decider = Deployment.of("zdeciding", Deciding.class);
  private final Map<String, Object> ofWatchers = new HashMap<>();

  @BeforeEach
  void begin() {
    Scripted.reset();
    Deciding.received = event -> {};
    Deciding.beforeSpool = event -> {};
    watching(FailurePolicy.REJECT, Duration.ofSeconds(5));
  }

  @AfterEach
  void end() {
    watcher.close();
    decider.close();
    gateway.close();
  }

  private void watching(FailurePolicy policy, Duration time) {
    OnUnparsable reject = new OnUnparsable(UnparsablePolicy.REJECT, Map.of());
    gateway.terms.put(
        "scripted", new ExtensionPolicy(1, policy, reject, Standing.WATCHES, time, time));
    gateway.registry.refresh();
  }

  private Answer<MailObject> received(MailObject mail) {
    try (CalloutSet set = gateway.registry.open("S1", 1, ofWatchers)) {
      return set.messageReceived(gateway.session, mail);
    }
  }

  private void assertPasses(Answer<MailObject> answer, MailObject mail) {
    assertSame(Ruling.PASS, answer.ruling());
    assertEquals(Optional.empty(), answer.decidedBy());
    assertEquals(Duration.ZERO, answer.delay());
    assertSame(mail, answer.value());
  }

  private static CalloutRecord ofScripted(Answer<?> answer) {
    return answer.records().stream()
        .filter(each -> each.extension().equals("scripted"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void verdictAndDelay_areRecordedAndNotApplied() {
    Scripted.first =
        event -> {
          event.answer(Verdict.reject("no"));
          event.answer(Verdict.delay(Duration.ofMinutes(5)));
        };
    MailObject mail = gateway.mail();
    Answer<MailObject> answer = received(mail);
    assertPasses(answer, mail);
    CalloutRecord record = ofScripted(answer);
    assertEquals(Standing.WATCHES, record.standing());
    assertEquals("reject", record.ruling().word());
    assertEquals(Duration.ofMinutes(5), record.delay());

    CalloutHistory history = new CalloutHistory();
    history.add(answer);
    Map<String, String> facts = new HashMap<>();
    history.putInto(facts);
    assertTrue(
        String.valueOf(facts.get("callout-01"))
            .startsWith("MessageReceived scripted verdict=reject applied=no delay-ms=300000"),
        facts.toString());
  }

  @Test
  void changes_areRecordedAndDropped() throws Exception {
    Scripted.first =
        event -> {
          event.message().header().add("X-A", "1");
          event.message().replaceBody("new\r\n".getBytes(StandardCharsets.US_ASCII));
          event.envelope().addRecipient(Gateway.CAROL);
        };
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Deciding.received =
        event -> {
          seen.add(event.envelope().recipients().toString());
          seen.add(event.message().header().first("X-A").isPresent() ? "changed" : "as it was");
        };
    MailObject mail = gateway.mail();
    Answer<MailObject> answer = received(mail);
    assertPasses(answer, mail);
    assertEquals(Gateway.MAIL, HeapContents.text(answer.value().content()));
    assertEquals(
        Set.of(Change.HEADER, Change.BODY, Change.RECIPIENTS), ofScripted(answer).changed());
    assertEquals(List.of(Gateway.ENVELOPE.recipients().toString(), "as it was"), seen);
    assertEquals(1, gateway.contents.openNow());
  }

  @Test
  void acceptance_endsNoStage() {
    Scripted.first = event -> event.answer(Verdict.accept());
    Deciding.received = event -> event.answer(Verdict.discard("spam"));
    Answer<MailObject> answer = received(gateway.mail());
    assertEquals(new Ruling.Discard("spam"), answer.ruling());
    assertEquals(Optional.of("zdeciding"), answer.decidedBy());
  }

  @Test
  void exception_isRecordedAndNothingMore() {
    Scripted.first =
        event -> {
          throw new IllegalStateException("broken");
        };
    MailObject mail = gateway.mail();
    Answer<MailObject> answer = received(mail);
    assertPasses(answer, mail);
    assertEquals(Optional.of(CalloutRecord.Failure.EXCEPTION), ofScripted(answer).error());
    assertEquals("skip", gateway.failures.getFirst().policy());
  }

  @Test
  void missedDeadline_isRecordedAndNothingMore() {
    watching(FailurePolicy.REJECT, Duration.ofMillis(20));
    Scripted.first =
        event -> {
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    MailObject mail = gateway.mail();
    Answer<MailObject> answer = received(mail);
    assertPasses(answer, mail);
    assertEquals(Optional.of(CalloutRecord.Failure.DEADLINE), ofScripted(answer).error());
  }

  @Test
  void unparsableContent_isRecordedAndNothingMore() {
    Scripted.first =
        event -> {
          throw new UnparsableMessage("too deep");
        };
    MailObject mail = gateway.mail();
    assertPasses(received(mail), mail);
  }

  @Test
  void openBreaker_refusesNoMail() {
    Scripted.first =
        event -> {
          throw new IllegalStateException("broken");
        };
    for (int i = 0; i < 15; i++) {
      received(gateway.mailNumber(i));
    }
    MailObject mail = gateway.mailNumber(99);
    Answer<MailObject> answer = received(mail);
    assertPasses(answer, mail);
    assertEquals(Optional.of(CalloutRecord.Failure.BREAKER), ofScripted(answer).error());
  }

  @Test
  void notesOfTheSession_areSeenByThoseThatWatchOnly() {
    Map<String, Object> notes = gateway.session.notes();
    notes.put("score", 1);
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Scripted.first =
        event -> {
          event.session().notes().put("score", 2);
          event.session().notes().put("mine", "x");
        };
    Deciding.received = event -> seen.add(Map.copyOf(event.session().notes()));
    Scripted.beforeSpool = event -> seen.add(Map.copyOf(event.session().notes()));
    try (CalloutSet set = gateway.registry.open("S1", 1, ofWatchers)) {
      MailObject mail = set.messageReceived(gateway.session, gateway.mail()).value();
      set.messageBeforeSpool(gateway.session, mail);
    }
    assertEquals(List.of(Map.of("score", 1), Map.of("score", 2, "mine", "x")), seen);
    assertEquals(Map.of("score", 1), notes);
  }

  @Test
  void whatADeciderLeavesInTheSession_isSeenByThoseThatWatch() {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Scripted.first = event -> event.session().notes().put("mine", "x");
    Deciding.received = event -> event.session().notes().put("score", 3);
    Scripted.beforeSpool = event -> seen.add(Map.copyOf(event.session().notes()));
    try (CalloutSet set = gateway.registry.open("S1", 1, ofWatchers)) {
      MailObject mail = set.messageReceived(gateway.session, gateway.mail()).value();
      set.messageBeforeSpool(gateway.session, mail);
    }
    assertEquals(List.of(Map.of("score", 3, "mine", "x")), seen);
  }

  @Test
  void inASetOfWatchers_nobodyDecides() throws Exception {
    Deciding.received =
        event -> {
          event.message().header().add("X-A", "1");
          event.answer(Verdict.discard("spam"));
        };
    MailObject mail = gateway.mail();
    try (CalloutSet set = gateway.registry.openWatching(1, ofWatchers)) {
      Answer<MailObject> answer = set.messageReceived(gateway.session, mail);
      assertPasses(answer, mail);
      assertEquals(
          List.of(Standing.WATCHES, Standing.WATCHES),
          answer.records().stream().map(CalloutRecord::standing).toList());
    }
    assertEquals("discard", received(mail).ruling().word());
  }

  @Test
  void inASetOfWatchers_aMissingExtensionRefusesNothing() {
    gateway.registry.missing(Map.of("policy", Set.of(MessageReceived.class.getName())));
    MailObject mail = gateway.mail();
    try (CalloutSet set = gateway.registry.openWatching(1, ofWatchers)) {
      assertPasses(set.messageReceived(gateway.session, mail), mail);
    }
  }

  @Test
  void setOfWatchers_isWaitedForBeforeARevisionIsDrained() {
    CalloutSet set = gateway.registry.openWatching(1, ofWatchers);
    gateway.registry.exclude("scripted");
    assertEquals(false, gateway.registry.drained("scripted").isDone());
    set.close();
    assertEquals(true, gateway.registry.drained("scripted").isDone());
  }
}
