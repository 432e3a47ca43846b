package io.postern.gateway.callout;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The notes of one transaction: those that end with it and those of its message, in force and of
 * extensions that only watch. Used by one thread at a time.
 */
final class TransactionNotes {

  private final Map<String, Object> own = new HashMap<>();
  private final Map<String, Object> ownOfWatchers = new HashMap<>();
  private final Map<String, String> ofMessage = new HashMap<>();
  private final Map<String, String> ofMessageOfWatchers = new HashMap<>();

  /** What ends with the transaction, in a map of the caller's own. */
  Map<String, Object> own(boolean decides) {
    return decides ? new HashMap<>(own) : WatchedNotes.seen(own, ownOfWatchers);
  }

  /** What stays with the message, in a map of the caller's own. */
  Map<String, String> ofMessage(boolean decides) {
    return decides ? new HashMap<>(ofMessage) : WatchedNotes.seen(ofMessage, ofMessageOfWatchers);
  }

  /** What stays with the message when it is accepted. */
  Map<String, String> kept() {
    return Map.copyOf(ofMessage);
  }

  /** Takes over what a callout left. */
  void take(NotesLeft left, boolean decides) {
    take(left.ofTransaction(), own, ownOfWatchers, decides);
    take(left.ofMessage(), ofMessage, ofMessageOfWatchers, decides);
  }

  private static <V> void take(
      @Nullable Map<String, V> left,
      Map<String, V> inForce,
      Map<String, V> ofWatchers,
      boolean decides) {
    if (left == null) {
      return;
    }
    if (decides) {
      inForce.clear();
      inForce.putAll(left);
    } else {
      WatchedNotes.keep(left, inForce, ofWatchers);
    }
  }
}
