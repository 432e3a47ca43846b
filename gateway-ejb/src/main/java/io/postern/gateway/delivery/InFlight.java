package io.postern.gateway.delivery;

import io.postern.gateway.spool.SpoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recipients that are worked on, by whichever lane, administrator or end of a route: only who
 * has taken a recipient may finish it, so that none is finished twice. Thread-safe.
 */
final class InFlight {

  private record Taken(SpoolId id, int recipient) {}

  private final Set<Taken> taken = ConcurrentHashMap.newKeySet();

  /** Takes those that are free, and returns them. */
  List<Integer> takeFree(SpoolId id, List<Integer> recipients) {
    List<Integer> free = new ArrayList<>(recipients.size());
    for (int recipient : recipients) {
      if (taken.add(new Taken(id, recipient))) {
        free.add(recipient);
      }
    }
    return free;
  }

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
