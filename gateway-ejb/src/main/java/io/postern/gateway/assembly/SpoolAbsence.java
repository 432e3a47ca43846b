package io.postern.gateway.assembly;

import io.postern.gateway.spool.Evidence;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides whether a spool without a segment may be begun. Before the first start there is none; the
 * same is seen when its file system is not mounted.
 *
 * @param spool its folder
 * @param bodies files in it that hold bodies of messages
 * @param journalEmpty whether the journal has no line either
 * @param evidence what the journal knows
 * @param known what was written down
 */
record SpoolAbsence(
    Path spool, int bodies, boolean journalEmpty, Evidence evidence, Optional<LastKnown> known) {

  /** Why the spool must not be begun without somebody's consent; empty when it may. */
  Optional<String> objection() {
    int named = evidence.unfinished().size();
    if (named > 0) {
      return objection("the journal knows %d accepted messages that are not finished", named);
    }
    if (known.isPresent() && !isKnownEmpty(known.get())) {
      return objection(
          "%d accepted messages were not finished when that was last written down",
          known.get().unfinished());
    }
    return bodies > 0 ? objection("it has the bodies of %d messages", bodies) : Optional.empty();
  }

  /** With the whole journal there, it counts and not what was written down some seconds before. */
  private boolean isKnownEmpty(LastKnown last) {
    boolean journalCounts = !journalEmpty && evidence.certain();
    return journalCounts || (last.closed() && last.unfinished() == 0);
  }

  private Optional<String> objection(String what, int count) {
    return Optional.of(
        ("spool: %s has no segment, but %s; no mail is taken until the folder is there again, or"
                + " the loss is accepted by 'postern recover --accept-loss' or in the"
                + " administration")
            .formatted(spool, what.formatted(count)));
  }
}
