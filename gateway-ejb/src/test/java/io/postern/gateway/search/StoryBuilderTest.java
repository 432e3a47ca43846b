package io.postern.gateway.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.search.MessageStory.StoryAttempt;
import io.postern.gateway.search.MessageStory.StoryRecipient;
import io.postern.gateway.search.MessageStory.StoryReport;
import io.postern.gateway.search.MessageStory.StoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StoryBuilderTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String BOB = "bob@example.com";
  private static final String EVE = "eve@example.net";

  private final List<JournalLine> lines = new ArrayList<>();
  private final List<JournalLine> ofSession = new ArrayList<>();

  private static JournalLine line(
      long number, String event, List<String> recipients, String... facts) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      all.put(facts[i], facts[i + 1]);
    }
    return new JournalLine(
        "{}",
        number,
        OptionalLong.empty(),
        NOON.plusSeconds(number),
        event,
        Optional.of("1"),
        recipients,
        all);
  }

  private void add(String event, String... facts) {
    lines.add(line(lines.size(), event, List.of(), facts));
  }

  private void accepted() {
    lines.add(
        line(
            0,
            "Accepted",
            List.of(BOB, EVE),
            "reverse-path",
            "ann@example.org",
            "size",
            "17",
            "session",
            "S1",
            "subject",
            "=?utf-8?Q?x?=",
            "subject-decoded",
            "x",
            "callout-01",
            "MessageReceived spam--r2 verdict=pass changed=header,body ms=0.731"));
  }

  private MessageStory story() {
    return new StoryBuilder(
            "1", lines, ofSession, id -> Optional.of(line(9, "Delivered", List.of())))
        .story();
  }

  @Test
  void attemptsHaveBeginningResultAndReply_alsoWhereOnlyTheResultIsRecorded() {
    accepted();
    lines.add(
        line(
            1,
            "AttemptBegun",
            List.of(BOB, EVE),
            "next-hop",
            "mx:25",
            "remote",
            "h:25",
            "attempt",
            "1"));
    add(
        "Deferred",
        "recipient",
        BOB,
        "attempt",
        "1",
        "reply",
        "451 later",
        "next-attempt",
        "2026-11-24T12:30:00Z",
        "duration-ms",
        "12");
    add("Deferred", "recipient", EVE, "attempt", "1", "reason", "no connection");
    add("Delivered", "recipient", EVE, "attempt", "2", "reply", "250 ok", "next-hop", "mx2:25");
    List<StoryRecipient> recipients = story().recipients();
    StoryRecipient bob = recipients.getFirst();
    assertEquals(StoryState.DEFERRED, bob.state());
    assertEquals(Optional.of(Instant.parse("2026-11-24T12:30:00Z")), bob.nextAttempt());
    assertEquals(
        List.of(
            new StoryAttempt(
                1,
                Optional.of(NOON.plusSeconds(1)),
                Optional.of(NOON.plusSeconds(2)),
                Optional.of("mx:25"),
                Optional.of("h:25"),
                Optional.of("Deferred"),
                Optional.empty(),
                Optional.of("451 later"),
                OptionalLong.of(12))),
        bob.attempts());
    StoryRecipient eve = recipients.getLast();
    assertEquals(StoryState.DELIVERED, eve.state());
    assertEquals(2, eve.attempts().size());
    assertEquals(Optional.empty(), eve.attempts().getLast().begunAt());
    assertEquals(Optional.empty(), eve.next());
    assertFalse(story().finished());
  }

  @Test
  void acceptanceSessionAndExtensionsAreThere() {
    accepted();
    ofSession.add(line(0, "SessionOpened", List.of()));
    ofSession.add(line(5, "SessionEnded", List.of(), "ended", "quit"));
    MessageStory story = story();
    assertEquals(Optional.of("quit"), story.session().orElseThrow().ended());
    assertEquals(Optional.of(NOON), story.session().orElseThrow().openedAt());
    assertEquals(Optional.of("x"), story.envelope().orElseThrow().subject());
    assertEquals("spam", story.extensions().getFirst().step().extension());
    assertEquals(List.of("header", "body"), story.extensions().getFirst().step().changed());
    assertEquals(
        Optional.of("It waits for its first attempt."), story.recipients().getFirst().next());
  }

  @Test
  void aFailureNamesItsReport_andWhereItWentTo() {
    accepted();
    add("Failed", "recipient", BOB, "attempt", "1", "reply", "550 no", "report", "R1");
    add("Discarded", "recipient", EVE, "actor", "ann", "reason", "spam");
    add("AdministratorActed", "action", "mail deleted", "actor", "ann");
    MessageStory story = story();
    assertEquals(
        List.of(
            new StoryReport(
                "R1", List.of(BOB), Optional.of("ann@example.org"), Optional.of("Delivered"))),
        story.reports());
    assertEquals(
        Optional.of("Report R1 was sent to ann@example.org."),
        story.recipients().getFirst().next());
    assertEquals(Optional.of("ann"), story.recipients().getLast().by());
    assertEquals("mail deleted", story.acts().getFirst().action());
    assertTrue(story.finished());
    assertEquals(Optional.of(NOON.plusSeconds(2)), story.finishedAt());
    assertEquals(OptionalLong.of(2_000), story.spoolMillis());
  }

  @Test
  void keptMailSaysWhatCanBeDone_andReleasesWhoLetItGo() {
    accepted();
    add("Held", "recipient", BOB, "reason", "its route holds mail");
    add("Quarantined", "recipient", EVE, "decided-by", "spam", "reason", "virus");
    assertTrue(story().recipients().getFirst().next().orElseThrow().contains("under Queue"));
    assertTrue(story().recipients().getLast().next().orElseThrow().contains("of spam"));
    add("Released", "recipient", EVE, "actor", "ann");
    StoryRecipient eve = story().recipients().getLast();
    assertEquals(StoryState.RELEASED, eve.state());
    assertEquals(Optional.of("ann"), eve.by());
  }

  @Test
  void aRefusedMessageHasItsReply_andALostOneEndsForAll() {
    add("Rejected", "reply", "550 5.7.1 no", "session", "S1");
    assertEquals(Optional.of("550 5.7.1 no"), story().refusal());
    lines.clear();
    accepted();
    add("Delivered", "recipient", BOB, "attempt", "1");
    add("Lost", "reason", "gone");
    assertEquals(
        List.of(StoryState.DELIVERED, StoryState.LOST),
        story().recipients().stream().map(StoryRecipient::state).toList());
  }
}
