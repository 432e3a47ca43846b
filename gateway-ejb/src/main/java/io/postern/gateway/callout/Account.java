package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Breaker;
import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.Supervision;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
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

  /** Failures in between are counted, not logged: a broken extension fails with every message. */
  private static final long LOG_PAUSE = Duration.ofSeconds(1).toNanos();

  private final String extension;
  private final String application;
  private final CalloutStage stage;
  private final Consumer<CalloutFailure> failures;
  private final List<CalloutPoint> observers;
  private final CalloutNotices notices;
  private final Supervision supervision;
  private final AtomicLong nextLog = new AtomicLong(System.nanoTime());
  private final LongAdder unlogged = new LongAdder();
  private volatile @Nullable CalloutFailure lastFailure;

  Account(
      String extension,
      String application,
      CalloutStage stage,
      List<CalloutPoint> observers,
      Consumer<CalloutFailure> failures,
      CalloutNotices notices,
      LostThreads lostThreads) {
    this.notices = notices;
    this.supervision = new Supervision(extension, application, stage.title(), lostThreads);
    this.observers = observers;
    this.extension = extension;
    this.application = application;
    this.stage = stage;
    this.failures = failures;
  }

  Supervision supervision() {
    return supervision;
  }

  void succeeded(Callout callout, StageRun<?> run, long nanos) {
    supervision.countReturn(nanos);
    if (callout.breaker().succeeded(run, System.nanoTime())) {
      notices.closed(extension, application, key(callout));
      LOG.log(
          System.Logger.Level.INFO,
          () ->
              "callout: "
                  + named()
                  + " answers again at "
                  + stage.title()
                  + " in "
                  + Shown.of(callout.name(), 300)
                  + "; it is asked");
    }
  }

  void threw(Callout callout, StageRun<?> run, Throwable thrown, long nanos) {
    supervision.countError(nanos);
    failed(callout, run, CalloutFailure.Kind.EXCEPTION, Thrown.described(thrown));
  }

  /** The content of the message is the reason, so the breaker does not count it. */
  void couldNotParse(Callout callout, StageRun<?> run, String reason, long nanos) {
    supervision.countUnparsable(nanos);
    callout.breaker().withdrawn(run);
    failures.accept(
        failure(
            callout,
            run,
            CalloutFailure.Kind.UNPARSABLE,
            reason,
            callout.unparsablePolicy().name()));
  }

  void missedDeadline(Callout callout, StageRun<?> run) {
    supervision.countTimeout();
    failed(
        callout,
        run,
        CalloutFailure.Kind.DEADLINE,
        "no return within " + Duration.ofNanos(callout.budget()).toMillis() + " ms");
  }

  private void failed(Callout callout, StageRun<?> run, CalloutFailure.Kind kind, String what) {
    CalloutFailure failure = failure(callout, run, kind, what, callout.policy().name());
    lastFailure = failure;
    log(failure, callout.policy());
    callout
        .breaker()
        .failed(run.input(), System.nanoTime())
        .ifPresent(opened -> announce(callout, opened, what));
    failures.accept(failure);
  }

  private CalloutFailure failure(
      Callout callout, StageRun<?> run, CalloutFailure.Kind kind, String what, String policy) {
    return new CalloutFailure(
        Instant.now(),
        extension,
        application,
        stage.title(),
        callout.name(),
        kind,
        what,
        policy.toLowerCase(Locale.ROOT),
        run.context());
  }

  private void announce(Callout callout, Breaker.Opened opened, String what) {
    boolean everyone = opened.clients().isEmpty();
    boolean refuses = everyone && callout.policy() != FailurePolicy.SKIP;
    String whom =
        everyone
            ? "mail of all clients, but those whose mail passed within the last minute,"
            : "mail of " + String.join(", ", new TreeSet<>(opened.clients()));
    notices.opened(
        extension,
        application,
        key(callout),
        refuses ? Notice.Effect.REFUSING : Notice.Effect.DEGRADED,
        "callout: extension "
            + named()
            + " keeps failing at "
            + stage.title()
            + " in "
            + Shown.of(callout.name(), 300)
            + " ("
            + opened.messages()
            + " messages within a minute, the last: "
            + what
            + "); it is not asked for "
            + whom
            + " meanwhile "
            + consequence(callout.policy())
            + "; it is tried with another message after "
            + Math.ceilDiv(opened.pause(), 1_000_000_000L)
            + " s");
  }

  private String key(Callout callout) {
    return stage.title() + " " + callout.name();
  }

  private void log(CalloutFailure failure, FailurePolicy policy) {
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
                + Shown.of(failure.observer(), 300)
                + ": "
                + failure.what()
                + "; "
                + consequence(policy)
                + (others == 0 ? "" : " (and " + others + " failures since the last report)"));
  }

  private String named() {
    return Shown.of(extension, 300) + " (" + Shown.of(application, 300) + ")";
  }

  private static String consequence(FailurePolicy policy) {
    return switch (policy) {
      case DEFER -> "the client gets 451 (policy defer)";
      case REJECT -> "the client gets 554 (policy reject)";
      case SKIP -> "the message goes on without it (policy skip)";
    };
  }

  ExtensionActivity activity(boolean inForce) {
    List<String> names = observers.stream().map(CalloutPoint::name).toList();
    return new ExtensionActivity(
        extension,
        application,
        names,
        inForce,
        activity(String.join(", ", names)),
        Optional.ofNullable(lastFailure));
  }

  private CalloutActivity activity(String names) {
    Supervision.Counters counted = supervision.counters();
    return new CalloutActivity(
        stage.title(),
        names,
        counted.calls(),
        counted.errors(),
        counted.timeouts(),
        counted.unparsable(),
        counted.refusals(),
        counted.stuckThreads(),
        counted.latency().medianMicros(),
        counted.latency().p99Micros(),
        observers.stream()
            .map(observer -> observer.breaker().state())
            .max(Comparator.naturalOrder())
            .orElse(BreakerState.CLOSED),
        observers.stream()
            .filter(observer -> observer.breaker().state() != BreakerState.CLOSED)
            .flatMap(observer -> observer.breaker().clients().stream())
            .distinct()
            .sorted()
            .toList());
  }
}
