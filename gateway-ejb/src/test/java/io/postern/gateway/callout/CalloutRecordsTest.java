package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.mail.ReversePath;
import io.postern.validation.MessageReceived;
import io.postern.validation.SenderGiven;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the answer of a stage says of each extension that was asked. */
@Timeout(60)
class CalloutRecordsTest {

  private final Gateway gateway = new Gateway();
  private final Deployment scripted = Deployment.of("scripted--r2", Scripted.class);

  @BeforeEach
  void begin() {
    Scripted.reset();
    gateway.registry.activate(Map.of("scripted", "scripted--r2"));
  }

  @AfterEach
  void end() {
    scripted.close();
    gateway.close();
  }

  private CalloutRecord only() {
    List<CalloutRecord> records = gateway.received(gateway.mail()).records();
    assertEquals(1, records.size(), records.toString());
    return records.getFirst();
  }

  @Test
  void extensionWithTwoCallouts_hasOneRecordOfBoth() {
    Scripted.first = event -> event.answer(Verdict.quarantine("odd"));
    Scripted.second = event -> event.answer(Verdict.discard("spam"));
    CalloutRecord record = only();
    assertEquals("scripted", record.extension());
    assertEquals("scripted--r2", record.revision());
    assertEquals("MessageReceived", record.stage());
    assertEquals(new Ruling.Quarantine("odd"), record.ruling());
    assertEquals(2, record.calls());
    assertTrue(record.nanoseconds() > 0);
    assertTrue(record.isNoteworthy());
  }

  @ApplicationScoped
  static class Neutral {
    void look(@Observes MessageReceived event) {}
  }

  @Test
  void eachExtension_hasARecordOfItsOwn() {
    try (Deployment other = Deployment.of("other", Neutral.class)) {
      Scripted.first = event -> event.answer(Verdict.reject("no"));
      List<CalloutRecord> records = gateway.received(gateway.mail()).records();
      assertEquals(
          List.of("other pass", "scripted reject"),
          records.stream().map(each -> each.extension() + " " + each.ruling().word()).toList());
    }
  }

  @Test
  void whatWasChanged_isNamed() {
    assertEquals(Set.of(), only().changed());
    Scripted.first = event -> event.message().header().add("X-A", "1");
    assertEquals(Set.of(Change.HEADER), only().changed());
    Scripted.second =
        event -> {
          event.envelope().addRecipient(Gateway.CAROL);
          event.message().replaceBody(new byte[0]);
        };
    assertEquals(Set.of(Change.HEADER, Change.BODY, Change.RECIPIENTS), only().changed());
    Scripted.reset();
    Scripted.first = event -> event.envelope().replaceReversePath(ReversePath.none());
    assertEquals(Set.of(Change.REVERSE_PATH), only().changed());
  }

  @Test
  void changeThatIsTakenBack_isNone() {
    Scripted.first =
        event -> {
          event.envelope().addRecipient(Gateway.CAROL);
          event.envelope().removeRecipient(Gateway.CAROL);
        };
    assertEquals(Set.of(), only().changed());
  }

  @Test
  void failure_isRecordedWithWhatItsPolicyDemands() {
    gateway.terms.put("scripted", Gateway.terms(0, FailurePolicy.REJECT, Duration.ofSeconds(5)));
    gateway.registry.refresh();
    Scripted.first =
        event -> {
          event.message().header().add("X-A", "1");
          throw new IllegalStateException("broken");
        };
    CalloutRecord record = only();
    assertEquals(Optional.of(CalloutRecord.Failure.EXCEPTION), record.error());
    assertEquals("reject", record.ruling().word());
    assertEquals(Set.of(), record.changed());
  }

  @Test
  void missedDeadline_isRecorded() {
    gateway.terms.put("scripted", Gateway.terms(0, FailurePolicy.SKIP, Duration.ofMillis(20)));
    gateway.registry.refresh();
    Scripted.second =
        event -> {
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    CalloutRecord record = only();
    assertEquals(Optional.of(CalloutRecord.Failure.DEADLINE), record.error());
    assertEquals(Ruling.PASS, record.ruling());
    assertTrue(record.isNoteworthy());
  }

  @Test
  void missingExtension_isRecordedUnderItsName() {
    gateway.registry.missing(Map.of("policy", Set.of(MessageReceived.class.getName())));
    CalloutRecord record = gateway.received(gateway.mail()).records().getFirst();
    assertEquals("policy", record.extension());
    assertEquals(Optional.of(CalloutRecord.Failure.MISSING), record.error());
    assertEquals(0, record.calls());
  }

  @Test
  void stageWithoutCallouts_hasNone() {
    gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));
    scripted.close();
    assertEquals(List.of(), gateway.received(gateway.mail()).records());
  }

  @Test
  void noteworthy_isWhatDidSomethingOrTookMoreThanAMillisecond() {
    assertFalse(taking(CalloutRecord.LONG).isNoteworthy());
    assertTrue(taking(CalloutRecord.LONG + 1).isNoteworthy());
    assertTrue(
        new CalloutRecord(
                "a",
                "a",
                "b",
                Standing.DECIDES,
                new Ruling.Pass(true),
                Duration.ZERO,
                0,
                Set.of(),
                Optional.empty(),
                1)
            .isNoteworthy());
    assertTrue(
        new CalloutRecord(
                "a",
                "a",
                "b",
                Standing.DECIDES,
                Ruling.PASS,
                Duration.ofMillis(1),
                0,
                Set.of(),
                Optional.empty(),
                1)
            .isNoteworthy());
  }

  private static CalloutRecord taking(long nanoseconds) {
    return new CalloutRecord(
        "a",
        "a",
        "b",
        Standing.DECIDES,
        Ruling.PASS,
        Duration.ZERO,
        nanoseconds,
        Set.of(),
        Optional.empty(),
        1);
  }
}
