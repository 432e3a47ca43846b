package io.postern.gateway.audit;

import io.postern.gateway.notice.Notices;
import io.postern.gateway.thread.UninterruptibleThread;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The door for logging callouts: each extension is told of the journal's lines in their order, from
 * its own durable position, on its own thread. A slow extension delays nobody and loses nothing.
 * Thread-safe.
 */
public final class LoggingCallouts implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final Duration deadline;
  private final LoggingFailures failures;
  private final LeftThreads left;
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, EventDispatcher> dispatchers = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param deadline for one event to be taken; then the observer is interrupted, and half of it
   *     later its thread is given up
   * @param notices gets the threads that observers do not give back
   */
  public LoggingCallouts(Journal journal, Duration deadline, Clock clock, Notices notices) {
    this.journal = journal;
    this.deadline = deadline;
    this.failures = new LoggingFailures(journal, clock);
    this.left = new LeftThreads(notices);
    UninterruptibleThread.started("postern-logging-watch", this::watch);
  }

  /**
   * Says which extensions are deployed from now on. A name that was there keeps its position and is
   * told on by the new revision; a new name begins with what happens from now on, or where it was
   * when it was last here. Returns when calls to those that were replaced or left out have
   * returned, or after some seconds.
   */
  public void subscribers(List<LoggingSubscriber> deployed) {
    changing.lock();
    try {
      Set<String> names = new HashSet<>();
      for (LoggingSubscriber subscriber : deployed) {
        if (!names.add(subscriber.extension())) {
          throw new IllegalArgumentException("two extensions are named " + subscriber.extension());
        }
      }
      for (String gone : Set.copyOf(dispatchers.keySet())) {
        if (!names.contains(gone)) {
          close(gone);
        }
      }
      for (LoggingSubscriber subscriber : deployed) {
        EventDispatcher dispatcher = dispatchers.get(subscriber.extension());
        if (dispatcher != null) {
          dispatcher.replace(subscriber, PATIENCE);
        } else if (closing.getCount() > 0) {
          begin(subscriber);
        }
      }
    } finally {
      changing.unlock();
    }
  }

  /** Forgets a removed extension's position, so that nothing is kept for it. */
  public void forget(String extension) {
    changing.lock();
    try {
      close(extension);
      journal.forget(extension);
    } finally {
      changing.unlock();
    }
  }

  /** How far each extension is, by name. */
  public List<LoggingProgress> progress() {
    return dispatchers.values().stream()
        .map(EventDispatcher::progress)
        .sorted(Comparator.comparing(LoggingProgress::extension))
        .toList();
  }

  /** Threads that observers did not give back, also of extensions that were removed. */
  public List<LoggingProgress.LostLoggingThread> lostThreads() {
    return left.list();
  }

  private void begin(LoggingSubscriber subscriber) {
    EventDispatcher dispatcher =
        new EventDispatcher(
            subscriber, journal.subscribe(subscriber.extension()), failures, left, deadline);
    dispatchers.put(subscriber.extension(), dispatcher);
    dispatcher.start();
  }

  private void close(String extension) {
    EventDispatcher dispatcher = dispatchers.remove(extension);
    if (dispatcher != null) {
      dispatcher.close(PATIENCE);
    }
  }

  private void watch() {
    long tick = Math.clamp(deadline.toMillis() / 8, 5, 500);
    try {
      while (!closing.await(tick, TimeUnit.MILLISECONDS)) {
        left.sweep();
        dispatchers.values().forEach(EventDispatcher::watch);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("this thread ignores interrupts", e);
    }
  }

  /** Ends telling; every position is saved. To be called before the journal is closed. */
  @Override
  public void close() {
    closing.countDown();
    subscribers(List.of());
  }
}
