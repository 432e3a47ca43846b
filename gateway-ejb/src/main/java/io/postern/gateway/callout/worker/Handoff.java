package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands the calls that remain of a sequence to a worker and waits, parked, until they have returned
 * or one of them has missed its deadline. One hand-off serves all callouts that keep theirs.
 */
final class Handoff<U extends Revocable, R> implements Workers.Task {

  /** How the waiting ended. */
  enum End {
    /** All callouts were asked; the worker is free. */
    FINISHED,
    /** The callout's time is over; the worker is lost. */
    DEADLINE,
    /** This thread was interrupted; the worker is lost. */
    INTERRUPTED,
    /** This thread was interrupted before a worker began; none will. */
    WITHDRAWN,
    /** What surrounds the callouts failed; the worker is free. */
    BROKEN
  }

  /** Between two callouts the worker is ours and quick. */
  private static final long BETWEEN_CALLOUTS = Duration.ofMillis(5).toNanos();

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private final CallSequence<U, R> calls;
  private final Workers workers;
  private final Thread waiting = Thread.currentThread();
  private final long since = System.nanoTime();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable CallAttempt<U> attempt;
  private volatile @Nullable End end;
  private volatile @Nullable LostCall lost;

  Handoff(CallSequence<U, R> calls, Workers workers) {
    this.calls = calls;
    this.workers = workers;
  }

  @Override
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    Thread worker = Thread.currentThread();
    ClassLoader before = worker.getContextClassLoader();
    End how = End.BROKEN;
    try {
      how = callAll(worker) ? End.FINISHED : End.DEADLINE;
    } catch (Throwable t) {
      // Memory, most likely. The session must not wait for a worker that has gone.
      LOG.log(
          System.Logger.Level.ERROR,
          "callout: cannot ask extensions ("
              + Thrown.described(t)
              + "); the callouts left are not made");
    } finally {
      worker.setContextClassLoader(before);
      if (how == End.DEADLINE) {
        workers.found();
      } else {
        workers.leave();
        end = how;
        LockSupport.unpark(waiting);
      }
    }
  }

  /** Returns false when the waiting thread has given up on this one. */
  private boolean callAll(Thread worker) {
    while (!calls.isOver()) {
      Supervised callout = calls.due();
      long start = System.nanoTime();
      if (!callout.supervision().admits(callout, calls, start)) {
        calls.notAdmitted();
      } else if (!call(new CallAttempt<>(callout, calls.share(), worker, start), start)) {
        Thread.interrupted();
        LostCall returned = lost;
        if (returned != null) {
          callout.supervision().threadReturned(callout, calls.input(), returned);
        }
        return false;
      }
    }
    return true;
  }

  private boolean call(CallAttempt<U> current, long start) {
    attempt = current;
    @Nullable R left = null;
    Throwable thrown = null;
    try {
      left = calls.call(current.shared());
    } catch (Throwable t) {
      // An Error of an extension, even of memory, is the extension's and touches one message.
      thrown = t;
    }
    long nanos = System.nanoTime() - start;
    if (!current.returned()) {
      return false;
    }
    Thread.interrupted();
    current.shared().end();
    if (left != null) {
      calls.returned(left, nanos);
    } else if (thrown != null) {
      calls.threw(thrown, current.shared(), nanos);
    }
    return true;
  }

  /** Makes sure that no worker begins. Returns false when one has. */
  boolean withdraw() {
    return begun.compareAndSet(false, true);
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public Optional<Revocable> shared() {
    CallAttempt<U> current = attempt;
    return current == null ? Optional.empty() : Optional.of(current.shared());
  }

  /** Wakes the session when it has waited long enough; it decides by itself. */
  @Override
  public void look(long now) {
    CallAttempt<U> current = attempt;
    if (current != null && current.isRunning() && current.left(now) <= 0) {
      LockSupport.unpark(waiting);
    }
    LostCall gone = lost;
    if (gone != null) {
      gone.look(now);
    }
  }

  /**
   * Waits on the thread that made this, without a timer of its own: {@link #look} ends the wait for
   * a late callout. An interrupt is taken: the caller restores it.
   */
  End await() {
    boolean interrupted = false;
    End ended = end;
    for (; ended == null; ended = end) {
      interrupted |= Thread.interrupted();
      if (interrupted && withdraw()) {
        return End.WITHDRAWN;
      }
      CallAttempt<U> current = attempt;
      if (current != null
          && (interrupted || current.left(System.nanoTime()) <= 0)
          && giveUp(current)) {
        if (interrupted) {
          current.callout().breaker().withdrawn(calls);
        }
        return interrupted ? End.INTERRUPTED : End.DEADLINE;
      }
      if (interrupted) {
        LockSupport.parkNanos(this, BETWEEN_CALLOUTS);
      } else {
        LockSupport.park(this);
      }
    }
    if (interrupted) {
      waiting.interrupt();
    }
    return ended;
  }

  /** Counts the thread as lost before it can be back, so that the count never falls below zero. */
  private boolean giveUp(CallAttempt<U> current) {
    if (!current.isRunning()) {
      return false;
    }
    Supervised callout = current.callout();
    LostCall call = callout.supervision().threadLost(callout, calls.input(), current.worker());
    lost = call;
    if (current.giveUp()) {
      return true;
    }
    lost = null;
    callout.supervision().threadReturned(callout, calls.input(), call);
    return false;
  }
}
