package io.postern.gateway.delivery;

import io.postern.gateway.spool.SpoolId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recipients that are worked on, whichever lane has them: when routes change, a recipient is
 * queued for its new next hop while the attempt at the old one may be under way. Thread-safe.
 */
final class InHand {

  private record Taken(SpoolId id, int recipient) {}

  private final Set<Taken> taken = ConcurrentHashMap.newKeySet();

  /** Takes all of them, or none when one is taken already. */
  boolean take(SpoolId id, List<Integer> recipients) {
    for (int i = 0; i < recipients.size(); i++) {
      if (!taken.add(new Taken(id, recipients.get(i)))) {
        giveBack(id, recipients.subList(0, i));
        return false;
      }
    }
    return true;
  }

  void giveBack(SpoolId id, List<Integer> recipients) {
    for (int recipient : recipients) {
      taken.remove(new Taken(id, recipient));
    }
  }
}
