package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.CallInput;
import io.postern.gateway.callout.worker.CallSequence;
import io.postern.gateway.callout.worker.Revocable;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.logging.LoggedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of the journal on their way to a revision's observers. The position advances line by
 * line, and stays before a line that an observer failed with until that is decided. Used by one
 * thread at a time, as {@link CallSequence} says; {@link #abandon} by any.
 */
final class EventSequence implements CallSequence<Revocable, Boolean> {

  private static final Logger LOG = System.getLogger(EventSequence.class.getPackageName());

  /** Breakers of sequences do not ask where it came from; also read by threads that were lost. */
  private static final CallInput INPUT = new CallInput("journal", 0);

  private final List<JournalLine> lines;
  private final SubscribedRevision revision;
  private final Subscription subscription;
  private final LoggingReports reports;
  private int line;
  private int observer;

  /** The event of the line; empty when no observer wants it; null before it was looked for. */
  private @Nullable Optional<LoggedEvent> event;

  private boolean held;
  private boolean stopped;
  private volatile boolean abandoned;
  private volatile @Nullable Thread caller;
  private volatile Instant oldest;

  EventSequence(
      List<JournalLine> lines,
      SubscribedRevision revision,
      Subscription subscription,
      LoggingReports reports,
      Instant oldest) {
    this.lines = lines;
    this.revision = revision;
    this.subscription = subscription;
    this.reports = reports;
    this.oldest = oldest;
  }

  SubscribedRevision revision() {
    return revision;
  }

  /** Ends it before the next line. */
  void abandon() {
    abandoned = true;
  }

  /** Whether all lines were given; else those after the position are to be read again. */
  boolean isComplete() {
    return line == lines.size();
  }

  /** Number of the last line. */
  long last() {
    return lines.getLast().sequence();
  }

  /** Whether it ended for another reason than a breaker or another revision. */
  boolean isStopped() {
    return stopped;
  }

  /** When the first line after the position was written. */
  Instant oldest() {
    return oldest;
  }

  @Override
  public boolean isOver() {
    if (held || stopped) {
      return true;
    }
    while (line < lines.size()) {
      Optional<LoggedEvent> present = event;
      if (present == null) {
        if (abandoned) {
          return true;
        }
        present = begun();
      }
      if (present.isPresent() && findDue(present.get())) {
        return false;
      }
      finishLine();
    }
    return true;
  }

  private Optional<LoggedEvent> begun() {
    JournalLine begun = current();
    if (!revision.isUndecided()) {
      oldest = begun.at();
    }
    Optional<LoggedEvent> of = eventOf(begun);
    event = of;
    observer = 0;
    return of;
  }

  private boolean findDue(LoggedEvent present) {
    List<SupervisedObserver> all = revision.observers();
    while (observer < all.size()
        && !all.get(observer).isDue(present.getClass(), present.sequence())) {
      observer++;
    }
    return observer < all.size();
  }

  private void finishLine() {
    if (!revision.isUndecided()) {
      subscription.done(current().sequence());
    }
    line++;
    event = null;
  }

  private JournalLine current() {
    return lines.get(line);
  }

  private Optional<LoggedEvent> eventOf(JournalLine of) {
    Optional<Class<? extends LoggedEvent>> kind = LoggedEvents.kind(of);
    if (kind.isEmpty() || !revision.wants(kind.get(), of.sequence())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LoggedEvents.of(of));
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "logging: line %d cannot be given to %s; going on with the next"
              .formatted(of.sequence(), revision.extension()),
          e);
      return Optional.empty();
    }
  }

  @Override
  public SupervisedObserver due() {
    return revision.observers().get(observer);
  }

  @Override
  public Revocable share() {
    return new EventCall(revision.application(), due().observer().kind(), current());
  }

  @Override
  public Boolean call(Revocable shared) throws Exception {
    caller = Thread.currentThread();
    Optional<LoggedEvent> given = event;
    if (given == null) {
      throw new IllegalStateException("no event is due");
    }
    due().observer().observe(given.orElseThrow());
    return true;
  }

  @Override
  public void returned(Boolean left, long nanos) {
    SupervisedObserver observed = due();
    observed.supervision().countReturn(nanos);
    List<FailedEvent> over = observed.passed(current().sequence());
    if (observed.breaker().succeeded()) {
      observed.closed();
      reports.closed(revision, observed);
    }
    reports.failed(revision, observed, over, LoggingReports.SKIPPED);
    observer++;
  }

  @Override
  public void threw(Throwable thrown, Revocable shared, long nanos) {
    due().supervision().countError(nanos);
    failed(new FailedEvent(current(), "exception", Thrown.described(thrown), thrown, 1), false);
  }

  @Override
  public void missedDeadline() {
    SupervisedObserver observed = due();
    observed.supervision().countTimeout();
    String what = "no return within " + Duration.ofNanos(observed.budget()).toMillis() + " ms";
    Throwable trace = new Throwable(what);
    Thread late = caller;
    if (late != null) {
      trace.setStackTrace(late.getStackTrace());
    }
    failed(new FailedEvent(current(), "deadline", what, trace, 1), !observed.awaitReturn());
  }

  private void failed(FailedEvent event, boolean threadLost) {
    SupervisedObserver observed = due();
    long now = System.nanoTime();
    observed.failed(event, now);
    if (observed.breaker().failed(event.sequence(), event.kind().equals("deadline"), now)) {
      held = true;
      reports.failed(revision, observed, observed.opened(reports.now()), LoggingReports.WAITING);
      if (!abandoned) {
        reports.opened(revision, observed, event, subscription);
      }
    } else {
      if (threadLost || observed.hasTriedEnough(event.sequence())) {
        List<FailedEvent> over = observed.passOver(event.sequence());
        reports.failed(revision, observed, over, LoggingReports.SKIPPED);
      }
      observer++;
    }
  }

  @Override
  public void notAdmitted() {
    held = true;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public CallInput input() {
    return INPUT;
  }
}
