package io.postern.gateway.export;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** A journal with targets, as the gateway has them. */
public final class ExportFixture implements AutoCloseable {

  private static final JournalOptions OPTIONS =
      new JournalOptions(1 << 20, 1L << 30, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384);

  public final Journal journal;
  public final Exports exports;
  public final Notices notices = new Notices(Clock.systemUTC(), change -> {});

  public ExportFixture(Path data, Function<ExportEntry, TargetOpener> openers) {
    journal = Journal.open(data.resolve("journal"), OPTIONS, Clock.systemUTC());
    exports = new Exports(journal, data, openers, () -> new byte[32], notices, Clock.systemUTC());
  }

  /** Puts settings in force. */
  public ExportFixture with(String yaml) {
    exports.apply(settings(yaml));
    return this;
  }

  public static Settings settings(String yaml) {
    return SettingsFile.parse("test", yaml, Path.of("/etc/postern"));
  }

  /** The one target of these settings. */
  public static ExportEntry entry(String yaml) {
    return settings(yaml).exports().values().iterator().next();
  }

  /** What a target says that cannot be used. */
  public static String unavailable(Executable tried) {
    return String.valueOf(Assertions.assertThrows(TargetUnavailable.class, tried).getMessage());
  }

  /**
   * Events of one kind, each with another number as their reason; on disk when this returns. The
   * first of all has the number 2, and what begins the journal the number 1.
   */
  public void record(String event, int count) {
    record(event, count, i -> Map.of("reason", "number " + i));
  }

  public void record(String event, int count, IntFunction<Map<String, String>> facts) {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (int i = 1; i <= count; i++) {
      last =
          journal.appendSynced(
              new JournalEvent(
                  EventType.of(event).orElseThrow(),
                  Optional.empty(),
                  Instant.parse("2030-11-24T12:00:00Z").plusMillis(i),
                  facts.apply(i)));
      if (i % 4_000 == 0) {
        last.join();
      }
    }
    last.join();
  }

  public ExportProgress progress(String name) {
    return exports.progress(name);
  }

  /** Until a target is done with all lines. */
  public void awaitWritten(String name) {
    await()
        .until(
            () -> {
              StreamProgress live = progress(name).live();
              return live.position() == journal.lastSequence()
                  && live.state() == ExportState.RUNNING;
            });
  }

  public List<String> standing() {
    return notices.standing().stream().map(Notice::key).toList();
  }

  /** Looks often, since what is awaited takes milliseconds. */
  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  @Override
  public void close() {
    exports.close();
    journal.close();
  }
}
