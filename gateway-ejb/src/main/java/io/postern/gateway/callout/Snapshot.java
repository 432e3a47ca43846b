package io.postern.gateway.callout;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All callouts in force at one time, and how many use them. Immutable but for the count;
 * thread-safe.
 *
 * <p>The count begins with one for the registry itself, taken back when another snapshot takes this
 * one's place; so it falls to zero once, and never before.
 */
final class Snapshot {

  /** Far below zero, so that late attempts to use it cannot bring it back. */
  private static final int DRAINED = Integer.MIN_VALUE / 2;

  private final Map<Stage, Chain> chains;
  private final Set<String> applications;
  private final Consumer<Snapshot> whenDrained;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * @param chains one for each stage
   * @param applications whose callouts they are
   */
  Snapshot(Map<Stage, Chain> chains, Set<String> applications, Consumer<Snapshot> whenDrained) {
    this.chains = chains;
    this.applications = Set.copyOf(applications);
    this.whenDrained = whenDrained;
  }

  Chain chain(Stage stage) {
    Chain chain = chains.get(stage);
    if (chain == null) {
      throw new IllegalStateException("no chain for " + stage);
    }
    return chain;
  }

  boolean holds(String application) {
    return applications.contains(application);
  }

  /** Returns false when it is drained: another one is in force by then. */
  boolean use() {
    return users.getAndIncrement() > 0;
  }

  void release() {
    if (users.decrementAndGet() == 0 && users.compareAndSet(0, DRAINED)) {
      whenDrained.accept(this);
    }
  }
}
