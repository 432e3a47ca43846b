package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops asking a callout that keeps failing. docs/callouts.md has the rules for administrators;
 * these are all there are:
 *
 * <ul>
 *   <li>It opens when the callout failed with {@value #MESSAGES_TO_OPEN} distinct messages within
 *       the last minute, and with more than half of the messages, as the mean over all clients that
 *       sent some. The same message again counts once. Content that cannot be parsed is no failure.
 *   <li>Open, it concerns the clients with whose messages the callout failed. From the third such
 *       client on it concerns everyone but clients whose messages all passed within the last
 *       minute. The failure policy applies to those concerned, without a call.
 *   <li>After a pause one message of those concerned is a probe, unless it failed before or threads
 *       lost to the callout still run. A probe that passes closes the breaker; one that fails
 *       doubles the pause, from 5 seconds up to 60. It also closes when the mean falls to half.
 *   <li>A message whose call was given up is not given to the callout again while that thread runs;
 *       a client whose messages cost {@value #THREADS_OF_CLIENT} threads is not served by the
 *       callout while they run.
 * </ul>
 *
 * Thread-safe; nothing survives a restart, which begins closed. As long as no call failed within
 * the last minute a call costs one read of a volatile.
 */
public final class Breaker implements Admission {

  static final int MESSAGES_TO_OPEN = 10;
  static final int THREADS_OF_CLIENT = 4;
  private static final int CLIENTS_NAMED = 2;
  private static final int MOST_KNOWN = 4096;
  private static final long FIRST_PAUSE = Duration.ofSeconds(5).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(60).toNanos();

  /** Where a call's input came from, read when it is needed. */
  public interface Origin {
    CallInput input();
  }

  /**
   * That it opened, or opened again after a probe, or concerns more clients than before.
   *
   * @param clients whom it concerns; empty when it concerns everyone
   * @param messages distinct ones that failed within the last minute
   * @param pause until a probe may be made, in nanoseconds
   */
  public record Opened(Set<String> clients, int messages, long pause) {}

  private volatile boolean clean = true;
  private final FailureEvidence evidence = new FailureEvidence(System.nanoTime());
  private final List<CallInput> lost = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();
  private Set<String> clients = Set.of();
  private boolean open;
  private @Nullable CallInput probe;
  private long pause;
  private long openUntil;

  @Override
  public boolean admits(Origin origin, BooleanSupplier threadsLost, long now) {
    return clean || admits(origin.input(), threadsLost, now);
  }

  private synchronized boolean admits(CallInput input, BooleanSupplier threadsLost, long now) {
    if (isBarred(input)) {
      return false;
    }
    if (!open || !concerns(input.client())) {
      return true;
    }
    if (probe != null
        || now - openUntil < 0
        || known.contains(input.message())
        || threadsLost.getAsBoolean()) {
      return false;
    }
    probe = input;
    return true;
  }

  private boolean isBarred(CallInput input) {
    return lost.contains(input)
        || lost.stream().filter(call -> call.client().equals(input.client())).count()
            >= THREADS_OF_CLIENT;
  }

  private boolean concerns(String client) {
    return clients.isEmpty() ? !evidence.isFaultless(client) : clients.contains(client);
  }

  /** A call returned in time. Returns whether that closed it. */
  public boolean succeeded(Origin origin, long now) {
    return !clean && succeeded(origin.input(), now);
  }

  private synchronized boolean succeeded(CallInput input, long now) {
    evidence.returned(input.client(), now);
    boolean probed = open && input.equals(probe);
    boolean closes = probed || (open && evidence.share() <= 0.5);
    if (probed) {
      evidence.forgetFailures();
    }
    if (closes) {
      open = false;
      probe = null;
      pause = 0;
      known.clear();
    }
    clean = !open && lost.isEmpty() && !evidence.holdsFailures(now);
    return closes;
  }

  /** A call failed. Returns what that opened; empty when it changes nothing for other messages. */
  public synchronized Optional<Opened> failed(CallInput input, long now) {
    clean = false;
    evidence.failed(input, now);
    boolean probed = open && input.equals(probe);
    Set<Long> messages = evidence.messages();
    if (!open && (messages.size() < MESSAGES_TO_OPEN || evidence.share() <= 0.5)) {
      return Optional.empty();
    }
    if (known.size() < MOST_KNOWN) {
      known.addAll(messages);
    }
    Set<String> failing = evidence.failingClients();
    Set<String> concerned = failing.size() > CLIENTS_NAMED ? Set.of() : failing;
    boolean wider =
        open && !clients.isEmpty() && (concerned.isEmpty() || !clients.containsAll(concerned));
    if (open && !probed && !wider) {
      return Optional.empty();
    }
    clients = open && !wider ? clients : concerned;
    if (!open || probed) {
      pause = pause == 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      openUntil = now + pause;
      probe = null;
    }
    open = true;
    return Optional.of(new Opened(clients, messages.size(), Math.max(0, openUntil - now)));
  }

  @Override
  public synchronized void threadLost(CallInput input) {
    clean = false;
    lost.add(input);
  }

  @Override
  public synchronized void threadReturned(CallInput input) {
    lost.remove(input);
  }

  /** The call neither passed nor failed: the session ended, or the content cannot be parsed. */
  @Override
  public void withdrawn(Origin origin) {
    if (!clean) {
      withdrawn(origin.input());
    }
  }

  private synchronized void withdrawn(CallInput input) {
    if (input.equals(probe)) {
      probe = null;
    }
  }

  public synchronized BreakerState state() {
    return !open ? BreakerState.CLOSED : probe == null ? BreakerState.OPEN : BreakerState.PROBING;
  }

  /** Whom it concerns when it is open; empty when everyone. */
  public synchronized Set<String> clients() {
    return clients;
  }
}
