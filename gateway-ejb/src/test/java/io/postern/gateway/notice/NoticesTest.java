package io.postern.gateway.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.notice.Notice.Effect;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticesTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final List<NoticeChange> changes = new ArrayList<>();
  private final Notices notices =
      new Notices(Clock.fixed(NOW, ZoneOffset.UTC), change -> changes.add(change));

  @Test
  void raisedNoticeStandsUntilItIsCleared() {
    notices.raise("spool.disk-low", Effect.REFUSING, "The disk is full.");
    Notice notice = new Notice("spool.disk-low", Effect.REFUSING, "The disk is full.", NOW);
    assertEquals(List.of(notice), notices.standing());

    notices.clear("spool.disk-low");
    assertEquals(List.of(), notices.standing());
    assertEquals(
        List.of(new NoticeChange.Raised(notice, NOW), new NoticeChange.Cleared(notice, NOW)),
        changes);
  }

  @Test
  void sameNoticeIsReportedOnce() {
    notices.raise("a", Effect.WARNING, "Text.");
    notices.raise("a", Effect.WARNING, "Text.");
    assertEquals(1, changes.size());

    notices.raise("a", Effect.DEGRADED, "Text.");
    assertEquals(2, changes.size());
    assertEquals(1, notices.standing().size());
  }

  @Test
  void clearingWhatDoesNotStandIsNotReported() {
    notices.clear("a");
    assertEquals(List.of(), changes);
  }

  @Test
  void strictestComesFirst() {
    assertEquals(Optional.empty(), notices.strictest());
    notices.raise("a", Effect.WARNING, "Text.");
    notices.raise("b", Effect.REFUSING, "Text.");
    notices.raise("c", Effect.DEGRADED, "Text.");
    assertEquals(List.of("b", "c", "a"), notices.standing().stream().map(Notice::key).toList());
    assertEquals(Optional.of(Effect.REFUSING), notices.strictest());
  }

  @Test
  void malformedKeyAndBlankTextAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> notices.raise("Not a key", Effect.WARNING, "Text."));
    assertThrows(IllegalArgumentException.class, () -> notices.raise("a", Effect.WARNING, " "));
  }

  @Test
  void listenerThatThrowsDoesNotHarmTheCaller() {
    Notices failing =
        new Notices(
            Clock.fixed(NOW, ZoneOffset.UTC),
            change -> {
              throw new IllegalStateException("no journal");
            });
    failing.raise("a", Effect.WARNING, "Text.");
    assertEquals(1, failing.standing().size());
  }
}
