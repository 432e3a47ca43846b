package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.routing.Route;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientGroup;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Queues again what the spool holds, from its list of the unfinished: what waits is not read from
 * disk, but for those whose route their domain does not decide, which are probes of the self-test.
 * Of what is held those are read that are released, since their marks repeat the envelope.
 *
 * <p>What is accepted meanwhile may be queued twice. That does no harm: a recipient that is in hand
 * is not taken a second time, and its mark is read before each attempt.
 */
final class DeliveryRecovery {

  private static final Logger LOG = System.getLogger(DeliveryRecovery.class.getPackageName());

  /** Which groups of recipients are meant. */
  private interface Choice {
    boolean wants(RecipientGroup group);
  }

  /** When recipients that wait are to be tried. */
  private interface Timing {
    Duration delay(RecipientState.Waiting waiting);
  }

  private final SettingsInForce settings;
  private final Spool spool;
  private final Router router;
  private final Scheduler scheduler;
  private final Holds holds;
  private final Clock clock;

  DeliveryRecovery(
      SettingsInForce settings,
      Spool spool,
      Router router,
      Scheduler scheduler,
      Holds holds,
      Clock clock) {
    this.settings = settings;
    this.spool = spool;
    this.router = router;
    this.scheduler = scheduler;
    this.holds = holds;
    this.clock = clock;
  }

  /** Puts tickets for all recipients that wait; waits for room in the queue. */
  void recover() {
    long messages = each(group -> true, this::delay, "recovered");
    LOG.log(Level.INFO, "delivery: looked through {0} unfinished messages", messages);
  }

  /**
   * Puts tickets for those recipients alone whose route has changed; all others have theirs. What
   * waits for another attempt is tried at the new destination at once, which has refused nothing.
   *
   * @param before the routes that were in force
   */
  void reroute(Routing before) {
    each(
        group ->
            !(group.state() instanceof RecipientState.Waiting)
                || router.isRerouted(before, group.domain(), group.state()),
        waiting -> Duration.ZERO,
        "route changed");
  }

  /** Answers how many messages there were. */
  private long each(Choice choice, Timing timing, String reason) {
    long messages = 0;
    List<RecipientGroup> ofOne = new ArrayList<>();
    try {
      for (RecipientGroup group : spool.groups()) {
        if (!ofOne.isEmpty() && !ofOne.getFirst().id().equals(group.id())) {
          message(ofOne, choice, timing, reason);
          ofOne.clear();
          messages++;
        }
        ofOne.add(group);
      }
      if (!ofOne.isEmpty()) {
        message(ofOne, choice, timing, reason);
        messages++;
      }
    } catch (InterruptedException e) {
      // The gateway stops; the next start begins again.
      Thread.currentThread().interrupt();
    }
    return messages;
  }

  /** Recipients that stand alike at several domains share an attempt when they go the same way. */
  private void message(List<RecipientGroup> groups, Choice choice, Timing timing, String reason)
      throws InterruptedException {
    Map<RecipientState.Waiting, RoutedRecipients> alike =
        LinkedHashMap.newLinkedHashMap(groups.size());
    Map<Integer, RoutedRecipients> released = LinkedHashMap.newLinkedHashMap(0);
    for (RecipientGroup group : groups) {
      if (!choice.wants(group)) {
        continue;
      }
      switch (group.state()) {
        case RecipientState.Waiting waiting ->
            route(
                group,
                group.indexes(),
                alike.computeIfAbsent(
                    waiting, state -> new RoutedRecipients(group.id(), state.attempts() + 1)));
        case RecipientState.Held(int attempts) -> {
          List<Integer> free = holds.release(group, attempts);
          if (!free.isEmpty()) {
            route(
                group,
                free,
                released.computeIfAbsent(
                    attempts, made -> new RoutedRecipients(group.id(), made + 1)));
          }
        }
        case RecipientState.Quarantined _, RecipientState.Finished _ -> {
          // An operator decides, or nothing is left to do.
        }
      }
    }
    for (Map.Entry<RecipientState.Waiting, RoutedRecipients> next : alike.entrySet()) {
      scheduler.scheduleWhenRoom(next.getValue(), timing.delay(next.getKey()), reason);
    }
    for (RoutedRecipients next : released.values()) {
      scheduler.scheduleWhenRoom(next, Duration.ZERO, "released");
    }
  }

  private void route(RecipientGroup group, List<Integer> recipients, RoutedRecipients to) {
    Optional<Route> route = router.route(group.domain(), group.state());
    if (route.isPresent()) {
      for (int recipient : recipients) {
        to.add(recipient, route.get());
      }
      return;
    }
    try {
      Optional<QueuedMessage> message = spool.look(group.id());
      if (message.isPresent()) {
        Envelope envelope = message.get().envelope();
        for (int recipient : recipients) {
          to.add(
              recipient,
              router.route(envelope.recipients().get(recipient).mailbox(), group.state()));
        }
      }
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot read message {0} from the spool ({1}); it waits for the next start",
          group.id(),
          e.getMessage());
    }
  }

  /** Queues those of a message's held recipients whose route holds no mail any more. */
  void release(SpoolId id) {
    try {
      message(
          spool.groups(id),
          group -> group.state() instanceof RecipientState.Held,
          waiting -> Duration.ZERO,
          "released");
    } catch (InterruptedException e) {
      // The gateway stops; the next start looks again.
      Thread.currentThread().interrupt();
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
