package io.postern.gateway.callout.worker;

import java.util.Optional;

/** Where callouts run, away from the session that waits for them. Thread-safe. */
interface Workers extends AutoCloseable {

  /** What is handed over. */
  interface Task extends Runnable {

    /** When it was handed over, by {@link System#nanoTime}. */
    long since();

    /** Called every few milliseconds while it runs; returns at once. */
    void look(long now);

    /** What the call that its thread makes may use; empty when it makes none. */
    default Optional<Revocable> shared() {
      return Optional.empty();
    }
  }

  /**
   * Takes a task; waits in turn when there is no place for it.
   *
   * @throws OutOfMemoryError when no thread can be made; the task may run nevertheless
   */
  void run(Task task) throws InterruptedException;

  /** A task has ended, or will never begin: its place is free. */
  default void leave() {}

  /** A task will not end in time: its place is free, its thread is not. */
  default void lost() {}

  /** The thread of a lost task has come back, without a place. */
  default void found() {}

  /** Ends threads that are free; they keep thread-local values of extensions. */
  default void renew() {}

  @Override
  void close();
}
