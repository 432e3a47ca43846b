package io.postern.gateway.delivery;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks recipients whose route holds mail, and those whose route no longer does. Thread-safe. */
final class Holds implements Router.Holding {

  private static final Logger LOG = System.getLogger(Holds.class.getPackageName());

  private static final String REASON = "the route of the recipient's domain holds mail";

  private final Spool spool;
  private final Router router;
  private final Clock clock;
  private final InFlight inFlight;

  Holds(Spool spool, Router router, Clock clock, InFlight inFlight) {
    this.spool = spool;
    this.router = router;
    this.clock = clock;
    this.inFlight = inFlight;
  }

  /** Without a wait for the disk. */
  @Override
  public void hold(SpoolId id, List<Integer> recipients, int attempts) {
    mark(id, recipients, new RecipientState.Held(attempts), Map.of("reason", REASON));
  }

  /** Which of a new message's recipients are held; empty when none is. */
  Optional<Hold> hold(Envelope envelope) {
    List<Recipient> recipients = envelope.recipients();
    List<Integer> held = new ArrayList<>(0);
    for (int i = 0; i < recipients.size(); i++) {
      if (router.isHeld(recipients.get(i).mailbox())) {
        held.add(i);
      }
    }
    return held.isEmpty() ? Optional.empty() : Optional.of(new Hold(held, REASON));
  }

  /**
   * Queues those of the held recipients whose route has changed.
   *
   * @param recipients indexes of the held ones
   */
  void look(SpoolId id, Envelope envelope, List<Integer> recipients, int attempts)
      throws InterruptedException {
    List<Integer> free;
    // One that is in hand is decided about just now, by an administrator or another look.
    List<Integer> taken = inFlight.takeFree(id, recipients);
    try {
      // And may have been since the message was read.
      free = stillHeld(id, envelope, taken);
      if (free.isEmpty()) {
        return;
      }
      mark(
          id,
          free,
          new RecipientState.Waiting(attempts, clock.instant()),
          Map.of("event", "Released", "reason", "the route no longer holds mail"));
    } finally {
      inFlight.giveBack(id, taken);
    }
    router.someWhenRoom(id, envelope, List.of(), free, attempts + 1, Duration.ZERO, "released");
  }

  private List<Integer> stillHeld(SpoolId id, Envelope envelope, List<Integer> recipients) {
    List<Integer> free =
        recipients.stream()
            .filter(recipient -> !router.isHeld(envelope.recipients().get(recipient).mailbox()))
            .toList();
    if (free.isEmpty()) {
      return free;
    }
    try {
      List<RecipientState> states = spool.look(id).map(QueuedMessage::states).orElse(List.of());
      return free.stream()
          .filter(
              recipient ->
                  recipient < states.size() && states.get(recipient) instanceof RecipientState.Held)
          .toList();
    } catch (IOException e) {
      LOG.log(
          Level.ERROR, "delivery: cannot read held message " + id + " (" + e.getMessage() + ")");
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
