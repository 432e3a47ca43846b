package io.postern.gateway.spool;

import java.util.List;

/**
 * Acknowledged mail that was in the spool once and is not there any more.
 *
 * @param reasons what is missing, a phrase each
 * @param ids messages that are known by name, oldest first
 * @param count messages that are lost, at least as many as {@code ids}
 * @param certain false when some of them may have been finished, because what would say so is
 *     missing too; then more than {@code count} may be lost
 * @param list file in {@code damaged/} that names them; empty when it could not be written
 */
public record Loss(
    List<String> reasons, List<SpoolId> ids, int count, boolean certain, String list) {

  public Loss {
    reasons = List.copyOf(reasons);
    ids = List.copyOf(ids);
    if (count < ids.size()) {
      throw new IllegalArgumentException(count + " lost messages, but " + ids.size() + " ids");
    }
  }
}
