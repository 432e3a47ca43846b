package io.postern.gateway.audit;

import io.postern.gateway.spool.SpoolId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records failures of logging callouts in the journal, one line per extension and minute: an
 * extension that fails at every event must not write the journal twice over. Thread-safe.
 */
final class LoggingFailures {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final class Recent {
    Instant recordedAt = Instant.MIN;
    long since;
  }

  private final Journal journal;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Recent> recent = new HashMap<>();

  LoggingFailures(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void record(String extension, JournalLine line, Throwable what) {
    Instant now = clock.instant();
    long failures;
    lock.lock();
    try {
      Recent of = recent.computeIfAbsent(extension, name -> new Recent());
      of.since++;
      if (Duration.between(of.recordedAt, now).abs().compareTo(PAUSE) < 0) {
        return;
      }
      failures = of.since;
      of.since = 0;
      of.recordedAt = now;
    } finally {
      lock.unlock();
    }
    journal.append(
        new JournalEvent(
            JournalEvent.EXTENSION_FAILED,
            line.id().map(SpoolId::parse),
            now,
            Map.of(
                "extension", extension,
                "stage", LoggedEvents.kind(line).map(Class::getSimpleName).orElse(""),
                "line", Long.toString(line.sequence()),
                "failure", described(what),
                "failures", Long.toString(failures))));
  }

  /** The extension's exception may throw itself when asked. */
  private static String described(Throwable what) {
    String name = what.getClass().getName();
    try {
      return name + ": " + what.getMessage();
    } catch (Throwable t) {
      return name;
    }
  }
}
