package io.postern.gateway.selftest;

import io.postern.gateway.probe.Probes;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientGroup;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a probe that did not come through out of the spool again. */
final class Leftovers {

  private static final Logger LOG = System.getLogger("io.postern.gateway.selftest");

  private final Spool spool;
  private final Clock clock;

  Leftovers(Spool spool, Clock clock) {
    this.spool = spool;
    this.clock = clock;
  }

  /** Ends what is unfinished for this recipient. Its tickets find nothing to do then. */
  void discard(Mailbox recipient) {
    try {
      for (RecipientGroup group : spool.groups()) {
        if (group.domain().equals(Probes.DOMAIN) && isFor(recipient, group)) {
          spool.mark(
              List.of(
                  new Mark(
                      group.id(),
                      0,
                      new RecipientState.Finished(RecipientState.Ending.DISCARDED),
                      clock.instant(),
                      Map.of("reason", "the self-test is over"))));
        }
      }
    } catch (SpoolUnavailable | IOException e) {
      LOG.log(
          Level.WARNING,
          "selftest: cannot take the probe out of the spool ({0}); it is given up by delivery",
          e.getMessage());
    }
  }

  private boolean isFor(Mailbox recipient, RecipientGroup group) throws IOException {
    Optional<QueuedMessage> message = spool.look(group.id());
    return message.isPresent() && message.get().envelope().mailboxes().equals(List.of(recipient));
  }
}
