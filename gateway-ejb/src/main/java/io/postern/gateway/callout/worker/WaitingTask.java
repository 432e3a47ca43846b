package io.postern.gateway.callout.worker;

import java.time.Duration;

/** A task no worker has begun, and how often a worker was called for it. Used by the watch. */
final class WaitingTask {

  /** Then the threads at work must be waiting for something, and one more is called. */
  private static final long BEGIN_SOON = Duration.ofMillis(1).toNanos();

  /** A server's pool may hold a thread back behind lost ones; so long is waited for it. */
  private static final long BEGIN_AT_LAST = Duration.ofSeconds(1).toNanos();

  private final Workers.Task task;
  private boolean called;
  private boolean calledTwice;

  WaitingTask(Workers.Task task) {
    this.task = task;
  }

  Workers.Task task() {
    return task;
  }

  /** Whether a worker is to be called now. */
  boolean isLate(long now) {
    long age = now - task.since();
    return !called ? age >= BEGIN_SOON : !calledTwice && age >= BEGIN_AT_LAST;
  }

  boolean wasCalledFor() {
    return called;
  }

  void calledFor() {
    calledTwice = called;
    called = true;
  }
}
