package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.UnparsableMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stage's remaining callouts to a worker and waits, parked, until they have returned or one
 * of them has missed its deadline. One hand-off serves all callouts that keep theirs.
 */
final class Handoff<S> implements Workers.Task {

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

  private final StageRun<S> course;
  private final Workers workers;
  private final Thread waiting = Thread.currentThread();
  private final long since = System.nanoTime();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Attempt attempt;
  private volatile @Nullable End end;
  private volatile @Nullable LostCall lost;

  Handoff(StageRun<S> course, Workers workers) {
    this.course = course;
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
          "callout: cannot ask extensions (" + Thrown.described(t) + "); the client gets 451");
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

  /** Returns false when the session has given up on this thread. */
  private boolean callAll(Thread worker) {
    while (!course.isOver()) {
      Callout callout = course.callout();
      long start = System.nanoTime();
      if (!callout.account().admits(callout, course, start)) {
        course.notAdmitted();
      } else if (!call(callout, new Attempt(callout, worker, start), start)) {
        Thread.interrupted();
        LostCall returned = lost;
        if (returned != null) {
          callout.account().threadReturned(callout, course.input(), returned);
        }
        return false;
      }
    }
    return true;
  }

  private boolean call(Callout callout, Attempt current, long start) {
    attempt = current;
    Returned<S> left = null;
    Throwable thrown = null;
    try {
      StageEvent<S> event = course.event(current);
      callout.call(event);
      left = event.returned();
    } catch (Throwable t) {
      // An Error of an extension, even of memory, is the extension's and touches one message.
      thrown = t;
    }
    long nanos = System.nanoTime() - start;
    if (!current.returned()) {
      return false;
    }
    Thread.interrupted();
    current.lease().end();
    if (left != null) {
      callout.account().succeeded(callout, course, nanos);
      course.took(left);
    } else if (thrown != null) {
      failed(callout, thrown, current.lease(), nanos);
    }
    return true;
  }

  private void failed(Callout callout, Throwable thrown, Lease lease, long nanos) {
    Optional<UnparsableMessage> defect = ContentDefect.in(thrown, lease);
    if (defect.isPresent()) {
      String reason = Thrown.message(defect.get());
      callout.account().couldNotParse(callout, course, reason, nanos);
      course.unparsable(reason);
    } else {
      callout.account().threw(callout, course, thrown, nanos);
      course.threw();
    }
  }

  /** Makes sure that no worker begins. Returns false when one has. */
  boolean withdraw() {
    return begun.compareAndSet(false, true);
  }

  @Override
  public long since() {
    return since;
  }

  /** Wakes the session when it has waited long enough; it decides by itself. */
  @Override
  public void look(long now) {
    Attempt current = attempt;
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
      Attempt current = attempt;
      if (current != null
          && (interrupted || current.left(System.nanoTime()) <= 0)
          && giveUp(current)) {
        if (interrupted) {
          current.callout().breaker().withdrawn(course);
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
  private boolean giveUp(Attempt current) {
    if (!current.isRunning()) {
      return false;
    }
    Callout callout = current.callout();
    LostCall call = callout.account().threadLost(callout, course.input(), current.worker());
    lost = call;
    if (current.giveUp()) {
      return true;
    }
    lost = null;
    callout.account().threadReturned(callout, course.input(), call);
    return false;
  }
}
