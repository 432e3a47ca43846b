package io.postern.gateway.callout.worker;

import io.postern.gateway.thread.UninterruptibleThread;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, as many as there are tasks: handing over costs a microsecond and wakes no thread
 * of the system, and who waits for something holds none. A task that computes holds the carrier
 * under it, of which there are as many as processors; a watch sees that and has it {@linkplain
 * CarrierCompensation replaced}, so that a loop in an extension takes none of what sessions need.
 * Thread-safe.
 *
 * <p>Threads are used again: one that is woken is the next on this carrier, a new one waits until a
 * carrier has nothing else to do.
 */
final class VirtualWorkers implements Workers {

  /** Rounds of the watch, of a millisecond, after which a task counts as computing. */
  private static final int COMPUTES = 5;

  /** More than these do not wait for a next task. */
  private static final int MOST_IDLE = 256;

  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idling = new AtomicInteger();
  private final ThreadFactory threads;
  private final CarrierCompensation compensation;
  private final Watch watch;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean closed;

  VirtualWorkers(String name, CarrierCompensation compensation) {
    this.threads = Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).factory();
    this.compensation = compensation;
    this.watch =
        new Watch(work -> UninterruptibleThread.unstarted(name + "-watch", work), this::lookAround);
  }

  @Override
  public void run(Task task) {
    Worker rested = idle.pollFirst();
    if (rested != null) {
      idling.decrementAndGet();
      rested.task = task;
      LockSupport.unpark(rested.thread);
    } else {
      Worker made = new Worker(task);
      workers.add(made);
      boolean started = false;
      try {
        made.thread.start();
        started = true;
      } finally {
        if (!started) {
          workers.remove(made);
        }
      }
    }
    watch.stayAwake();
  }

  /** The watch's round. Returns whether there is something to look at again. */
  private boolean lookAround(long now) {
    boolean any = false;
    int computing = 0;
    for (Worker worker : workers) {
      Task task = worker.task;
      if (task != null) {
        any = true;
        task.look(now);
      }
      computing += worker.computes(task) ? 1 : 0;
    }
    return compensation.replace(computing) || any;
  }

  /**
   * Ends the threads that wait for a task, and those at work when they have done it: they keep
   * thread-local values of extensions, and the last task they had.
   */
  @Override
  public void renew() {
    generation.incrementAndGet();
    workers.forEach(worker -> LockSupport.unpark(worker.thread));
  }

  @Override
  public void close() {
    closed = true;
    workers.forEach(worker -> LockSupport.unpark(worker.thread));
    watch.close();
    compensation.giveBack();
  }

  private final class Worker implements Runnable {

    private final Thread thread = threads.newThread(this);
    private final int made = generation.get();
    private volatile @Nullable Task task;

    /** Rounds in a row in which it did not wait for anything. Used by the watch. */
    private int rounds;

    private @Nullable Task seen;

    Worker(Task first) {
      task = first;
    }

    @Override
    public void run() {
      CurrentCall.begin(() -> task);
      try {
        for (Task next = task; next != null; next = rest()) {
          next.run();
        }
      } finally {
        workers.remove(this);
      }
    }

    /** Waits for the next task; null when there will be none. */
    private @Nullable Task rest() {
      task = null;
      if (isOld()) {
        return null;
      }
      if (idling.incrementAndGet() > MOST_IDLE) {
        idling.decrementAndGet();
        return null;
      }
      idle.addFirst(this);
      Task next = task;
      while (next == null) {
        // The thread that took it off the list in the meantime has a task for it.
        if ((closed || isOld()) && idle.remove(this)) {
          idling.decrementAndGet();
          return null;
        }
        LockSupport.park(VirtualWorkers.this);
        next = task;
      }
      return next;
    }

    private boolean isOld() {
      return made != generation.get();
    }

    /** Whether it has been at this one task for long without waiting. */
    boolean computes(@Nullable Task present) {
      boolean goesOn = present != null && present == seen;
      seen = present;
      rounds = goesOn && thread.getState() == Thread.State.RUNNABLE ? rounds + 1 : 0;
      return rounds >= COMPUTES;
    }
  }
}
