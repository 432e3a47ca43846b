package io.postern.gateway.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportsTest {

  private static final String TARGET =
      "exports: {audit: {type: database, url: 'jdbc:h2:mem:unused'%s}}";
  private static final String ALL = TARGET.formatted("");

  @TempDir Path data;
  private final MemoryTarget target = new MemoryTarget();

  private ExportFixture open() {
    return new ExportFixture(data, entry -> target);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void newTarget_isGivenWhatHappensFromThenOn() {
    try (ExportFixture gateway = open()) {
      gateway.record("Damaged", 10);
      gateway.with(ALL);
      gateway.record("Damaged", 2_500);
      gateway.awaitWritten("audit");
      assertEquals(numbers(12, 2_511), target.numbers());
      assertEquals(2_511, target.positions.get("audit"));
    }
  }

  @Test
  void restart_leavesNeitherGapNorDouble() {
    for (int i = 0; i < 5; i++) {
      try (ExportFixture gateway = open().with(ALL)) {
        gateway.record("Damaged", 1_000);
      }
    }
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 5_001), target.numbers());
    }
  }

  @Test
  void positionOfTheTarget_countsBeforeTheOneOfTheGateway() {
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 100);
      gateway.awaitWritten("audit");
    }
    target.events.removeIf(event -> event.sequence() > 40);
    target.positions.put("audit", 40L);
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 101), target.numbers());
    }
  }

  @Test
  void targetThatIsAheadOfTheJournal_getsNothing() {
    target.positions.put("audit", 1_000L);
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 10);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.WAITING);
      assertTrue(
          gateway.progress("audit").live().error().orElseThrow().contains("journal ends at"));
      assertEquals(List.of(), target.numbers());
    }
  }

  @Test
  void targetWithoutPosition_goesOnAtTheOneOfTheGateway() {
    target.keepsPositions = false;
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 100);
      gateway.awaitWritten("audit");
    }
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 1);
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 102), target.numbers());
    }
  }

  @Test
  void refusedEvents_areSetAsideAndTheOthersGoOn() throws Exception {
    target.refused = event -> event.sequence() % 100 == 7;
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 1_000);
      gateway.awaitWritten("audit");
      assertEquals(991, target.numbers().size());
      assertEquals(10, gateway.progress("audit").setAside());
      assertEquals(List.of("export.audit.set-aside"), gateway.standing());
      assertEquals(
          List.of(7L, 107L),
          gateway.exports.setAside("audit", 0, 2).stream().map(e -> e.line().sequence()).toList());
      assertEquals("value too long", gateway.exports.setAside("audit", 0, 1).getFirst().reason());
    }
    try (ExportFixture gateway = open().with(ALL)) {
      assertEquals(10, gateway.progress("audit").setAside(), "they are kept over a restart");
      target.change(() -> target.refused = event -> event.sequence() == 207);
      assertEquals(new RetryResult(1, 1), gateway.exports.retry("audit", Set.of(107L, 207L)));
      assertEquals(new RetryResult(8, 1), gateway.exports.retry("audit", Set.of()));
      gateway.exports.drop("audit", Set.of(207L));
      assertEquals(0, gateway.progress("audit").setAside());
      assertEquals(List.of(), gateway.standing());
      assertEquals(1_000, target.numbers().size());
    }
  }

  @Test
  void whenTheTargetRefusesAll_nothingIsSetAside() {
    target.refused = event -> true;
    target.certain = false;
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 50);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.WAITING);
      assertEquals(0, gateway.progress("audit").setAside());
      target.change(() -> target.refused = event -> event.sequence() == 20);
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      assertEquals(1, gateway.progress("audit").setAside(), "others were taken");
      assertEquals(50, target.numbers().size());
    }
  }

  @Test
  void manyInARow_areHeldBack() {
    target.refused = event -> event.sequence() <= 300;
    try (ExportFixture gateway = open().with(TARGET.formatted(", batch: 50"))) {
      gateway.record("Damaged", 500);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.WAITING);
      assertEquals(100, gateway.progress("audit").setAside());
      target.change(() -> target.refused = event -> false);
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      assertEquals(100, gateway.progress("audit").setAside());
      assertEquals(401, target.numbers().size());
    }
  }

  @Test
  void targetThatIsAway_isWaitedFor() {
    target.away = true;
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 100);
      ExportFixture.await().until(() -> gateway.standing().contains("export.audit.waiting"));
      StreamProgress waiting = gateway.progress("audit").live();
      assertEquals(101, waiting.behind());
      assertTrue(waiting.lagSeconds() > 0, waiting.toString());
      assertEquals("connection refused", waiting.error().orElseThrow());
      target.change(() -> target.away = false);
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 101), target.numbers());
      assertEquals(List.of(), gateway.standing());
    }
  }

  /** After a quiet hour the first event seemed to have waited for that hour. */
  @Test
  void lag_isThatOfTheEventsThatWait_notOfTheLastOneThatIsDone() {
    try (ExportFixture gateway = open().with(ALL)) {
      Instant longAgo = Instant.now().minus(Duration.ofHours(1));
      gateway
          .journal
          .appendSynced(new JournalEvent(EventType.DAMAGED, Optional.empty(), longAgo, Map.of()))
          .join();
      gateway.awaitWritten("audit");
      gateway.exports.pause("audit");
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.PAUSED);
      gateway
          .journal
          .appendSynced(
              new JournalEvent(EventType.DAMAGED, Optional.empty(), Instant.now(), Map.of()))
          .join();
      StreamProgress paused = gateway.progress("audit").live();
      assertEquals(1, paused.behind());
      assertTrue(paused.lagSeconds() < 3_000, paused.toString());
    }
  }

  @Test
  void pausedTarget_staysPausedOverARestart() {
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.exports.pause("audit");
      gateway.record("Damaged", 10);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.PAUSED);
    }
    try (ExportFixture gateway = open().with(ALL)) {
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.PAUSED);
      assertTrue(gateway.progress("audit").pausedSince().isPresent());
      assertEquals(List.of(), target.numbers());
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 11), target.numbers());
    }
  }

  @Test
  void backfill_givesOlderEventsBesideTheLiveOnes() {
    try (ExportFixture gateway = open()) {
      gateway.record("Damaged", 3_000);
      gateway.with(ALL);
      gateway.record("Damaged", 100);
      gateway.exports.backfill("audit", 500, OptionalLong.empty());
      ExportFixture.await()
          .until(
              () ->
                  gateway.progress("audit").backfill().orElseThrow().progress().state()
                      == ExportState.FINISHED);
      gateway.awaitWritten("audit");
      assertEquals(numbers(500, 3_101), target.numbers().stream().sorted().toList());
      assertEquals(
          Set.of("export:audit"), gateway.journal.subscribers("export:"), "nothing is kept for it");
    }
  }

  @Test
  void backfillFromATime_leavesOutWhatTheTargetHas() throws Exception {
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 100);
      gateway.awaitWritten("audit");
      target.change(() -> target.events.removeIf(event -> event.sequence() % 2 == 0));
      gateway.exports.backfill(
          "audit", Instant.parse("2030-11-24T12:00:00.050Z"), OptionalLong.of(101));
      ExportFixture.await()
          .until(
              () ->
                  gateway.progress("audit").backfill().orElseThrow().progress().state()
                      == ExportState.FINISHED);
      List<Long> expected =
          LongStream.rangeClosed(1, 101).filter(n -> n % 2 == 1 || n >= 51).boxed().toList();
      assertEquals(expected, target.numbers().stream().sorted().toList());
    }
  }

  @Test
  void backfillOfLinesThatAreNotThere_isRefused() {
    try (ExportFixture gateway = open().with(ALL)) {
      assertThrows(
          ExportRefused.class, () -> gateway.exports.backfill("audit", 10, OptionalLong.of(20)));
      assertThrows(NoSuchTarget.class, () -> gateway.exports.pause("other"));
    }
  }

  @Test
  void changedSettings_keepThePositionAndRemovedOnesForgetIt() {
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.record("Damaged", 10);
      gateway.awaitWritten("audit");
      gateway.with(TARGET.formatted(", events: [Damaged]"));
      gateway.record("Damaged", 10);
      gateway.record("Lost", 10);
      gateway.awaitWritten("audit");
      assertEquals(numbers(1, 21), target.numbers());
      gateway.with("exports: {}");
      assertEquals(List.of(), gateway.exports.list());
      assertEquals(Set.of(), gateway.journal.subscribers("export:"));
    }
  }

  @Test
  void targetThatWasRemovedWhileTheGatewayWasDown_isForgotten() {
    try (ExportFixture gateway = open().with(ALL)) {
      gateway.awaitWritten("audit");
    }
    try (ExportFixture gateway = open().with("exports: {}")) {
      assertEquals(Set.of(), gateway.journal.subscribers("export:"));
    }
  }

  @Test
  void privacyRules_dropAndHide() {
    try (ExportFixture gateway =
        open()
            .with(
                TARGET.formatted(
                    ", events: [Damaged], privacy: {mailbox: pseudonym, subject: drop, recipient: keep}"))) {
      gateway.record(
          "Damaged",
          2,
          i ->
              Map.of(
                  "reverse-path", "Ann@EXAMPLE.org",
                  "from", "Ann@EXAMPLE.org",
                  "recipient", "bob@example.com",
                  "subject", "Minutes"));
      gateway.awaitWritten("audit");
      ExportEvent event = target.events.getFirst();
      String hidden = event.text("reverse-path").orElseThrow();
      assertEquals(32, hidden.length());
      assertEquals(hidden, target.events.getLast().text("reverse-path").orElseThrow());
      assertFalse(event.json().contains("Ann"), event.json());
      assertEquals("bob@example.com", event.text("recipient").orElseThrow());
      assertFalse(event.json().contains("Minutes"));
    }
  }
}
