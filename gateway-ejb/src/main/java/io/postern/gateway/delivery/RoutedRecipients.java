package io.postern.gateway.delivery;

import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.Route;
import io.postern.gateway.spool.SpoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recipients of one message that await the same attempt, by where their routes lead. */
final class RoutedRecipients {

  private final SpoolId id;
  private final int attempt;
  private final Map<Destination, List<Integer>> there = LinkedHashMap.newLinkedHashMap(2);
  private final List<Integer> held = new ArrayList<>(0);
  private final List<Integer> unroutable = new ArrayList<>(0);
  private String why = "";

  /**
   * @param attempt the number of the attempt to be made
   */
  RoutedRecipients(SpoolId id, int attempt) {
    this.id = id;
    this.attempt = attempt;
  }

  void add(int recipient, Route route) {
    switch (route) {
      case Route.To(Destination destination) ->
          there.computeIfAbsent(destination, to -> new ArrayList<>(1)).add(recipient);
      case Route.Held _ -> held.add(recipient);
      case Route.None(String reason) -> {
        unroutable.add(recipient);
        why = reason;
      }
    }
  }

  SpoolId id() {
    return id;
  }

  /** How many attempts were made. */
  int attempts() {
    return attempt - 1;
  }

  /** One for each destination. */
  List<Ticket> tickets(String reason) {
    List<Ticket> tickets = new ArrayList<>(there.size());
    there.forEach((to, recipients) -> tickets.add(new Ticket(id, recipients, to, attempt, reason)));
    return tickets;
  }

  /** Those whose route holds mail. */
  List<Integer> held() {
    return held;
  }

  /** Those without a route, if there are some. */
  Optional<Unroutable> unroutable(Duration delay) {
    return unroutable.isEmpty()
        ? Optional.empty()
        : Optional.of(new Unroutable(id, unroutable, attempt, delay, why));
  }
}
