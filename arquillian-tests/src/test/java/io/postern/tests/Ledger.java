package io.postern.tests;

import io.postern.fixtures.smtp.RecordingHop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was answered 250, kept outside the server. */
final class Ledger {

  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  void acknowledged(String number, String digest) {
    acknowledged.put(number, digest);
  }

  /** The final dot was sent but the reply was lost: the message may or may not arrive. */
  void unanswered(String number) {
    unanswered.add(number);
  }

  int size() {
    return acknowledged.size();
  }

  Set<String> numbers() {
    return acknowledged.keySet();
  }

  int unanswered() {
    return unanswered.size();
  }

  /** Acknowledged numbers that the next hop does not have. */
  List<String> missing(RecordingHop hop) {
    return acknowledged.keySet().stream()
        .filter(n -> !hop.taken().containsKey(n))
        .sorted()
        .toList();
  }

  /** Messages whose content is not what was sent. */
  List<String> changed(RecordingHop hop) {
    List<String> changed = new ArrayList<>();
    acknowledged.forEach(
        (number, digest) -> {
          Queue<String> taken = hop.taken().get(number);
          if (taken != null && taken.stream().anyMatch(d -> !d.equals(digest))) {
            changed.add(number);
          }
        });
    return changed;
  }

  /** Deliveries beyond the first. */
  static int duplicates(RecordingHop hop) {
    return hop.taken().values().stream().mapToInt(q -> q.size() - 1).sum();
  }

  /** Numbers the next hop has that were never sent. */
  List<String> invented(RecordingHop hop) {
    return hop.taken().keySet().stream()
        .filter(n -> !acknowledged.containsKey(n) && !unanswered.contains(n))
        .toList();
  }
}
