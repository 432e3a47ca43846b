package io.postern.gateway.delivery;

import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Route;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Routes recipients and queues one ticket per next hop. Thread-safe. */
final class Departures {

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

  private final Routing routing;
  private final DeliveryQueues queues;
  private final Consumer<Unroutable> unroutables;

  Departures(Routing routing, DeliveryQueues queues, Consumer<Unroutable> unroutables) {
    this.routing = routing;
    this.queues = queues;
    this.unroutables = unroutables;
  }

  /** All recipients of a message, at once. */
  void all(SpoolId id, List<Mailbox> recipients, String reason) {
    if (recipients.size() == 1
        && routing.routeFor(recipients.getFirst()) instanceof Route.To(NextHop nextHop)) {
      queues.put(new Ticket(id, List.of(0), nextHop, 1, reason), Duration.ZERO);
      return;
    }
    List<Integer> indexes = new ArrayList<>(recipients.size());
    for (int i = 0; i < recipients.size(); i++) {
      indexes.add(i);
    }
    some(id, recipients, indexes, 1, Duration.ZERO, reason);
  }

  /** Some recipients of a message. */
  void some(
      SpoolId id,
      List<Mailbox> recipients,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason) {
    grouped(id, recipients, indexes, attempt, delay, reason)
        .forEach(ticket -> queues.put(ticket, delay));
  }

  /** The same, but waits for room. */
  void someWhenRoom(
      SpoolId id,
      List<Mailbox> recipients,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason)
      throws InterruptedException {
    for (Ticket ticket : grouped(id, recipients, indexes, attempt, delay, reason)) {
      queues.putWhenRoom(ticket, delay);
    }
  }

  /** Whether a recipient's route leads to the next hop. */
  boolean leadsTo(NextHop nextHop, Mailbox recipient) {
    return routing.routeFor(recipient) instanceof Route.To(NextHop to) && to.equals(nextHop);
  }

  private List<Ticket> grouped(
      SpoolId id,
      List<Mailbox> recipients,
      List<Integer> indexes,
      int attempt,
      Duration delay,
      String reason) {
    Map<NextHop, List<Integer>> groups = new LinkedHashMap<>();
    List<Integer> lost = new ArrayList<>(0);
    @Nullable String why = null;
    for (int index : indexes) {
      switch (routing.routeFor(recipients.get(index))) {
        case Route.To(NextHop nextHop) ->
            groups.computeIfAbsent(nextHop, hop -> new ArrayList<>()).add(index);
        case Route.Held() -> {
          // Waits in the spool; a change of the settings looks at all that wait.
        }
        case Route.None(String none) -> {
          lost.add(index);
          why = none;
        }
      }
    }
    if (why != null) {
      unroutables.accept(new Unroutable(id, lost, attempt, delay, why));
    }
    List<Ticket> tickets = new ArrayList<>(groups.size());
    groups.forEach((hop, group) -> tickets.add(new Ticket(id, group, hop, attempt, reason)));
    return tickets;
  }
}
