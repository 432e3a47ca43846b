package io.postern.gateway.callout;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Notes as an extension sees them that only watches. What such extensions write only they see, at
 * this stage and at the later ones: one that keeps something from stage to stage must work while it
 * watches, and must not disturb those that decide.
 */
final class WatchedNotes {

  private WatchedNotes() {}

  /** The notes in force with what watchers have written, in a map of the caller's own. */
  static <V> Map<String, V> seen(Map<String, V> inForce, Map<String, V> ofWatchers) {
    Map<String, V> all = new HashMap<>(inForce);
    all.putAll(ofWatchers);
    return all;
  }

  /**
   * Keeps what a watching extension left: the notes that are not in force. One in force that it
   * removed is there again at the next stage.
   */
  static <V> void keep(Map<String, V> left, Map<String, V> inForce, Map<String, V> ofWatchers) {
    ofWatchers.keySet().retainAll(left.keySet());
    left.forEach(
        (key, value) -> {
          if (!Objects.equals(inForce.get(key), value)) {
            ofWatchers.put(key, value);
          }
        });
  }
}
