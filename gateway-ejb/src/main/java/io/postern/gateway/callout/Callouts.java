package io.postern.gateway.callout;

import java.util.Map;

/** Hands out the set of callouts in force. Thread-safe. */
public interface Callouts {

  /**
   * The set in force now for one transaction; to be closed by the caller.
   *
   * @param session the session's id
   * @param transaction its number in the session; 0 before the first. Decides, with the session,
   *     whether a canary is asked
   * @param ofWatchers notes of the session that extensions which only watch have left; kept by the
   *     caller from set to set
   */
  CalloutSet open(String session, int transaction, Map<String, Object> ofWatchers);

  /**
   * The set in force now, in which every extension only watches; to be closed by the caller.
   *
   * @param transaction its number in the session; 0 before the first
   * @param ofWatchers as in {@link #open}
   */
  CalloutSet openWatching(int transaction, Map<String, Object> ofWatchers);
}
