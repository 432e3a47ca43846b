package io.postern.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a subcommand: options with and without a value, in any order, and the rest. */
final class Arguments {

  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> values = new HashMap<>();

  /**
   * @param valued options that take a value, {@code --name value} or {@code --name=value}
   * @param flags options that do not
   */
  static Arguments parse(List<String> words, Set<String> valued, Set<String> flags) {
    Arguments arguments = new Arguments();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        arguments.words.add(word);
      } else if (valued.contains(option)) {
        arguments.add(option, equals < 0 ? next(option, rest) : word.substring(equals + 1));
      } else if (flags.contains(word)) {
        arguments.add(word, "");
      } else {
        throw Failed.asked("unknown option '" + Shown.text(word) + "'; --help lists them");
      }
    }
    return arguments;
  }

  private static String next(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw Failed.asked("option " + option + " lacks its value");
    }
    return rest.next();
  }

  private void add(String option, String value) {
    values.computeIfAbsent(option, o -> new ArrayList<>()).add(value);
  }

  List<String> words() {
    return words;
  }

  /** For subcommands that take options only. */
  void requireNoWords(String subcommand) {
    if (!words.isEmpty()) {
      throw Failed.asked(
          subcommand + ": unexpected argument '" + Shown.text(words.getFirst()) + "'");
    }
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  /** The value of an option that can be given once. */
  Optional<String> value(String option) {
    List<String> given = values(option);
    if (given.size() > 1) {
      throw Failed.asked("option " + option + " is given twice");
    }
    return given.stream().findFirst();
  }

  List<String> values(String option) {
    return values.getOrDefault(option, List.of());
  }
}
