package io.postern.gateway.callout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stage's remaining callouts to a worker and waits, parked, until they have returned or one
 * of them has missed its deadline. One hand-off serves all callouts that keep theirs.
 */
final class Handoff<S> implements Runnable {

  /** How the waiting ended. */
  enum End {
    /** All callouts were asked; the worker is free. */
    FINISHED,
    /** The callout's time is over; the worker is lost. */
    DEADLINE,
    /** This thread was interrupted; the worker, if any began, is lost. */
    INTERRUPTED,
    /** No worker began; the task will not run any more. */
    NOT_BEGUN,
    /** What surrounds the callouts failed; the worker is free. */
    BROKEN
  }

  /** A server's pool may hold a task back behind lost threads; so long is waited for it. */
  private static final long BEGIN_PATIENCE = Duration.ofSeconds(1).toNanos();

  /** Between two callouts the worker is ours and quick. */
  private static final long BETWEEN_CALLOUTS = Duration.ofMillis(5).toNanos();

  /** Nobody tells when the next callout begins; so none with less time may be slept through. */
  private final long shortestBudget;

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private final Course<S> course;
  private final Workers workers;
  private final Thread waiting = Thread.currentThread();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Attempt attempt;
  private volatile @Nullable End end;

  Handoff(Course<S> course, Workers workers, long shortestBudget) {
    this.shortestBudget = shortestBudget;
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
      if (how != End.DEADLINE) {
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
      if (!callout.account().admits(callout, start)) {
        course.failed();
      } else if (!call(callout, new Attempt(callout, worker, start), start)) {
        Thread.interrupted();
        callout.account().threadReturned();
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
      left = new Returned<>(event.subject(), event.opinion(), event.sessionDraft().left());
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
      callout.account().succeeded(callout, nanos);
      course.took(left);
    } else if (thrown != null) {
      callout.account().threw(callout, thrown, nanos);
      course.failed();
    }
    return true;
  }

  /** Waits on the thread that made this. An interrupt is taken: the caller restores it. */
  End await() {
    long start = System.nanoTime();
    boolean interrupted = false;
    End ended = end;
    for (; ended == null; ended = end) {
      interrupted |= Thread.interrupted();
      Attempt current = attempt;
      long now = System.nanoTime();
      if (current == null) {
        boolean patient = !interrupted && now - start < BEGIN_PATIENCE;
        if (!patient && begun.compareAndSet(false, true)) {
          return interrupted ? End.INTERRUPTED : End.NOT_BEGUN;
        }
        long pause = patient ? Math.min(BEGIN_PATIENCE, shortestBudget) : BETWEEN_CALLOUTS;
        LockSupport.parkNanos(this, pause);
      } else if (interrupted || current.left(now) <= 0) {
        if (current.isRunning() && giveUp(current)) {
          if (interrupted) {
            current.callout().breaker().withdrawn();
          }
          return interrupted ? End.INTERRUPTED : End.DEADLINE;
        }
        LockSupport.parkNanos(this, BETWEEN_CALLOUTS);
      } else {
        LockSupport.parkNanos(this, Math.min(current.left(now), shortestBudget));
      }
    }
    if (interrupted) {
      waiting.interrupt();
    }
    return ended;
  }

  /** Counts the thread as lost before it can be back, so that the count never falls below zero. */
  private static boolean giveUp(Attempt current) {
    Account account = current.callout().account();
    account.threadLost();
    if (current.giveUp()) {
      return true;
    }
    account.threadReturned();
    return false;
  }
}
