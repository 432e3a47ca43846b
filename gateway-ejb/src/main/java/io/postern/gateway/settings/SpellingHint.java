package io.postern.gateway.settings;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the word that was probably meant. */
final class SpellingHint {

  private static final int LONGEST = 40;

  private SpellingHint() {}

  /** A known word at most a third of its letters away. */
  static Optional<String> to(String word, Set<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(word);
    return known.stream()
        .filter(
            candidate -> distance(plain, plain(candidate)) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /** Other notations of the same words, such as host_name, are no distance. */
  private static String plain(String word) {
    return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's: insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
      }
      before = row;
    }
    return before[b.length()];
  }
}
