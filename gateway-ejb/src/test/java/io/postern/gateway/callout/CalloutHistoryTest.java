package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.CalloutStep;
import io.postern.gateway.audit.JournalLine;
import io.postern.mail.Reply;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the journal says of the extensions that were asked. */
class CalloutHistoryTest {

  private final CalloutHistory history = new CalloutHistory();

  private static CalloutRecord record(String revision, String stage, Ruling ruling, long nanos) {
    return new CalloutRecord(
        "x",
        revision,
        stage,
        Standing.DECIDES,
        ruling,
        Duration.ZERO,
        nanos,
        Set.of(),
        Optional.empty(),
        1);
  }

  private void add(CalloutRecord... records) {
    history.add(answer(LogEntries.NONE, records));
  }

  private static Answer<String> answer(LogEntries logged, CalloutRecord... records) {
    return new Answer<>(Ruling.PASS, Optional.empty(), Duration.ZERO, "", List.of(records), logged);
  }

  private static LogEntries logged(String... texts) {
    return new LogEntries(
        Stream.of(texts)
            .map(text -> new LogEntry("SenderGiven", "a--r1", Level.INFO, text))
            .toList(),
        0);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    history.putInto(facts);
    return facts;
  }

  @Test
  void quickCalloutThatDidNothing_isNotRecorded() {
    add(record("a", "SenderGiven", Ruling.PASS, CalloutRecord.LONG));
    assertEquals(Map.of(), facts());
  }

  @Test
  void slowCallout_isRecordedWithItsTime() {
    add(record("a--r2", "SenderGiven", Ruling.PASS, 1_060_700));
    assertEquals(Map.of("callout-01", "SenderGiven a--r2 verdict=pass ms=1.060"), facts());
  }

  @Test
  void verdictChangesDelayAndError_areNamed() {
    add(
        new CalloutRecord(
            "x",
            "a",
            "MessageReceived",
            Standing.DECIDES,
            new Ruling.Refuse(Reply.of(550, "5.7.1", "spam"), false),
            Duration.ofSeconds(2),
            5_000_000,
            java.util.EnumSet.of(Change.BODY, Change.REVERSE_PATH),
            Optional.of(CalloutRecord.Failure.DEADLINE),
            1));
    assertEquals(
        Map.of(
            "callout-01",
            "MessageReceived a verdict=reject changed=reverse-path,body delay-ms=2000"
                + " error=deadline ms=5.000 text=550 5.7.1 spam"),
        facts());
  }

  @Test
  void extensionAskedForEachRecipient_isOneFact() {
    add(record("a", "RecipientGiven", new Ruling.Discard("trap"), 10_000));
    add(record("b", "RecipientGiven", new Ruling.Pass(true), 10_000));
    add(record("a", "RecipientGiven", new Ruling.Pass(true), 20_000));
    assertEquals(
        Map.of(
            "callout-01", "RecipientGiven a verdict=discard calls=2 ms=0.030 text=trap",
            "callout-02", "RecipientGiven b verdict=accept ms=0.010"),
        facts());
  }

  @Test
  void factsOfTheSession_comeBeforeThoseOfTheTransaction() {
    CalloutHistory ofSession = new CalloutHistory();
    ofSession.add(
        answer(LogEntries.NONE, record("a", "ClientConnected", new Ruling.Pass(true), 0)));
    add(record("a", "SenderGiven", new Ruling.Pass(true), 0));
    Map<String, String> facts = new HashMap<>();
    ofSession.putInto(facts);
    history.putInto(facts);
    assertEquals("ClientConnected a verdict=accept ms=0.000", facts.get("callout-01"));
    assertEquals("SenderGiven a verdict=accept ms=0.000", facts.get("callout-02"));
  }

  @Test
  void theirNumberAndTheirTexts_areBounded() {
    List<CalloutRecord> many = new ArrayList<>();
    for (int i = 0; i < CalloutHistory.MOST + 3; i++) {
      many.add(record("a" + i, "SenderGiven", new Ruling.Discard("x".repeat(1000)), 0));
    }
    add(many.toArray(CalloutRecord[]::new));
    Map<String, String> facts = facts();
    assertEquals(CalloutHistory.MOST + 1, facts.size());
    assertEquals("3", facts.get(CalloutHistory.OMITTED));
    assertTrue(facts.values().stream().allMatch(value -> value.length() < 300));
  }

  @Test
  void whatWasLogged_isAFactForEachLine() {
    CalloutHistory ofSession = new CalloutHistory();
    ofSession.add(answer(logged("greeting")));
    history.add(answer(logged("one", "two")));
    history.add(answer(logged("three")));
    Map<String, String> facts = new HashMap<>();
    ofSession.putInto(facts);
    history.putInto(facts);
    assertEquals(
        Map.of(
            "callout-log-01", "SenderGiven a--r1 level=info text=greeting",
            "callout-log-02", "SenderGiven a--r1 level=info text=one",
            "callout-log-03", "SenderGiven a--r1 level=info text=two",
            "callout-log-04", "SenderGiven a--r1 level=info text=three"),
        facts);
  }

  @Test
  void linesBeyondTheBound_areCounted() {
    CalloutHistory ofSession = new CalloutHistory();
    for (int i = 0; i < LogEntries.MOST + 2; i++) {
      ofSession.add(answer(logged("s" + i)));
      history.add(answer(new LogEntries(logged("t" + i).kept(), 1)));
    }
    Map<String, String> facts = new HashMap<>();
    ofSession.putInto(facts);
    history.putInto(facts);
    assertEquals(2 * LogEntries.MOST + 1, facts.size());
    assertEquals(
        Integer.toString(2 + 2 + LogEntries.MOST + 2), facts.get(CalloutHistory.LOG_OMITTED));
    assertEquals("SenderGiven a--r1 level=info text=t19", facts.get("callout-log-40"));
  }

  /** What is written here is read by the search and by the story of a message. */
  @Test
  void whatIsWritten_isReadAsItWas() {
    add(
        new CalloutRecord(
            "spam",
            "spam--r12",
            "RecipientGiven",
            Standing.WATCHES,
            Ruling.PASS,
            Duration.ofMillis(20),
            4_102_000,
            Set.of(Change.HEADER),
            Optional.of(CalloutRecord.Failure.DEADLINE),
            3));
    JournalLine line =
        new JournalLine(
            "{}",
            1,
            OptionalLong.empty(),
            Instant.EPOCH,
            "Accepted",
            Optional.empty(),
            List.of(),
            facts());
    assertEquals(
        List.of(
            new CalloutStep(
                "RecipientGiven",
                "spam--r12",
                "spam",
                "pass",
                false,
                List.of("header"),
                Optional.of("20"),
                Optional.of("deadline"),
                3,
                Optional.of("4.102"),
                Optional.empty())),
        CalloutStep.of(line));
  }
}
