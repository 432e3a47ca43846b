package io.postern.gateway.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The domains of unfinished messages, each once, by number: a million messages to a thousand
 * domains keep a thousand names. A name is forgotten with its last use. Guarded by the intake's
 * lock.
 */
final class Domains {

  /** Of the null reverse-path and of the domain-less postmaster. */
  static final int NONE = 0;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>(List.of(""));
  private final Deque<Integer> free = new ArrayDeque<>();
  private int[] uses = new int[64];

  /**
   * Counts a use.
   *
   * @param name in lower case
   */
  int take(String name) {
    if (name.isEmpty()) {
      return NONE;
    }
    Integer known = numbers.get(name);
    int number = known != null ? known : begin(name);
    uses[number]++;
    return number;
  }

  private int begin(String name) {
    Integer reused = free.poll();
    if (reused != null) {
      names.set(reused, name);
      numbers.put(name, reused);
      return reused;
    }
    int number = names.size();
    names.add(name);
    numbers.put(name, number);
    if (number == uses.length) {
      uses = Arrays.copyOf(uses, 2 * number);
    }
    return number;
  }

  void giveBack(int number) {
    if (number != NONE && --uses[number] == 0) {
      numbers.remove(names.set(number, ""));
      free.add(number);
    }
  }

  String name(int number) {
    return names.get(number);
  }

  /** How many there are. */
  int size() {
    return numbers.size();
  }
}
