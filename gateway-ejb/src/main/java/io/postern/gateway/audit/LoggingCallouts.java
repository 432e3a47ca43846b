package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.SequenceBreaker;
import io.postern.gateway.callout.worker.Supervisor;
import io.postern.gateway.notice.Notices;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Logging callouts: each extension gets the journal's lines in their order, from its own durable
 * position. A slow extension delays nobody and loses nothing; one that keeps failing is paused.
 * docs/callouts.md has the rules. Thread-safe.
 */
public final class LoggingCallouts implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final LoggingReports reports;
  private final LostThreads lostThreads;
  private final Duration firstPause;
  private final Supervisor supervisor = Supervisor.onOwnThreads("postern-logging-callouts");
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, EventDispatcher> dispatchers = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /**
   * @param notices gets the open breakers and the threads lost to observers
   */
  public LoggingCallouts(Journal journal, Clock clock, Notices notices) {
    this(journal, clock, notices, SequenceBreaker.FIRST_PAUSE);
  }

  LoggingCallouts(Journal journal, Clock clock, Notices notices, Duration firstPause) {
    this.firstPause = firstPause;
    this.journal = journal;
    this.reports = new LoggingReports(journal, clock, notices);
    this.lostThreads = new LostThreads(notices, "logging");
  }

  /**
   * Says which extensions are deployed from now on. A name that was there keeps its position, and
   * the new revision goes on from it; a new name begins with what happens from now on, or where it
   * was when it was last here. Returns when calls to those that were replaced or left out have
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
        } else if (!closing) {
          begin(subscriber);
        }
      }
    } finally {
      changing.unlock();
    }
    // Of revisions that went.
    supervisor.renew();
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

  /** How far an extension is; empty when it has no logging observers. */
  public Optional<LoggingProgress> progress(String extension) {
    return Optional.ofNullable(dispatchers.get(extension)).map(EventDispatcher::progress);
  }

  /** Threads that observers did not give back, also of extensions that were removed. */
  public List<LostThread> lostThreads() {
    return lostThreads.list();
  }

  private void begin(LoggingSubscriber subscriber) {
    EventDispatcher dispatcher =
        new EventDispatcher(
            subscriber,
            journal.subscribe(subscriber.extension()),
            supervisor,
            reports,
            lostThreads,
            firstPause);
    dispatchers.put(subscriber.extension(), dispatcher);
    dispatcher.start();
  }

  private void close(String extension) {
    EventDispatcher dispatcher = dispatchers.remove(extension);
    if (dispatcher != null) {
      dispatcher.close(PATIENCE);
    }
  }

  /** Ends all calls; every position is saved. To be called before the journal is closed. */
  @Override
  public void close() {
    closing = true;
    subscribers(List.of());
    supervisor.close();
  }
}
