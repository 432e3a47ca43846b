package io.postern.gateway.callout;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each task: handing over costs a microsecond and wakes no thread of the
 * system, and who waits for something holds none. A task that computes holds the carrier under it,
 * of which there are as many as processors; a watch sees that and has it {@linkplain Carriers
 * replaced}, so that a loop in an extension takes none of what sessions need. Thread-safe.
 */
final class VirtualWorkers implements Workers {

  /** Rounds of the watch, of a millisecond, after which a task counts as computing. */
  private static final int COMPUTES = 5;

  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final ThreadFactory threads;
  private final Carriers carriers;
  private final Watch watch;

  VirtualWorkers(String name, Carriers carriers) {
    this.threads = Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).factory();
    this.carriers = carriers;
    this.watch =
        new Watch(
            Thread.ofPlatform()
                .name(name + "-watch")
                .daemon(true)
                .inheritInheritableThreadLocals(false)
                .factory(),
            this::lookAround);
  }

  @Override
  public void run(Task task) {
    Running begun = new Running(task);
    running.add(begun);
    boolean started = false;
    try {
      threads.newThread(begun).start();
      started = true;
    } finally {
      if (!started) {
        running.remove(begun);
      }
    }
    watch.stayAwake();
  }

  /** The watch's round. Returns whether there is something to look at again. */
  private boolean lookAround(long now) {
    int computing = 0;
    for (Running one : running) {
      one.task.look(now);
      computing += one.computes() ? 1 : 0;
    }
    boolean replaced = carriers.replace(computing);
    return replaced || !running.isEmpty();
  }

  @Override
  public void close() {
    watch.close();
    carriers.giveBack();
  }

  private final class Running implements Runnable {

    private final Task task;
    private volatile @Nullable Thread thread;

    /** Rounds in a row in which it did not wait for anything. Used by the watch. */
    private int rounds;

    Running(Task task) {
      this.task = task;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        task.run();
      } finally {
        running.remove(this);
      }
    }

    boolean computes() {
      Thread begun = thread;
      rounds = begun != null && begun.getState() == Thread.State.RUNNABLE ? rounds + 1 : 0;
      return rounds >= COMPUTES;
    }
  }
}
