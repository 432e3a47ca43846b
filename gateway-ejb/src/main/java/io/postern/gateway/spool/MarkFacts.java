package io.postern.gateway.spool;

import java.util.HashMap;
import java.util.Map;

/**
 * What of a message's facts is repeated with each of its marks. What callouts did is reported with
 * the acceptance alone: with every mark it would double the journal.
 */
final class MarkFacts {

  private static final String OF_ACCEPTANCE = "callout";

  private MarkFacts() {}

  /** The same map when all of it is. */
  static Map<String, String> of(Map<String, String> facts) {
    for (String name : facts.keySet()) {
      if (name.startsWith(OF_ACCEPTANCE)) {
        Map<String, String> repeated = new HashMap<>(facts);
        repeated.keySet().removeIf(each -> each.startsWith(OF_ACCEPTANCE));
        return Map.copyOf(repeated);
      }
    }
    return facts;
  }
}
