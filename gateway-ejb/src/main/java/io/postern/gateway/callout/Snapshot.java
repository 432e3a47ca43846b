package io.postern.gateway.callout;

import java.util.EnumMap;
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

  private final Map<CalloutStage, Chain> chains;
  private final Map<CalloutStage, Chain> watching = new EnumMap<>(CalloutStage.class);
  private final Set<String> applications;
  private final Consumer<Snapshot> whenDrained;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * @param chains one for each stage
   * @param applications whose callouts they are
   */
  Snapshot(
      Map<CalloutStage, Chain> chains, Set<String> applications, Consumer<Snapshot> whenDrained) {
    this.chains = chains;
    chains.forEach((stage, chain) -> watching.put(stage, chain.watching()));
    this.applications = Set.copyOf(applications);
    this.whenDrained = whenDrained;
  }

  /**
   * @param watched whether all extensions only watch
   */
  Chain chain(CalloutStage stage, boolean watched) {
    Chain chain = (watched ? watching : chains).get(stage);
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
