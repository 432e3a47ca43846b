package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.Supervisor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives one extension what the journal holds after the extension's position. A thread of its own
 * reads; the {@link Supervisor} has the observers called. When an observer's breaker is open
 * nothing is read, and the position stays. Thread-safe.
 */
final class EventDispatcher {

  private static final Logger LOG = System.getLogger(EventDispatcher.class.getPackageName());
  private static final int BATCH = 256;
  private static final Duration IDLE = Duration.ofMillis(500);

  private final Subscription subscription;
  private final Supervisor supervisor;
  private final LoggingReports reports;
  private final LostThreads lostThreads;
  private final Duration firstPause;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private SubscribedRevision revision;
  private @Nullable EventSequence running;
  private boolean closing;

  private volatile Instant oldest = Instant.EPOCH;

  /** The last line that was given to all observers, or failed with. Used by the thread. */
  private long given;

  /** The revision of the last round. Used by the thread. */
  private @Nullable SubscribedRevision last;

  EventDispatcher(
      LoggingSubscriber subscriber,
      Subscription subscription,
      Supervisor supervisor,
      LoggingReports reports,
      LostThreads lostThreads,
      Duration firstPause) {
    this.subscription = subscription;
    this.supervisor = supervisor;
    this.reports = reports;
    this.lostThreads = lostThreads;
    this.firstPause = firstPause;
    this.revision = new SubscribedRevision(subscriber, lostThreads, firstPause);
    this.thread =
        Thread.ofPlatform()
            .name("postern-logging-" + subscriber.extension())
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Puts another revision in the place of this one, and waits a while for its call to return. The
   * same revision goes on as it was, with the budget of now.
   */
  void replace(LoggingSubscriber next, Duration time) {
    lock.lock();
    try {
      if (revision.refresh(next)) {
        return;
      }
      SubscribedRevision before = revision;
      revision = new SubscribedRevision(next, lostThreads, firstPause);
      abandonRunning();
      changed.signalAll();
      awaitOther(time.toNanos());
      reports.removed(before);
    } finally {
      lock.unlock();
    }
  }

  LoggingProgress progress() {
    EventSequence present;
    SubscribedRevision of;
    lock.lock();
    try {
      present = running;
      of = revision;
    } finally {
      lock.unlock();
    }
    long behind = subscription.behind();
    Instant since = present == null ? oldest : present.oldest();
    Duration lag =
        behind == 0 || since.equals(Instant.EPOCH)
            ? Duration.ZERO
            : Duration.between(since, reports.now());
    return of.progress(subscription.position(), behind, lag.isNegative() ? Duration.ZERO : lag);
  }

  private void abandonRunning() {
    EventSequence present = running;
    if (present != null) {
      present.abandon();
    }
  }

  /** Waits until calls of a revision that was replaced have returned. */
  private void awaitOther(long time) {
    long left = time;
    try {
      while (running != null && (closing || running.revision() != revision) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosing()) {
      try {
        round();
      } catch (InterruptedException e) {
        // By closing. An extension may do so too, and is ignored.
        LOG.log(Level.DEBUG, "logging: interrupted while nothing was given to an extension", e);
      } catch (RuntimeException | Error e) {
        // Memory, most likely. The lines after the position are read again.
        LOG.log(Level.ERROR, "logging: cannot give events to an extension; trying again", e);
        readAgain();
        pause();
      }
    }
    leaveLast();
  }

  private void round() throws InterruptedException {
    SubscribedRevision present = present();
    long now = System.nanoTime();
    if (present.isBlocked(now)) {
      subscription.save();
      awaitChange();
      return;
    }
    if (present != last) {
      leaveLast();
      last = present;
      readAgain();
    } else if (retries(present, now)) {
      readAgain();
    }
    List<JournalLine> lines = next(present);
    if (lines.isEmpty()) {
      subscription.save();
      return;
    }
    Instant first = present.isUndecided() ? oldest : lines.getFirst().at();
    EventSequence events = new EventSequence(lines, present, subscription, reports, first);
    try {
      if (begin(events)) {
        supervisor.makeAll(events);
      }
    } finally {
      end(events);
    }
  }

  private void leaveLast() {
    SubscribedRevision before = last;
    if (before != null) {
      before.leave(reports);
    }
  }

  /** Whether events that failed are to be given again, as no later one has passed. */
  private boolean retries(SubscribedRevision present, long now) {
    boolean again = present.retries(now, reports);
    if (!again && !present.isUndecided() && given > subscription.position()) {
      subscription.done(given);
    }
    return again;
  }

  private void readAgain() {
    subscription.again();
    given = subscription.position();
  }

  private List<JournalLine> next(SubscribedRevision present) throws InterruptedException {
    try {
      return subscription.read(BATCH, IDLE);
    } catch (JournalUnavailable e) {
      LOG.log(
          Level.WARNING,
          "logging: {0} waits because the journal cannot be read: {1}",
          present.extension(),
          e.getMessage());
      TimeUnit.SECONDS.sleep(1);
      return List.of();
    }
  }

  private SubscribedRevision present() {
    lock.lock();
    try {
      return revision;
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange() throws InterruptedException {
    lock.lock();
    try {
      if (!closing) {
        changed.awaitNanos(IDLE.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns false when the revision was replaced meanwhile. */
  private boolean begin(EventSequence events) {
    lock.lock();
    try {
      if (closing || events.revision() != revision) {
        return false;
      }
      running = events;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(EventSequence events) {
    oldest = events.oldest();
    lock.lock();
    try {
      running = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (events.isComplete()) {
      given = Math.max(given, events.last());
    } else {
      readAgain();
    }
    if (events.isStopped()) {
      // No thread could be had, or an extension has interrupted this one.
      pause();
    }
  }

  /** Before something is tried again that may fail at once. */
  private void pause() {
    boolean _ = Thread.interrupted();
    try {
      awaitChange();
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "logging: interrupted before another attempt", e);
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a while for the call in progress, then gives it up; its event is given again later. */
  void close(Duration time) {
    lock.lock();
    try {
      closing = true;
      abandonRunning();
      changed.signalAll();
      awaitOther(time.toNanos());
    } finally {
      lock.unlock();
    }
    subscription.interrupt(thread);
    try {
      if (!thread.join(time)) {
        LOG.log(Level.WARNING, "logging: {0} does not end; leaving it", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reports.removed(present());
    subscription.close();
  }
}
