package io.postern.gateway.audit;

import io.postern.logging.LoggedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes to one extension, on a thread of its own, what the journal holds after the extension's
 * position.
 *
 * <p>The thread is a platform thread, since an observer that loops would keep a virtual one's
 * carrier for itself. When an observer is late it is interrupted; when that does not help, its
 * thread is left to itself and another goes on behind the event, as long as not too many are stuck.
 */
final class EventDispatcher {

  private static final Logger LOG = System.getLogger(EventDispatcher.class.getPackageName());
  private static final int BATCH = 256;
  private static final int MOST_STUCK = 4;
  private static final Duration IDLE = Duration.ofMillis(500);

  private final String extension;
  private final Subscription subscription;
  private final LoggingFailures failures;
  private final LeftThreads left;
  private final long deadlineNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private LoggingSubscriber subscriber;
  private List<LoggingTally> observers;
  private long revision;
  private @Nullable Thread thread;
  private @Nullable LoggedCall call;
  private boolean closing;

  /** The line that a thread was lost at, and the observers it had passed by then. */
  private long resumedLine;

  private int passed;

  EventDispatcher(
      LoggingSubscriber subscriber,
      Subscription subscription,
      LoggingFailures failures,
      LeftThreads left,
      Duration deadline) {
    this.left = left;
    this.observers = tallies(subscriber);
    this.extension = subscriber.extension();
    this.subscriber = subscriber;
    this.subscription = subscription;
    this.failures = failures;
    this.deadlineNanos = deadline.toNanos();
  }

  private static List<LoggingTally> tallies(LoggingSubscriber subscriber) {
    return subscriber.observers().stream().map(LoggingTally::new).toList();
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
      observers = tallies(next);
      passed = 0;
      revision++;
      awaitReturn(patience.toNanos());
    } finally {
      lock.unlock();
    }
  }

  LoggingProgress progress() {
    lock.lock();
    try {
      return new LoggingProgress(
          extension,
          subscriber.application(),
          subscription.position(),
          subscription.behind(),
          observers.stream().map(LoggingTally::shown).toList(),
          left.list().stream().filter(thread -> thread.extension().equals(extension)).toList());
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts what is late, leaves what does not listen. Called every now and then. */
  void watch() {
    lock.lock();
    try {
      LoggedCall running = call;
      Thread runner = thread;
      long elapsed =
          running == null || !running.isObserving() ? 0 : System.nanoTime() - running.began;
      if (running != null && runner != null && elapsed > deadlineNanos) {
        if (!running.interrupted) {
          running.interrupted = true;
          running.observing().late++;
          failures.late(
              running.subscriber,
              running.observing().observer.name(),
              running.line,
              seconds(deadlineNanos),
              runner.getStackTrace());
          runner.interrupt();
        } else if (elapsed > deadlineNanos + deadlineNanos / 2) {
          leave(running, runner);
        }
      }
      if (runner != null && !runner.isAlive()) {
        thread = null; // ended by what it did not expect, such as a lack of memory
      }
      if (thread == null && left.count(extension) < MOST_STUCK && !closing) {
        subscription.again();
        begin();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(Thread runner) {
    lock.lock();
    try {
      LoggedCall running = call;
      if (running != null && running.isObserving()) {
        left.add(running.subscriber, running.observing().observer, runner);
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(LoggedCall running, Thread runner) {
    LOG.log(
        Level.WARNING,
        "logging: {0} does not return from line {1} though interrupted; leaving its thread and"
            + " going on behind it",
        extension,
        running.line.sequence());
    left.add(running.subscriber, running.observing().observer, runner);
    thread = null;
    call = null;
    resumedLine = running.line.sequence();
    passed = running.at + 1;
    if (running.observers != observers || passed >= observers.size()) {
      passed = 0;
      subscription.done(resumedLine);
    }
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

  /** Hands one line to the observers; false when this thread has nothing to do here any more. */
  private boolean tell(JournalLine line) {
    Optional<LoggedCall> begun = beginCall(line);
    if (begun.isEmpty()) {
      return false;
    }
    LoggedCall mine = begun.get();
    Optional<LoggedEvent> event = event(line, mine);
    if (event.isPresent()) {
      for (int i = mine.at; i < mine.observers.size(); i++) {
        LoggingObserver observer = mine.observers.get(i).observer;
        if (observer.kind().isInstance(event.get()) && !observe(mine, i, event.get())) {
          return false;
        }
      }
    }
    return finish(mine);
  }

  private Optional<LoggedCall> beginCall(JournalLine line) {
    lock.lock();
    try {
      if (closing || !Thread.currentThread().equals(thread)) {
        return Optional.empty();
      }
      int at = line.sequence() == resumedLine ? passed : 0;
      LoggedCall begun = new LoggedCall(subscriber, observers, revision, line, at);
      call = begun;
      return Optional.of(begun);
    } finally {
      lock.unlock();
    }
  }

  private Optional<LoggedEvent> event(JournalLine line, LoggedCall mine) {
    Optional<Class<? extends LoggedEvent>> kind = LoggedEvents.kind(line);
    if (kind.isEmpty()
        || mine.observers.stream()
            .noneMatch(one -> one.observer.kind().isAssignableFrom(kind.get()))) {
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

  /** Calls one observer; false when this thread has nothing to do here any more. */
  private boolean observe(LoggedCall mine, int index, LoggedEvent event) {
    LoggingTally tally = mine.observers.get(index);
    lock.lock();
    try {
      if (!Thread.currentThread().equals(thread)) {
        return false;
      }
      mine.at = index;
      mine.began = System.nanoTime();
      mine.interrupted = false;
      tally.calls++;
    } finally {
      lock.unlock();
    }
    Throwable thrown = null;
    try {
      tally.observer.observe(event);
    } catch (Throwable t) { // an Error of an extension is its own matter
      thrown = t;
    }
    return observed(mine, tally, thrown);
  }

  private boolean observed(LoggedCall mine, LoggingTally tally, @Nullable Throwable thrown) {
    lock.lock();
    try {
      if (!Thread.currentThread().equals(thread)) {
        return false; // left behind, another thread goes on
      }
      if (Thread.interrupted() && !mine.interrupted) {
        LOG.log(
            Level.DEBUG, "logging: {0} interrupted its own thread or is being closed", extension);
      }
      if (thrown != null && !mine.interrupted) {
        if (closing) {
          return false; // ended by us: told again after the next start
        }
        tally.errors++;
        failures.threw(mine.subscriber, tally.observer.name(), mine.line, thrown);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean finish(LoggedCall mine) {
    lock.lock();
    try {
      if (!Thread.currentThread().equals(thread)) {
        return false;
      }
      call = null;
      returned.signalAll();
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
    LoggedCall running = call;
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
        leave(runner.get());
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
