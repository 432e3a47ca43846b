package io.postern.gateway.callout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** The snapshots that are in force or that open sets still use. Thread-safe. */
final class SnapshotsInUse {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<String, CompletableFuture<Void>> draining = new HashMap<>();

  void add(Snapshot snapshot) {
    lock.lock();
    try {
      snapshots.add(snapshot);
    } finally {
      lock.unlock();
    }
  }

  /** No set uses it any more, and none will. */
  void drained(Snapshot snapshot) {
    List<CompletableFuture<Void>> complete = new ArrayList<>();
    lock.lock();
    try {
      snapshots.remove(snapshot);
      draining
          .entrySet()
          .removeIf(
              entry -> {
                boolean drained = !holds(entry.getKey());
                if (drained) {
                  complete.add(entry.getValue());
                }
                return drained;
              });
    } finally {
      lock.unlock();
    }
    complete.forEach(future -> future.complete(null));
  }

  /** Completes when none holds the revision. */
  CompletableFuture<Void> without(String revision) {
    lock.lock();
    try {
      return holds(revision)
          ? draining.computeIfAbsent(revision, r -> new CompletableFuture<>()).copy()
          : CompletableFuture.completedFuture(null);
    } finally {
      lock.unlock();
    }
  }

  private boolean holds(String revision) {
    return snapshots.stream().anyMatch(snapshot -> snapshot.holds(revision));
  }
}
