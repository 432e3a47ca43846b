package io.postern.gateway.audit;

import io.postern.gateway.spool.SpoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records failures of logging observers, in the journal and with their stack trace in the log, once
 * per observer and minute: an extension that fails at every event must not write the journal twice
 * over. Thread-safe.
 */
final class LoggingFailures {

  private static final Logger LOG = System.getLogger(LoggingFailures.class.getPackageName());
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** What a line says of the message, as far as it is there. */
  private static final List<String> MAIL =
      List.of("session", "listener", "peer", "helo", "reverse-path", "message-id");

  private static final class Recent {
    Instant recordedAt = Instant.MIN;
    long since;
  }

  private final Journal journal;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<List<String>, Recent> recent = new HashMap<>();

  LoggingFailures(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void threw(LoggingSubscriber subscriber, String observer, JournalLine line, Throwable what) {
    record(subscriber, observer, line, "exception", described(what), what);
  }

  /**
   * @param what it did not do in time
   * @param at what its thread is at
   */
  void late(
      LoggingSubscriber subscriber,
      String observer,
      JournalLine line,
      String what,
      StackTraceElement[] at) {
    Throwable trace = new Throwable(what);
    trace.setStackTrace(at);
    record(subscriber, observer, line, "deadline", what, trace);
  }

  private void record(
      LoggingSubscriber subscriber,
      String observer,
      JournalLine line,
      String kind,
      String what,
      Throwable trace) {
    Instant now = clock.instant();
    long failures = due(List.of(subscriber.extension(), observer), now);
    if (failures == 0) {
      return;
    }
    String stage = LoggedEvents.kind(line).map(Class::getSimpleName).orElse("");
    log(subscriber, observer, line, stage, what, failures, trace);
    Map<String, String> facts = new HashMap<>();
    MAIL.forEach(name -> line.fact(name).ifPresent(value -> facts.put(name, value)));
    facts.put("extension", subscriber.extension());
    facts.put("application", subscriber.application());
    facts.put("stage", stage);
    facts.put("observer", observer);
    facts.put("kind", kind);
    facts.put("failure", what);
    facts.put("failures", Long.toString(failures));
    facts.put("policy", "skip");
    facts.put("line", Long.toString(line.sequence()));
    journal.append(
        new JournalEvent(JournalEvent.EXTENSION_FAILED, line.id().map(SpoolId::parse), now, facts));
  }

  /** Failures since the last that was recorded, this one included; 0 when it is not recorded. */
  private long due(List<String> observer, Instant now) {
    lock.lock();
    try {
      Recent of = recent.computeIfAbsent(observer, name -> new Recent());
      of.since++;
      if (Duration.between(of.recordedAt, now).abs().compareTo(PAUSE) < 0) {
        return 0;
      }
      long failures = of.since;
      of.since = 0;
      of.recordedAt = now;
      return failures;
    } finally {
      lock.unlock();
    }
  }

  private static void log(
      LoggingSubscriber subscriber,
      String observer,
      JournalLine line,
      String stage,
      String what,
      long failures,
      Throwable trace) {
    String text =
        "logging: extension %s (%s) failed at %s of line %d in %s: %s; going on with the next event"
                .formatted(
                    subscriber.extension(),
                    subscriber.application(),
                    stage,
                    line.sequence(),
                    observer,
                    what)
            + (failures == 1 ? "" : " (and " + (failures - 1) + " failures since the last report)");
    try {
      LOG.log(Level.WARNING, text, trace);
    } catch (RuntimeException | StackOverflowError e) {
      // Printing calls the extension's exception.
      LOG.log(Level.WARNING, text + "; its stack trace cannot be printed");
    }
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
