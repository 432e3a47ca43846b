package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.SequenceBreaker;
import io.postern.gateway.callout.worker.Supervised;
import io.postern.gateway.callout.worker.Supervision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One logging observer of one revision: how far it is, and the events that it failed with since one
 * last passed. Those are used by one thread at a time, as the calls are; the rest is thread-safe.
 *
 * <p>Whether a failure is the event's fault or the extension's is seen from the events behind it.
 * So the failed ones stay undecided, and the extension's position stays before them: when a later
 * one passes they are passed over, when the breaker opens all of them are given again.
 */
final class SupervisedObserver implements Supervised {

  /** So often does an observer get an event that no other follows. */
  static final int ATTEMPTS = 3;

  /** For a thread that was interrupted to come back, so that two calls do not meet. */
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

  private volatile LoggingObserver observer;
  private volatile Duration budget;
  private volatile Optional<Instant> openSince = Optional.empty();
  private final SequenceBreaker breaker;
  private final long firstPause;
  private final Supervision supervision;

  private final NavigableMap<Long, FailedEvent> undecided = new TreeMap<>();
  private long doneUpTo;
  private long pause;
  private long retryAt;

  /**
   * @param firstPause before an event that failed is given again, and before the breaker's probe
   */
  SupervisedObserver(
      LoggingSubscriber subscriber,
      LoggingObserver observer,
      LostThreads lostThreads,
      Duration firstPause) {
    this.breaker = new SequenceBreaker(firstPause);
    this.firstPause = firstPause.toNanos();
    this.pause = this.firstPause;
    this.observer = observer;
    this.budget = subscriber.budget();
    this.supervision =
        new Supervision(subscriber.extension(), subscriber.application(), event(), lostThreads);
  }

  LoggingObserver observer() {
    return observer;
  }

  /** Simple name of the type of its events. */
  String event() {
    return observer.kind().getSimpleName();
  }

  /** Whether it is the same method. */
  boolean is(LoggingObserver other) {
    return observer.name().equals(other.name()) && observer.kind() == other.kind();
  }

  /** Goes on with what the wiring presents now. */
  void refresh(LoggingObserver same, Duration newBudget) {
    observer = same;
    budget = newBudget;
  }

  @Override
  public String name() {
    return observer.name();
  }

  @Override
  public long budget() {
    return budget.toNanos();
  }

  @Override
  public SequenceBreaker breaker() {
    return breaker;
  }

  @Override
  public Supervision supervision() {
    return supervision;
  }

  /** Since when the breaker is open or probing; empty when it is closed. */
  Optional<Instant> openSince() {
    return openSince;
  }

  /** Whether calls are held back now. */
  boolean isBlocking(long now) {
    return breaker.isBlocking(supervision.threadsLost(), now);
  }

  /** Whether it is to get the event: it has not, or failed with it. */
  boolean isDue(Class<?> kind, long sequence) {
    return sequence > doneUpTo && observer.kind().isAssignableFrom(kind);
  }

  boolean isUndecided() {
    return !undecided.isEmpty();
  }

  /**
   * The event passed.
   *
   * @return the failed ones before it, which are passed over: the extension works
   */
  List<FailedEvent> passed(long sequence) {
    doneUpTo = sequence;
    if (undecided.isEmpty()) {
      return List.of();
    }
    undecided.remove(sequence);
    return passOver(sequence);
  }

  /** The breaker has closed. */
  void closed() {
    openSince = Optional.empty();
  }

  /** The event failed, and waits until it is decided what follows. */
  void failed(FailedEvent event, long now) {
    if (undecided.isEmpty()) {
      retryAt = now + pause;
    }
    undecided.merge(event.sequence(), event, (earlier, latest) -> latest.after(earlier));
  }

  /** The failed events are given again when the breaker, which has opened, lets calls through. */
  List<FailedEvent> opened(Instant now) {
    openSince = Optional.of(openSince.orElse(now));
    pause = firstPause;
    return leave();
  }

  /** The failed events are given again, to this revision or another. */
  List<FailedEvent> leave() {
    List<FailedEvent> waiting = List.copyOf(undecided.values());
    undecided.clear();
    return waiting;
  }

  /** Waits a while for the thread of a call that was given up. Returns whether it came back. */
  boolean awaitReturn() {
    Duration half = budget.dividedBy(2);
    return supervision.awaitReturn(half.compareTo(LONGEST_GRACE) < 0 ? half : LONGEST_GRACE);
  }

  /** Whether an event was given as often as is of use. */
  boolean hasTriedEnough(long sequence) {
    FailedEvent failed = undecided.get(sequence);
    return failed != null && failed.attempts() >= ATTEMPTS;
  }

  /** Whether the failed events have waited long enough for one behind them. */
  boolean isRetryDue(long now) {
    return !undecided.isEmpty() && now - retryAt >= 0;
  }

  /** The failed events are given again now; when that fails, again after twice the time. */
  void retry(long now) {
    pause *= 2;
    retryAt = now + pause;
  }

  /** The failed events up to this one are not given again. */
  List<FailedEvent> passOver(long sequence) {
    NavigableMap<Long, FailedEvent> upTo = undecided.headMap(sequence, true);
    List<FailedEvent> over = List.copyOf(upTo.values());
    upTo.clear();
    doneUpTo = Math.max(doneUpTo, sequence);
    pause = firstPause;
    return over;
  }

  /** No failed event is given again. */
  List<FailedEvent> passOverAll() {
    return undecided.isEmpty() ? List.of() : passOver(undecided.lastKey());
  }
}
