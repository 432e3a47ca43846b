package io.postern.gateway.callout;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Revisions that a share of the transactions gets in place of those of the same extensions that all
 * others get.
 *
 * @param revisions by extension name
 */
record Canary(Map<String, String> revisions, Share share) {

  static final Canary NONE = new Canary(Map.of(), Share.NONE);

  Canary {
    revisions = Map.copyOf(revisions);
  }

  /**
   * What is asked for the share. A canary that is not there, or not any more, leaves its extension
   * to the revision that all others get.
   */
  Selection selection(Selection ofOthers, Set<String> deployed) {
    Map<String, String> present = new HashMap<>(revisions);
    present.values().removeIf(each -> !deployed.contains(each) || ofOthers.excludes(each));
    return present.isEmpty() ? ofOthers : ofOthers.with(present);
  }
}
