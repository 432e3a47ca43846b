package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Unfinished;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queues again what the spool holds. */
final class Recovery {

  private static final Logger LOG = System.getLogger(Recovery.class.getPackageName());

  private final SettingsInForce settings;
  private final Router router;
  private final Holds holds;
  private final Clock clock;

  Recovery(SettingsInForce settings, Router router, Holds holds, Clock clock) {
    this.settings = settings;
    this.router = router;
    this.holds = holds;
    this.clock = clock;
  }

  /** Puts tickets for all recipients that wait; waits for room in the queues. */
  void recover(Iterable<Unfinished> unfinished) {
    long messages = 0;
    try {
      for (Unfinished message : unfinished) {
        recover(message);
        messages++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    LOG.log(Level.INFO, "delivery: looked through {0} unfinished messages", messages);
  }

  private void recover(Unfinished message) throws InterruptedException {
    Map<RecipientState, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < message.states().size(); i++) {
      groups.computeIfAbsent(message.states().get(i), state -> new ArrayList<>(1)).add(i);
    }
    for (Map.Entry<RecipientState, List<Integer>> group : groups.entrySet()) {
      switch (group.getKey()) {
        case RecipientState.Waiting waiting ->
            router.someWhenRoom(
                message.id(),
                message.envelope(),
                message.states(),
                group.getValue(),
                waiting.attempts() + 1,
                delay(waiting),
                "recovered");
        case RecipientState.Held held ->
            holds.look(message.id(), message.envelope(), group.getValue(), held.attempts());
        case RecipientState.Quarantined quarantined -> {
          // An operator decides.
        }
        case RecipientState.Finished finished -> {
          // Nothing is left to do.
        }
      }
    }
  }

  /**
   * Puts tickets for those recipients alone whose route has changed; all others have theirs. What
   * waits for another attempt is tried at the new next hop at once, which has refused nothing.
   *
   * @param before the routes that were in force
   */
  void reroute(Iterable<Unfinished> unfinished, Routing before) {
    try {
      for (Unfinished message : unfinished) {
        reroute(message, before);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reroute(Unfinished message, Routing before) throws InterruptedException {
    Map<Integer, List<Integer>> byAttempts = new LinkedHashMap<>();
    Map<Integer, List<Integer>> held = new LinkedHashMap<>();
    for (int i = 0; i < message.states().size(); i++) {
      switch (message.states().get(i)) {
        case RecipientState.Waiting waiting -> {
          if (router.isRerouted(
              before, message.envelope().recipients().get(i).mailbox(), waiting)) {
            byAttempts.computeIfAbsent(waiting.attempts(), n -> new ArrayList<>(1)).add(i);
          }
        }
        case RecipientState.Held(int attempts) ->
            held.computeIfAbsent(attempts, n -> new ArrayList<>(1)).add(i);
        case RecipientState.Quarantined _, RecipientState.Finished _ -> {
          // An operator decides, or nothing is left to do.
        }
      }
    }
    for (Map.Entry<Integer, List<Integer>> group : byAttempts.entrySet()) {
      router.someWhenRoom(
          message.id(),
          message.envelope(),
          message.states(),
          group.getValue(),
          group.getKey() + 1,
          Duration.ZERO,
          "route changed");
    }
    for (Map.Entry<Integer, List<Integer>> group : held.entrySet()) {
      holds.look(message.id(), message.envelope(), group.getValue(), group.getKey());
    }
  }

  /** Until its time comes; never longer than was meant, should the clock have jumped back. */
  private Duration delay(RecipientState.Waiting waiting) {
    Instant now = clock.instant();
    if (waiting.attempts() == 0 || !waiting.notBefore().isAfter(now)) {
      return Duration.ZERO;
    }
    Settings.Retry retry = settings.now().retry();
    Duration left = Duration.between(now, waiting.notBefore());
    Duration meant = Dispositions.wait(waiting.attempts(), retry.schedule());
    return left.compareTo(meant) < 0 ? left : meant;
  }
}
