package io.postern.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after {@code postern update VERB}.
 *
 * @param plain what is no option
 * @param options by name; flags are empty
 */
record Words(List<String> plain, Map<String, String> options) {

  /**
   * @throws UpdateFailed when an option is unknown, given twice, or lacks its value
   */
  static Words parse(List<String> words, Set<String> flags, Set<String> valued) {
    List<String> plain = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (!word.startsWith("--")) {
        plain.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? "" : word.substring(equals + 1);
      if (valued.contains(name)) {
        if (equals < 0 && !rest.hasNext()) {
          throw UpdateFailed.asked("option " + name + " lacks its value");
        }
        value = equals < 0 ? rest.next() : value;
      } else if (!flags.contains(name) || equals >= 0) {
        throw UpdateFailed.asked(
            "unknown option '" + Text.oneLine(word) + "'; postern update --help lists them");
      }
      if (options.put(name, value) != null) {
        throw UpdateFailed.asked("option " + name + " is given twice");
      }
    }
    return new Words(List.copyOf(plain), Map.copyOf(options));
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /**
   * @throws UpdateFailed when there is another number of plain words
   */
  Words requirePlain(int count, String sentence) {
    if (plain.size() != count) {
      throw UpdateFailed.asked(sentence);
    }
    return this;
  }
}
