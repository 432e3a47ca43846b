package io.postern.gateway.delivery;

import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.Unfinished;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Marks recipients whose route holds mail, and those whose route no longer does. Thread-safe. */
final class Holds implements Departures.Holding {

  private static final Logger LOG = System.getLogger(Holds.class.getPackageName());

  private final Spool spool;
  private final Departures departures;
  private final Clock clock;
  private final ReentrantLock deciding;

  /**
   * @param deciding held while kept recipients are decided about
   */
  Holds(Spool spool, Departures departures, Clock clock, ReentrantLock deciding) {
    this.deciding = deciding;
    this.spool = spool;
    this.departures = departures;
    this.clock = clock;
  }

  /** Without a wait for the disk. */
  @Override
  public void hold(SpoolId id, List<Integer> recipients, int attempts) {
    mark(
        id,
        recipients,
        new RecipientState.Held(attempts),
        Map.of("reason", "the route of the recipient's domain holds mail"));
  }

  /** Queues those of the held recipients whose route has changed. */
  void look(Unfinished message, List<Integer> recipients, int attempts)
      throws InterruptedException {
    List<Integer> free;
    deciding.lock();
    try {
      // Another look, or an operator, may have decided since the message was read.
      free = stillHeld(message, recipients);
      if (free.isEmpty()) {
        return;
      }
      mark(
          message.id(),
          free,
          new RecipientState.Waiting(attempts, clock.instant()),
          Map.of("event", "Released", "reason", "the route no longer holds mail"));
    } finally {
      deciding.unlock();
    }
    departures.someWhenRoom(
        message.id(),
        message.recipients(),
        List.of(),
        free,
        attempts + 1,
        Duration.ZERO,
        "released");
  }

  private List<Integer> stillHeld(Unfinished message, List<Integer> recipients) {
    List<Integer> free =
        recipients.stream()
            .filter(recipient -> !departures.isHeld(message.recipients().get(recipient)))
            .toList();
    if (free.isEmpty()) {
      return free;
    }
    try {
      List<RecipientState> states =
          spool.look(message.id()).map(QueuedMessage::states).orElse(List.of());
      return free.stream()
          .filter(
              recipient ->
                  recipient < states.size() && states.get(recipient) instanceof RecipientState.Held)
          .toList();
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot read held message " + message.id() + " (" + e.getMessage() + ")");
      return List.of();
    }
  }

  private void mark(
      SpoolId id, List<Integer> recipients, RecipientState state, Map<String, String> facts) {
    Instant now = clock.instant();
    try {
      var _ =
          spool.mark(
              recipients.stream()
                  .map(recipient -> new Mark(id, recipient, state, now, facts))
                  .toList());
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot mark message "
              + id
              + " as held or released ("
              + e.getMessage()
              + "); it is looked at again at the next start or change of settings");
    }
  }
}
