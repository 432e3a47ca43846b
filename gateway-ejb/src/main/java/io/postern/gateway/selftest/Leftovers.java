package io.postern.gateway.selftest;

import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.gateway.spool.Unfinished;
import io.postern.mail.Mailbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;

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
      for (Unfinished message : spool.unfinished()) {
        if (message.envelope().mailboxes().equals(List.of(recipient))
            && !(message.states().getFirst() instanceof RecipientState.Finished)) {
          spool.mark(
              List.of(
                  new Mark(
                      message.id(),
                      0,
                      new RecipientState.Finished(RecipientState.Ending.DISCARDED),
                      clock.instant(),
                      Map.of("reason", "the self-test is over"))));
        }
      }
    } catch (SpoolUnavailable e) {
      LOG.log(
          Level.WARNING,
          "selftest: cannot take the probe out of the spool ({0}); it is given up by delivery",
          e.getMessage());
    }
  }
}
