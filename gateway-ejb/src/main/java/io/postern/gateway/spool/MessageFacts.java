package io.postern.gateway.spool;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the audit journal is given of a message: its facts, and its notes as facts whose names begin
 * with {@link MessageAttributes#NOTE}.
 */
final class MessageFacts {

  /** Octets of the notes' keys and values in UTF-8 that are repeated with each mark. */
  private static final int MOST_REPEATED = 4 << 10;

  private static final String OF_ACCEPTANCE = "callout";

  private MessageFacts() {}

  /** With the acceptance: all of it. The same map when there are no notes. */
  static Map<String, String> ofAcceptance(Map<String, String> facts, Map<String, String> notes) {
    return notes.isEmpty() ? facts : with(facts, notes);
  }

  /**
   * With each mark: not what callouts did, which would double the journal, and of the notes those
   * that fit into {@value #MOST_REPEATED} octets, in the order of their keys, as a message may have
   * a thousand recipients. The same map when all of it is repeated.
   */
  static Map<String, String> ofMark(Map<String, String> facts, Map<String, String> notes) {
    Map<String, String> repeated = withoutCallouts(facts);
    return notes.isEmpty() ? repeated : with(repeated, fitting(notes));
  }

  private static Map<String, String> with(Map<String, String> facts, Map<String, String> notes) {
    Map<String, String> all = new HashMap<>(facts);
    notes.forEach((key, value) -> all.put(MessageAttributes.NOTE + key, value));
    return Map.copyOf(all);
  }

  private static Map<String, String> withoutCallouts(Map<String, String> facts) {
    for (String name : facts.keySet()) {
      if (name.startsWith(OF_ACCEPTANCE)) {
        Map<String, String> repeated = new HashMap<>(facts);
        repeated.keySet().removeIf(each -> each.startsWith(OF_ACCEPTANCE));
        return Map.copyOf(repeated);
      }
    }
    return facts;
  }

  private static Map<String, String> fitting(Map<String, String> notes) {
    Map<String, String> fitting = new HashMap<>();
    int left = MOST_REPEATED;
    for (Map.Entry<String, String> note : new TreeMap<>(notes).entrySet()) {
      int octets = MessageAttributes.octets(note);
      if (octets <= left) {
        left -= octets;
        fitting.put(note.getKey(), note.getValue());
      }
    }
    return fitting;
  }
}
