package io.postern.gateway.delivery;

import io.postern.gateway.disposition.FollowUp;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.queue.TicketQueue;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.Route;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings recipients on their way: what is due goes straight into its lane while that has room, all
 * else waits in the queue; what is held is marked, what has no route is given up in the background.
 * Nothing here waits for a destination or the disk. Thread-safe.
 */
final class Scheduler {

  private static final List<Integer> FIRST = List.of(0);

  private final Router router;
  private final Lanes lanes;
  private final TicketQueue queue;
  private final Holds holds;
  private final UnroutableHandler unroutableHandler;
  private final Background background;

  Scheduler(
      Router router,
      Lanes lanes,
      TicketQueue queue,
      Holds holds,
      UnroutableHandler unroutableHandler,
      Background background) {
    this.router = router;
    this.lanes = lanes;
    this.queue = queue;
    this.holds = holds;
    this.unroutableHandler = unroutableHandler;
    this.background = background;
  }

  /** Puts a ticket that may be tried after the delay. */
  void put(Ticket ticket, Duration delay) {
    Duration left = delay.isPositive() ? delay : lanes.offer(ticket);
    if (left.isPositive()) {
      queue.put(ticket, left);
    }
  }

  /** The same, but waits for room in the queue. */
  void putWhenRoom(Ticket ticket, Duration delay) throws InterruptedException {
    Duration left = delay.isPositive() ? delay : lanes.offer(ticket);
    if (left.isPositive()) {
      queue.putWhenRoom(ticket, left);
    }
  }

  /**
   * A ticket came out of the queue. One that its lane refuses goes back, when there is room: the
   * queue must not be emptied quicker than it is filled again.
   */
  void due(Ticket ticket) {
    try {
      putWhenRoom(ticket, Duration.ZERO);
    } catch (InterruptedException e) {
      // The gateway stops; the ticket is found in the spool by the next start.
      Thread.currentThread().interrupt();
    }
  }

  /** All recipients of a new message, at once. */
  void all(SpoolId id, Envelope envelope, String reason) {
    List<Recipient> recipients = envelope.recipients();
    if (recipients.size() == 1
        && router.route(recipients.getFirst().mailbox()) instanceof Route.To(Destination to)) {
      put(new Ticket(id, FIRST, to, 1, reason), Duration.ZERO);
      return;
    }
    allBut(List.of(), id, envelope, reason);
  }

  /**
   * All recipients of a new message but some, at once.
   *
   * @param left indexes of these
   */
  void allBut(List<Integer> left, SpoolId id, Envelope envelope, String reason) {
    int recipients = envelope.recipients().size();
    Set<Integer> omitted = Set.copyOf(left);
    List<Integer> indexes = new ArrayList<>(recipients);
    for (int i = 0; i < recipients; i++) {
      if (!omitted.contains(i)) {
        indexes.add(i);
      }
    }
    schedule(router.route(id, envelope, List.of(), indexes, 1), Duration.ZERO, reason);
  }

  /** Recipients that may be tried after the delay. */
  void schedule(RoutedRecipients routed, Duration delay, String reason) {
    keepOrGiveUp(routed, delay);
    for (Ticket ticket : routed.tickets(reason)) {
      put(ticket, delay);
    }
  }

  /** The same, but waits for room in the queue. */
  void scheduleWhenRoom(RoutedRecipients routed, Duration delay, String reason)
      throws InterruptedException {
    keepOrGiveUp(routed, delay);
    for (Ticket ticket : routed.tickets(reason)) {
      putWhenRoom(ticket, delay);
    }
  }

  private void keepOrGiveUp(RoutedRecipients routed, Duration delay) {
    if (!routed.held().isEmpty()) {
      holds.hold(routed.id(), routed.held(), routed.attempts());
    }
    routed.unroutable(delay).ifPresent(this::giveUp);
  }

  private void giveUp(Unroutable unroutable) {
    background.start(
        "delivery-unroutable",
        () ->
            unroutableHandler
                .giveUp(unroutable)
                .ifPresent(
                    done -> follow(done.id(), done.envelope(), done.states(), done.followUp())));
  }

  /**
   * What follows from an attempt.
   *
   * @param states of all recipients, before the attempt
   */
  void follow(SpoolId id, Envelope envelope, List<RecipientState> states, FollowUp followUp) {
    for (FollowUp.Again again : followUp.again()) {
      schedule(
          router.route(id, envelope, states, again.recipients(), again.attempt()),
          again.delay(),
          again.reason());
    }
    followUp.report().ifPresent(report -> all(report.id(), report.envelope(), "report"));
  }
}
