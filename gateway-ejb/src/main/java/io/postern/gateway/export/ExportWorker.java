package io.postern.gateway.export;

import io.postern.gateway.audit.JournalUnavailable;
import io.postern.gateway.audit.Subscription;
import io.postern.gateway.thread.UninterruptibleThread;
import io.postern.text.Shown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events, on a thread of its own: reads the journal from the position on, writes to
 * the target, and moves the position. A target that fails is tried again with growing pauses, from
 * the position that it says it has. Thread-safe.
 */
final class ExportWorker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ExportWorker.class.getPackageName());
  private static final Duration FINISH_BATCH = Duration.ofSeconds(2);
  private static final Duration ABORT_BATCH = Duration.ofSeconds(10);

  /** What a worker reports; called on its thread, and must return quickly. */
  interface Listener {

    /** The target failed again. */
    void failed(int inARow, Instant since, String error);

    /** A batch was taken after failures, or the first one. */
    void recovered();

    /** The target has a position of its own, and the stream goes on from there. */
    void moved(long position);

    /** Nothing is left to be done. */
    void finished();
  }

  private final ExportStream stream;
  private final Subscription subscription;
  private final TargetOpener opener;
  private final EventSelection selection;
  private final Pace pace;
  private final BatchReader reader;
  private final BatchWriter writer;
  private final Listener listener;
  private final Clock clock;
  private final long last;
  private final RateMeter rate = new RateMeter();
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean paused;
  private boolean closing;
  private boolean retryNow;

  private volatile @Nullable ExportTarget target;
  private volatile Status status;

  /** No line that waits is older than this, as far as that is known. */
  private volatile Optional<Instant> oldest = Optional.empty();

  private volatile long written;
  private volatile long lost;
  private int failures;

  private record Status(ExportState state, Instant since, Optional<String> error) {}

  /**
   * @param subscription closed with this
   * @param last number of the last line of the stream
   * @param paused whether it begins paused
   */
  ExportWorker(
      ExportStream stream,
      Subscription subscription,
      TargetOpener opener,
      EventSelection selection,
      Pace pace,
      SetAsideEvents setAside,
      long last,
      boolean paused,
      Listener listener,
      Clock clock) {
    this.stream = stream;
    this.subscription = subscription;
    this.opener = opener;
    this.selection = selection;
    this.pace = pace;
    this.last = last;
    this.paused = paused;
    this.listener = listener;
    this.clock = clock;
    reader = new BatchReader(subscription, pace, last);
    writer = new BatchWriter(stream.key(), setAside, clock);
    status = new Status(ExportState.CONNECTING, clock.instant(), Optional.empty());
    thread = UninterruptibleThread.unstarted("postern-export-" + stream.key(), this::run);
  }

  ExportWorker start() {
    thread.start();
    return this;
  }

  /** Ends after the present batch and begins again when told so. */
  void pause(boolean pausing) {
    lock.lock();
    try {
      paused = pausing;
      retryNow = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  StreamProgress progress() {
    Status now = status;
    long behind = Math.max(0, Math.min(subscription.last(), last) - subscription.position());
    Duration lag =
        oldest
            .filter(_ -> behind > 0)
            .map(since -> Duration.between(since, clock.instant()))
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO);
    return new StreamProgress(
        now.state(),
        now.since(),
        now.error(),
        subscription.position(),
        behind,
        lag.toMillis() / 1e3,
        rate.perSecond(System.nanoTime()),
        written,
        lost);
  }

  private void run() {
    while (!isClosing() && status.state() != ExportState.FINISHED) {
      try {
        if (isPaused()) {
          idle();
        } else {
          round();
        }
      } catch (TargetUnavailable e) {
        failed(String.valueOf(e.getMessage()), e.pause());
      } catch (JournalUnavailable e) {
        failed(String.valueOf(e.getMessage()), Duration.ZERO);
      } catch (InterruptedException e) {
        throw new IllegalStateException("the thread ignores interrupts", e);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "export: %s failed; trying again".formatted(stream.key()), e);
        failed(Shown.of(e), Duration.ZERO);
      }
    }
    release();
    subscription.close();
  }

  private void idle() {
    release();
    subscription.save();
    enter(ExportState.PAUSED, Optional.empty());
    await(pace.longestPause());
  }

  private void round() throws TargetUnavailable, InterruptedException {
    ExportTarget connected = connected();
    BatchReader.Batch batch = reader.read();
    lost = subscription.lost();
    if (isPaused() || isClosing()) {
      subscription.again();
      return;
    }
    if (!batch.lines().isEmpty()) {
      oldest = Optional.of(batch.lines().getFirst().at());
      long end = batch.lines().getLast().sequence();
      var events = selection.of(batch.lines());
      writer.write(
          connected,
          events,
          end,
          position -> {
            rate.count(position - subscription.position(), System.nanoTime());
            subscription.done(position);
          });
      written += events.size();
      oldest =
          Optional.of(subscription.last() > end ? batch.lines().getLast().at() : clock.instant());
    } else {
      oldest = Optional.of(clock.instant());
      subscription.save();
    }
    works();
    if (batch.end()) {
      finish();
    }
  }

  private void finish() {
    subscription.save();
    listener.finished();
    enter(ExportState.FINISHED, Optional.empty());
  }

  private void works() {
    if (status.state() != ExportState.RUNNING) {
      enter(ExportState.RUNNING, Optional.empty());
      failures = 0;
      listener.recovered();
    }
  }

  /** The target, at the position from which the subscription reads. */
  private ExportTarget connected() throws TargetUnavailable {
    ExportTarget open = target;
    if (open != null) {
      return open;
    }
    if (status.state() == ExportState.PAUSED) {
      enter(ExportState.CONNECTING, Optional.empty());
    }
    open = opener.open(stream);
    try {
      moveTo(open.position());
    } catch (TargetUnavailable | RuntimeException e) {
      open.close();
      throw e;
    }
    target = open;
    return open;
  }

  private void moveTo(OptionalLong position) throws TargetUnavailable {
    if (position.isEmpty()) {
      subscription.again();
      return;
    }
    long held = position.getAsLong();
    if (held > subscription.last()) {
      throw new TargetUnavailable(
          ("the target is done with event %d of this gateway, but the journal ends at %d: another"
                  + " gateway writes under the same name, or the journal was begun again")
              .formatted(held, subscription.last()),
          null);
    }
    if (held != subscription.position()) {
      LOG.log(
          Level.INFO,
          "export: {0} goes on after event {1}, as the target says; the gateway knew of {2}",
          stream.key(),
          held,
          subscription.position());
      listener.moved(held);
    }
    subscription.moveTo(held);
  }

  /**
   * @param asked a pause that the target asks for
   */
  private void failed(String error, Duration asked) {
    release();
    lookForOldest();
    failures++;
    Optional<Status> before = Optional.of(status).filter(s -> s.state() == ExportState.WAITING);
    Instant since = before.map(Status::since).orElseGet(clock::instant);
    status = new Status(ExportState.WAITING, since, Optional.of(error));
    if (before.flatMap(Status::error).filter(error::equals).isEmpty()) {
      LOG.log(
          Level.WARNING,
          "export: {0} waits, its events stay in the journal: {1}",
          stream.key(),
          error);
    }
    listener.failed(failures, since, error);
    Duration own = pace.pause(failures, ThreadLocalRandom.current().nextDouble());
    await(asked.compareTo(own) > 0 ? asked : own);
  }

  /** How long the first event has been waiting, when nothing was read yet. */
  private void lookForOldest() {
    if (oldest.isPresent()) {
      return;
    }
    try {
      subscription.again();
      oldest = subscription.read(1, Duration.ZERO).stream().findFirst().map(line -> line.at());
      subscription.again();
    } catch (JournalUnavailable | InterruptedException e) {
      LOG.log(Level.DEBUG, "export: cannot look for the oldest event", e);
    }
  }

  private void release() {
    ExportTarget open = target;
    target = null;
    if (open != null) {
      open.close();
    }
  }

  private void enter(ExportState state, Optional<String> error) {
    if (status.state() != state) {
      status = new Status(state, clock.instant(), error);
    }
  }

  private void await(Duration pause) {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closing && !retryNow && left > 0) {
        left = changed.awaitNanos(left);
      }
      retryNow = false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("the thread ignores interrupts", e);
    } finally {
      lock.unlock();
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

  private boolean isPaused() {
    lock.lock();
    try {
      return paused;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the present batch end, for a short time. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(FINISH_BATCH)) {
        ExportTarget open = target;
        if (open != null) {
          open.close();
        }
        if (!thread.join(ABORT_BATCH)) {
          LOG.log(Level.WARNING, "export: {0} does not end; left alone", stream.key());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
