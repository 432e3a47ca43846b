package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.SpoolId;
import io.postern.text.Shown;
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
 * Reports failures of logging observers: in the journal and with their stack trace in the log, once
 * per observer, consequence and minute, since an extension that fails at every event must not write
 * the journal twice over; and as a notice when a breaker opens. Thread-safe.
 */
final class LoggingReports {

  /** The event is not given again. */
  static final String SKIPPED = "skip";

  /** The event waits, with all behind it, until the observer works again. */
  static final String WAITING = "wait";

  private static final Logger LOG = System.getLogger(LoggingReports.class.getPackageName());
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Of an extension that stays paused; each text is a line of the journal. */
  private static final Duration NOTICE_PAUSE = Duration.ofMinutes(10);

  /** What a line says of the message, as far as it is there. */
  private static final List<String> MAIL =
      List.of("session", "listener", "peer", "helo", "reverse-path", "message-id");

  private static final class Recent {
    Instant recordedAt = Instant.MIN;
    long since;
  }

  private final Journal journal;
  private final Clock clock;
  private final CalloutNotices notices;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<List<String>, Recent> recent = new HashMap<>();
  private final Map<List<String>, Instant> announced = new HashMap<>();

  LoggingReports(Journal journal, Clock clock, Notices notices) {
    this.journal = journal;
    this.clock = clock;
    this.notices = new CalloutNotices(notices, "logging");
  }

  Instant now() {
    return clock.instant();
  }

  /** The observer's breaker has opened, or opened again after a probe. */
  void opened(
      SubscribedRevision revision,
      SupervisedObserver observer,
      FailedEvent last,
      Subscription subscription) {
    Instant now = clock.instant();
    if (!isNoticeDue(List.of(revision.extension(), key(observer)), now)) {
      return;
    }
    notices.opened(
        revision.extension(),
        revision.application(),
        key(observer),
        Notice.Effect.DEGRADED,
        "logging: extension %s (%s) keeps failing at %s in %s (the last: %s)"
                .formatted(
                    Shown.of(revision.extension(), 300),
                    Shown.of(revision.application(), 300),
                    observer.event(),
                    Shown.of(observer.name(), 300),
                    Shown.of(last.what(), 300))
            + "; since %s its events wait in the journal, at %s %d lines from number %d on; "
                .formatted(
                    observer.openSince().orElse(now),
                    now,
                    subscription.behind(),
                    subscription.position() + 1)
            + "it gets them all when it works again, which is tried after "
            + Duration.ofNanos(observer.breaker().pause()).toSeconds()
            + " s");
  }

  private boolean isNoticeDue(List<String> of, Instant now) {
    lock.lock();
    try {
      Instant before = announced.get(of);
      boolean due = before == null || !now.isBefore(before.plus(NOTICE_PAUSE));
      if (due) {
        announced.put(of, now);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** The observer works again. */
  void closed(SubscribedRevision revision, SupervisedObserver observer) {
    forget(List.of(revision.extension(), key(observer)));
    notices.closed(revision.extension(), revision.application(), key(observer));
    LOG.log(
        Level.INFO,
        "logging: {0} ({1}) works again in {2}; it gets the events that waited",
        Shown.of(revision.extension(), 300),
        Shown.of(revision.application(), 300),
        Shown.of(observer.name(), 300));
  }

  /** The revision gets no events any more. */
  void removed(SubscribedRevision revision) {
    revision.observers().forEach(observer -> forget(List.of(revision.extension(), key(observer))));
    notices.removed(revision.extension(), revision.application());
  }

  private void forget(List<String> of) {
    lock.lock();
    try {
      announced.remove(of);
    } finally {
      lock.unlock();
    }
  }

  private static String key(SupervisedObserver observer) {
    return observer.event() + " " + observer.name();
  }

  /** These events failed, and this follows. */
  void failed(
      SubscribedRevision revision,
      SupervisedObserver observer,
      List<FailedEvent> events,
      String consequence) {
    for (FailedEvent event : events) {
      record(revision, observer, event, consequence);
    }
  }

  private void record(
      SubscribedRevision revision,
      SupervisedObserver observer,
      FailedEvent event,
      String consequence) {
    Instant now = clock.instant();
    long failures = due(List.of(revision.extension(), observer.name(), consequence), now);
    if (failures == 0) {
      return;
    }
    log(revision, observer, event, consequence, failures);
    JournalLine line = event.line();
    Map<String, String> facts = new HashMap<>();
    MAIL.forEach(name -> line.fact(name).ifPresent(value -> facts.put(name, value)));
    facts.put("extension", revision.extension());
    facts.put("application", revision.application());
    facts.put("stage", observer.event());
    facts.put("observer", observer.name());
    facts.put("kind", event.kind());
    facts.put("failure", event.what());
    facts.put("failures", Long.toString(failures));
    facts.put("policy", consequence);
    facts.put("line", Long.toString(line.sequence()));
    journal.append(
        new JournalEvent(EventType.EXTENSION_FAILED, line.id().map(SpoolId::parse), now, facts));
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
      SubscribedRevision revision,
      SupervisedObserver observer,
      FailedEvent event,
      String consequence,
      long failures) {
    String text =
        "logging: extension %s (%s) failed at %s of line %d in %s: %s; %s"
                .formatted(
                    revision.extension(),
                    revision.application(),
                    observer.event(),
                    event.sequence(),
                    observer.name(),
                    event.what(),
                    consequence.equals(SKIPPED)
                        ? "going on with the next event"
                        : "the event waits in the journal, with all behind it")
            + (failures == 1 ? "" : " (and " + (failures - 1) + " failures since the last report)");
    try {
      LOG.log(Level.WARNING, text, event.trace());
    } catch (RuntimeException | StackOverflowError e) {
      // Printing calls the extension's exception.
      LOG.log(Level.WARNING, text + "; its stack trace cannot be printed");
    }
  }
}
