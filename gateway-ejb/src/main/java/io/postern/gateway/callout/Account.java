package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one application did at one stage, and whether it is to be asked there. Lives as long as the
 * application, whatever sets it is part of. Thread-safe.
 */
final class Account {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  /** So many threads may be lost to one application and stage before it is not asked any more. */
  private static final int MOST_STUCK = 64;

  /** Failures in between are counted, not logged: a broken extension fails with every message. */
  private static final long LOG_PAUSE = Duration.ofSeconds(1).toNanos();

  private final String extension;
  private final String application;
  private final Stage stage;
  private final Consumer<CalloutFailure> failures;
  private final List<Observer> observers;
  private final LatencyCounts latency = new LatencyCounts();
  private final LongAdder errors = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicLong nextLog = new AtomicLong(System.nanoTime());
  private final LongAdder unlogged = new LongAdder();
  private volatile @Nullable CalloutFailure lastFailure;

  Account(
      String extension,
      String application,
      Stage stage,
      List<Observer> observers,
      Consumer<CalloutFailure> failures) {
    this.observers = observers;
    this.extension = extension;
    this.application = application;
    this.stage = stage;
    this.failures = failures;
  }

  /** Whether a call may be made now; when not, the refusal is counted. */
  boolean admits(Callout callout, long now) {
    if (stuck.get() < MOST_STUCK && callout.breaker().admits(now)) {
      calls.increment();
      return true;
    }
    refusals.increment();
    return false;
  }

  void succeeded(Callout callout, long nanos) {
    latency.add(nanos);
    if (callout.breaker().succeeded()) {
      LOG.log(
          System.Logger.Level.INFO,
          () ->
              "callout: "
                  + named()
                  + " answers again at "
                  + stage.title()
                  + " in "
                  + Shown.of(callout.name())
                  + "; it is asked");
    }
  }

  void threw(Callout callout, Throwable thrown, long nanos) {
    latency.add(nanos);
    errors.increment();
    failed(callout, CalloutFailure.Kind.EXCEPTION, Thrown.described(thrown));
  }

  void missedDeadline(Callout callout) {
    timeouts.increment();
    failed(
        callout,
        CalloutFailure.Kind.DEADLINE,
        "no return within " + Duration.ofNanos(callout.budget()).toMillis() + " ms");
  }

  /** A thread is lost to a call. */
  void threadLost() {
    stuck.incrementAndGet();
  }

  /** A lost thread has come back. */
  void threadReturned() {
    stuck.decrementAndGet();
  }

  private void failed(Callout callout, CalloutFailure.Kind kind, String what) {
    CalloutFailure failure =
        new CalloutFailure(
            Instant.now(),
            extension,
            application,
            stage.title(),
            callout.name(),
            kind,
            what,
            callout.policy());
    lastFailure = failure;
    log(failure);
    long pause = callout.breaker().failed(System.nanoTime());
    if (pause > 0) {
      LOG.log(
          System.Logger.Level.ERROR,
          () ->
              "callout: "
                  + named()
                  + " keeps failing at "
                  + stage.title()
                  + " in "
                  + Shown.of(callout.name())
                  + "; not asking it for "
                  + Duration.ofNanos(pause).toSeconds()
                  + " s, meanwhile "
                  + consequence(callout.policy()));
    }
    failures.accept(failure);
  }

  private void log(CalloutFailure failure) {
    long now = System.nanoTime();
    long due = nextLog.get();
    if (now - due < 0 || !nextLog.compareAndSet(due, now + LOG_PAUSE)) {
      unlogged.increment();
      return;
    }
    long others = unlogged.sumThenReset();
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "callout: "
                + named()
                + " failed at "
                + stage.title()
                + " in "
                + Shown.of(failure.observer())
                + ": "
                + failure.what()
                + "; "
                + consequence(failure.policy())
                + (others == 0 ? "" : " (and " + others + " failures since the last report)"));
  }

  private String named() {
    return Shown.of(extension) + " (" + Shown.of(application) + ")";
  }

  private static String consequence(FailurePolicy policy) {
    return switch (policy) {
      case DEFER -> "the client gets 451 (policy defer)";
      case REJECT -> "the client gets 554 (policy reject)";
      case SKIP -> "the message goes on without it (policy skip)";
    };
  }

  ExtensionActivity activity(boolean inForce) {
    return new ExtensionActivity(
        extension,
        application,
        stage.title(),
        observers.stream().map(Observer::name).toList(),
        inForce,
        calls.sum(),
        errors.sum(),
        timeouts.sum(),
        refusals.sum(),
        stuck.get(),
        observers.stream()
            .map(observer -> observer.breaker().state())
            .max(Comparator.naturalOrder())
            .orElse(BreakerState.CLOSED),
        latency.now(),
        Optional.ofNullable(lastFailure));
  }
}
