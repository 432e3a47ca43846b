package io.postern.gateway.audit;

import io.postern.logging.LoggedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells one extension, on a thread of its own, of what the journal holds after the extension's
 * position.
 *
 * <p>The thread is a platform thread, since an observer that loops would keep a virtual one's
 * carrier for itself. When an observer is late it is interrupted; when that does not help, its
 * thread is left to itself and another goes on behind the event, as long as not too many are stuck.
 */
final class Teller {

  private static final Logger LOG = System.getLogger(Teller.class.getPackageName());
  private static final int BATCH = 256;
  private static final int MOST_STUCK = 4;
  private static final Duration IDLE = Duration.ofMillis(500);

  /** One event being told. */
  private static final class Call {
    final LoggingSubscriber subscriber;
    final long revision;
    final JournalLine line;
    final long began = System.nanoTime();
    boolean told;
    boolean interrupted;

    Call(LoggingSubscriber subscriber, long revision, JournalLine line) {
      this.subscriber = subscriber;
      this.revision = revision;
      this.line = line;
    }
  }

  private final String extension;
  private final Subscription subscription;
  private final LoggingFailures failures;
  private final long deadlineNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final List<Thread> stuck = new ArrayList<>();
  private LoggingSubscriber subscriber;
  private long revision;
  private @Nullable Thread thread;
  private @Nullable Call call;
  private boolean closing;
  private long told;
  private long failed;
  private long late;

  Teller(
      LoggingSubscriber subscriber,
      Subscription subscription,
      LoggingFailures failures,
      Duration deadline) {
    this.extension = subscriber.extension();
    this.subscriber = subscriber;
    this.subscription = subscription;
    this.failures = failures;
    this.deadlineNanos = deadline.toNanos();
  }

  void start() {
    lock.lock();
    try {
      begin();
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    Thread begun =
        Thread.ofPlatform().name("postern-logging-" + extension).daemon().unstarted(this::run);
    thread = begun;
    begun.start();
  }

  /** Puts another revision in the place of this one, and waits a while for its call to return. */
  void replace(LoggingSubscriber next, Duration patience) {
    lock.lock();
    try {
      subscriber = next;
      revision++;
      awaitReturn(patience.toNanos());
    } finally {
      lock.unlock();
    }
  }

  LoggingProgress progress() {
    lock.lock();
    try {
      stuck.removeIf(t -> !t.isAlive());
      return new LoggingProgress(
          extension, told, failed, late, subscription.behind(), stuck.size());
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts what is late, leaves what does not listen. Called every now and then. */
  void watch() {
    lock.lock();
    try {
      stuck.removeIf(t -> !t.isAlive());
      Call running = call;
      Thread runner = thread;
      long elapsed = running == null ? 0 : System.nanoTime() - running.began;
      if (running != null && runner != null && elapsed > deadlineNanos) {
        if (!running.interrupted) {
          running.interrupted = true;
          late++;
          failures.record(extension, running.line, new TimeoutException(seconds(deadlineNanos)));
          runner.interrupt();
        } else if (elapsed > deadlineNanos + deadlineNanos / 2) {
          leave(running, runner);
        }
      }
      if (runner != null && !runner.isAlive()) {
        thread = null; // ended by what it did not expect, such as a lack of memory
      }
      if (thread == null && stuck.size() < MOST_STUCK && !closing) {
        subscription.again();
        begin();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(Call running, Thread runner) {
    LOG.log(
        Level.WARNING,
        "logging: {0} does not return from line {1} though interrupted; leaving its thread and"
            + " going on behind that line",
        extension,
        running.line.sequence());
    stuck.add(runner);
    thread = null;
    call = null;
    subscription.done(running.line.sequence());
    returned.signalAll();
  }

  private void run() {
    try {
      while (isMine()) {
        List<JournalLine> lines = next();
        if (lines.isEmpty()) {
          subscription.save();
        }
        for (JournalLine line : lines) {
          if (!isMine() || !tell(line)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "logging: interrupted while nothing was told, because of closing", e);
    }
  }

  private List<JournalLine> next() throws InterruptedException {
    try {
      return subscription.read(BATCH, IDLE);
    } catch (JournalUnavailable e) {
      LOG.log(
          Level.WARNING,
          "logging: {0} waits because the journal cannot be read: {1}",
          extension,
          e.getMessage());
      TimeUnit.SECONDS.sleep(1);
      return List.of();
    }
  }

  /** Tells of one line; false when this thread has nothing to do here any more. */
  private boolean tell(JournalLine line) {
    Optional<Call> begun = beginCall(line);
    if (begun.isEmpty()) {
      return false;
    }
    Call mine = begun.get();
    try {
      Optional<LoggedEvent> event = event(line, mine.subscriber);
      if (event.isPresent()) {
        mine.subscriber.tell(event.get());
        mine.told = true;
      }
      return finish(mine, Optional.empty());
    } catch (Throwable t) { // an Error of an extension is its own matter
      return finish(mine, Optional.of(t));
    }
  }

  private Optional<Call> beginCall(JournalLine line) {
    lock.lock();
    try {
      if (closing || !Thread.currentThread().equals(thread)) {
        return Optional.empty();
      }
      Call begun = new Call(subscriber, revision, line);
      call = begun;
      return Optional.of(begun);
    } finally {
      lock.unlock();
    }
  }

  private Optional<LoggedEvent> event(JournalLine line, LoggingSubscriber present) {
    Optional<Class<? extends LoggedEvent>> kind = LoggedEvents.kind(line);
    if (kind.isEmpty() || !present.wants(kind.get())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LoggedEvents.of(line));
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "logging: line %d cannot be told to %s".formatted(line.sequence(), extension),
          e);
      return Optional.empty();
    }
  }

  private boolean finish(Call mine, Optional<Throwable> thrown) {
    lock.lock();
    try {
      if (!Thread.currentThread().equals(thread)) {
        return false; // left behind, another thread goes on
      }
      call = null;
      returned.signalAll();
      if (Thread.interrupted() && !mine.interrupted) {
        LOG.log(
            Level.DEBUG, "logging: {0} interrupted its own thread or is being closed", extension);
      }
      if (closing && thrown.isPresent() && !mine.interrupted) {
        return false; // ended by us: told again after the next start
      }
      if (thrown.isPresent() && !mine.interrupted) {
        failed++;
        failures.record(extension, mine.line, thrown.get());
      } else if (mine.told && !mine.interrupted) {
        told++;
      }
    } finally {
      lock.unlock();
    }
    subscription.done(mine.line.sequence());
    return true;
  }

  private boolean isMine() {
    lock.lock();
    try {
      return !closing && Thread.currentThread().equals(thread);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a call that belongs to an earlier revision. */
  private void awaitReturn(long patience) {
    long left = patience;
    Call running = call;
    try {
      while (running != null && running.revision < revision && left > 0) {
        left = returned.awaitNanos(left);
        running = call;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String seconds(long nanos) {
    return "no return within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }

  /** Waits a while for the call in progress, then interrupts it; its event is told again later. */
  void close(Duration patience) {
    Optional<Thread> runner;
    lock.lock();
    try {
      closing = true;
      revision++;
      awaitReturn(patience.toNanos());
      runner = Optional.ofNullable(thread);
      runner.ifPresent(Thread::interrupt);
    } finally {
      lock.unlock();
    }
    try {
      if (runner.isPresent() && !runner.get().join(patience)) {
        LOG.log(Level.WARNING, "logging: {0} does not return; leaving its thread", extension);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      call = null;
      thread = null;
    } finally {
      lock.unlock();
    }
    subscription.close();
  }
}
