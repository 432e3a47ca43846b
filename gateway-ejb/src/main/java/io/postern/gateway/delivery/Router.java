package io.postern.gateway.delivery;

import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Route;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Routes recipients and queues one ticket per next hop. Thread-safe. */
final class Router {

  /**
   * Recipients without a route.
   *
   * @param recipients indexes into the message's recipients
   * @param attempt the number of the attempt that could not be made
   * @param delay before it is to be looked at
   */
  record Unroutable(
      SpoolId id, List<Integer> recipients, int attempt, Duration delay, String reason) {
    Unroutable {
      recipients = List.copyOf(recipients);
    }
  }

  /** Takes recipients whose route holds mail. */
  interface Holding {

    /**
     * @param attempts how many were made before
     */
    void hold(SpoolId id, List<Integer> recipients, int attempts);
  }

  private final Routing routing;
  private final DeliveryQueues queues;
  private final Consumer<Unroutable> unroutables;
  private final Holding holding;

  Router(
      Routing routing, DeliveryQueues queues, Consumer<Unroutable> unroutables, Holding holding) {
    this.routing = routing;
    this.queues = queues;
    this.unroutables = unroutables;
    this.holding = holding;
  }

  /** All recipients of a new message, at once. */
  void all(SpoolId id, Envelope envelope, String reason) {
    List<Recipient> recipients = envelope.recipients();
    if (recipients.size() == 1
        && routing.routeFor(recipients.getFirst().mailbox()) instanceof Route.To(NextHop nextHop)) {
      queues.put(new Ticket(id, List.of(0), nextHop, 1, reason), Duration.ZERO);
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
    some(id, envelope, List.of(), indexes, 1, Duration.ZERO, reason);
  }

  /**
   * Some recipients of a message.
   *
   * @param states of all recipients, or empty when all are new
   */
  void some(
      SpoolId id,
      Envelope envelope,
      List<RecipientState> states,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason) {
    grouped(id, envelope, states, indexes, attempt, delay, reason)
        .forEach(ticket -> queues.put(ticket, delay));
  }

  /** The same, but waits for room. */
  void someWhenRoom(
      SpoolId id,
      Envelope envelope,
      List<RecipientState> states,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason)
      throws InterruptedException {
    for (Ticket ticket : grouped(id, envelope, states, indexes, attempt, delay, reason)) {
      queues.putWhenRoom(ticket, delay);
    }
  }

  /** Whether a recipient's route leads to the next hop. */
  boolean leadsTo(NextHop nextHop, Mailbox recipient, RecipientState state) {
    return route(recipient, isReleased(state)) instanceof Route.To(NextHop to)
        && to.equals(nextHop);
  }

  /** Whether a recipient's route holds mail. */
  boolean isHeld(Mailbox recipient) {
    return routing.routeFor(recipient) instanceof Route.Held;
  }

  /** Whether a recipient has a next hop once it is released from hold. */
  boolean leadsOnWhenReleased(Mailbox recipient) {
    return !(route(recipient, true) instanceof Route.Held);
  }

  /** Where a recipient in this state goes now. */
  Route route(Mailbox recipient, RecipientState state) {
    return route(recipient, isReleased(state));
  }

  /** Whether a recipient in this state goes elsewhere now than by these routes. */
  boolean isRerouted(Routing before, Mailbox recipient, RecipientState state) {
    boolean released = isReleased(state);
    return !route(routing, recipient, released).equals(route(before, recipient, released));
  }

  private Route route(Mailbox recipient, boolean released) {
    return route(routing, recipient, released);
  }

  /** A recipient that an operator has released goes where its route leads without the hold. */
  private static Route route(Routing routing, Mailbox recipient, boolean released) {
    Route route = routing.routeFor(recipient);
    return released && route instanceof Route.Held(Optional<NextHop> beyond) && beyond.isPresent()
        ? new Route.To(beyond.get())
        : route;
  }

  static boolean isReleased(RecipientState state) {
    return state instanceof RecipientState.Waiting waiting && waiting.released();
  }

  private List<Ticket> grouped(
      SpoolId id,
      Envelope envelope,
      List<RecipientState> states,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason) {
    Map<NextHop, List<Integer>> groups = new LinkedHashMap<>();
    List<Integer> lost = new ArrayList<>(0);
    List<Integer> held = new ArrayList<>(0);
    @Nullable String why = null;
    for (int index : indexes) {
      boolean released = !states.isEmpty() && isReleased(states.get(index));
      switch (route(envelope.recipients().get(index).mailbox(), released)) {
        case Route.To(NextHop nextHop) ->
            groups.computeIfAbsent(nextHop, hop -> new ArrayList<>()).add(index);
        case Route.Held holds -> held.add(index);
        case Route.None(String none) -> {
          lost.add(index);
          why = none;
        }
      }
    }
    if (why != null) {
      unroutables.accept(new Unroutable(id, lost, attempt, delay, why));
    }
    if (!held.isEmpty()) {
      holding.hold(id, held, attempt - 1);
    }
    List<Ticket> tickets = new ArrayList<>(groups.size());
    groups.forEach((hop, group) -> tickets.add(new Ticket(id, group, hop, attempt, reason)));
    return tickets;
  }
}
