package io.postern.gateway.audit;

import io.postern.gateway.audit.LoggingProgress.ObserverCounts;
import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.Supervision.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The observers of one deployed revision, under supervision. Thread-safe as its observers are. */
final class SubscribedRevision {

  private final String extension;
  private final String application;
  private final List<SupervisedObserver> observers;

  SubscribedRevision(LoggingSubscriber subscriber, LostThreads lostThreads, Duration firstPause) {
    this.extension = subscriber.extension();
    this.application = subscriber.application();
    this.observers =
        subscriber.observers().stream()
            .map(observer -> new SupervisedObserver(subscriber, observer, lostThreads, firstPause))
            .toList();
  }

  String extension() {
    return extension;
  }

  String application() {
    return application;
  }

  List<SupervisedObserver> observers() {
    return observers;
  }

  /**
   * Goes on with what the wiring presents now, keeping counts and breakers.
   *
   * @return false when it is another revision, and nothing is changed
   */
  boolean refresh(LoggingSubscriber next) {
    List<LoggingObserver> others = next.observers();
    boolean same = application.equals(next.application()) && observers.size() == others.size();
    for (int i = 0; same && i < others.size(); i++) {
      same = observers.get(i).is(others.get(i));
    }
    for (int i = 0; same && i < others.size(); i++) {
      observers.get(i).refresh(others.get(i), next.budget());
    }
    return same;
  }

  boolean wants(Class<?> kind, long sequence) {
    for (SupervisedObserver observer : observers) {
      if (observer.isDue(kind, sequence)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an observer has failed events of which it is not decided what follows. */
  boolean isUndecided() {
    for (SupervisedObserver observer : observers) {
      if (observer.isUndecided()) {
        return true;
      }
    }
    return false;
  }

  /** Whether an observer's breaker holds the extension's events back. */
  boolean isBlocked(long now) {
    for (SupervisedObserver observer : observers) {
      if (observer.isBlocking(now)) {
        return true;
      }
    }
    return false;
  }

  /** Whether events that failed are to be given again, as no later one has passed. */
  boolean retries(long now, LoggingReports reports) {
    boolean again = false;
    for (SupervisedObserver observer : observers) {
      if (!observer.isRetryDue(now)) {
        continue;
      }
      if (observer.supervision().hasLostThreads()) {
        // Another attempt could cost another thread.
        reports.failed(this, observer, observer.passOverAll(), LoggingReports.SKIPPED);
      } else {
        observer.retry(now);
        again = true;
      }
    }
    return again;
  }

  /** It gets no event any more: what it failed with waits for the next revision. */
  void leave(LoggingReports reports) {
    for (SupervisedObserver observer : observers) {
      reports.failed(this, observer, observer.leave(), LoggingReports.WAITING);
    }
  }

  BreakerState breaker() {
    return observers.stream()
        .map(observer -> observer.breaker().state())
        .max(Comparator.naturalOrder())
        .orElse(BreakerState.CLOSED);
  }

  /** Since when the extension's events are held back; empty when they are not. */
  Optional<Instant> pausedSince() {
    return observers.stream()
        .flatMap(observer -> observer.openSince().stream())
        .min(Comparator.naturalOrder());
  }

  LoggingProgress progress(long position, long behind, Duration lag) {
    return new LoggingProgress(
        position,
        behind,
        lag.toMillis() / 1e3,
        breaker(),
        pausedSince(),
        observers.stream().map(SubscribedRevision::counts).toList());
  }

  private static ObserverCounts counts(SupervisedObserver observer) {
    Counters counted = observer.supervision().counters();
    return new ObserverCounts(
        observer.event(),
        observer.name(),
        counted.calls(),
        counted.errors(),
        counted.timeouts(),
        counted.stuckThreads(),
        counted.latency().medianMicros(),
        counted.latency().p99Micros(),
        observer.breaker().state());
  }
}
