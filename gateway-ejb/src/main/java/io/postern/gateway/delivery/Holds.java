package io.postern.gateway.delivery;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientGroup;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks recipients whose route holds mail, and those whose route no longer does. Thread-safe. */
final class Holds {

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

  /**
   * Marks recipients whose route holds mail, without a wait for the disk.
   *
   * @param attempts how many were made before
   */
  void hold(SpoolId id, List<Integer> recipients, int attempts) {
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
   * Marks held recipients as waiting when their route holds no mail any more, and answers those:
   * they are to be queued. Without a wait for the disk.
   *
   * @param attempts how many were made before
   */
  List<Integer> release(RecipientGroup group, int attempts) {
    if (router.isHeld(group.domain())) {
      return List.of();
    }
    SpoolId id = group.id();
    // One that is in hand is decided about just now, by an administrator or another look.
    List<Integer> taken = inFlight.takeFree(id, group.indexes());
    try {
      // And may have been since the list was made.
      List<Integer> free = stillHeld(id, taken);
      if (!free.isEmpty()) {
        mark(
            id,
            free,
            new RecipientState.Waiting(attempts, clock.instant()),
            Map.of("event", "Released", "reason", "the route no longer holds mail"));
      }
      return free;
    } finally {
      inFlight.giveBack(id, taken);
    }
  }

  private List<Integer> stillHeld(SpoolId id, List<Integer> recipients) {
    List<Integer> held = new ArrayList<>(recipients.size());
    for (RecipientGroup group : spool.groups(id)) {
      if (group.state() instanceof RecipientState.Held) {
        held.addAll(group.indexes());
      }
    }
    held.retainAll(recipients);
    return held;
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
