package io.postern.gateway.callout.cdi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why an archive is refused: each reason once, in the order found, at most 20. */
final class RefusalReasons {

  private static final int MOST = 20;

  /** What follows the subject is the same for all classes of a kind, so that is the key. */
  private final Map<String, Reason> reasons = new LinkedHashMap<>();

  private record Reason(String sentence, int moreClasses) {

    String shown() {
      return switch (moreClasses) {
        case 0 -> sentence;
        case 1 -> sentence + " (and 1 more class)";
        default -> sentence + " (and " + moreClasses + " more classes)";
      };
    }
  }

  void add(String sentence) {
    reasons.putIfAbsent(sentence, new Reason(sentence, 0));
  }

  /** Names the first class of which the predicate is true, and counts the others. */
  void addClass(String name, String predicate) {
    reasons.merge(
        predicate,
        new Reason(name + predicate, 0),
        (first, other) -> new Reason(first.sentence(), first.moreClasses() + 1));
  }

  boolean isEmpty() {
    return reasons.isEmpty();
  }

  List<String> sentences() {
    return reasons.values().stream().limit(MOST).map(Reason::shown).toList();
  }
}
