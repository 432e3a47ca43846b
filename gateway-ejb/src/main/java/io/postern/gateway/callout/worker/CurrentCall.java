package io.postern.gateway.callout.worker;

import io.postern.gateway.callout.worker.Workers.Task;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call that the current thread makes, for what an extension calls in turn. A thread is marked
 * once in its life, so that a call costs nothing more.
 */
public final class CurrentCall {

  private static final ThreadLocal<Supplier<@Nullable Task>> AT_WORK = new ThreadLocal<>();

  private CurrentCall() {}

  /** What the call may use; empty on a thread that makes none. */
  public static Optional<Revocable> shared() {
    Supplier<@Nullable Task> worker = AT_WORK.get();
    Task task = worker == null ? null : worker.get();
    return task == null ? Optional.empty() : task.shared();
  }

  /**
   * The current thread is a worker's from now on.
   *
   * @param task what it is at; null between two tasks
   */
  static void begin(Supplier<@Nullable Task> task) {
    AT_WORK.set(task);
  }

  /** It is no worker's any more. */
  static void end() {
    AT_WORK.remove();
  }
}
