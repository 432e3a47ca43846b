package io.postern.gateway.settings;

import io.postern.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads numbers, durations and sizes; each reading names the values that would be right. */
final class Quantities {

  private static final Map<String, Long> SIZE_UNITS =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "KB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KIB",
          1L << 10,
          "MIB",
          1L << 20,
          "GIB",
          1L << 30);
  private static final Map<String, Long> SECONDS_OF_UNITS =
      Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

  /** Digits of the longest number that surely fits a long, even times its unit. */
  private static final int MOST_DIGITS = 9;

  private Quantities() {}

  /** A whole number. */
  static Function<String, Integer> number(int least, int most) {
    return text ->
        (int)
            within(
                digits(text, text, "is not a whole number"),
                least,
                most,
                Shown.of(text) + " is not a number from " + least + " to " + most);
  }

  /** A TCP port that can be connected to. */
  static int port(String text) {
    return port(text, 1);
  }

  /** A TCP port to listen on; 0 takes a free one. */
  static int listeningPort(String text) {
    return port(text, 0);
  }

  private static int port(String text, int least) {
    String wrong = "is not a port (" + least + " to 65535)";
    return (int) within(digits(text, text, wrong), least, 65_535, Shown.of(text) + " " + wrong);
  }

  /** Such as {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}. */
  static Function<String, Duration> duration(Duration least, Duration most) {
    return text -> {
      String wrong = "is not a duration (such as 30s, 5m, 4h or 5d)";
      int cut = text.length() - 1;
      Long unit = cut < 1 ? null : SECONDS_OF_UNITS.get(text.substring(cut));
      if (unit == null) {
        throw new WrongValue(Shown.of(text) + " " + wrong);
      }
      Duration read = Duration.ofSeconds(digits(text.substring(0, cut), text, wrong) * unit);
      if (read.compareTo(least) < 0 || read.compareTo(most) > 0) {
        throw new WrongValue(
            Shown.of(text) + " is not between " + text(least) + " and " + text(most));
      }
      return read;
    };
  }

  /** Octets, such as {@code 500000}, {@code 25MB} (decimal) or {@code 10MiB} (binary). */
  static Function<String, Long> size(long least, long most) {
    return text -> {
      String wrong = "is not a size (such as 500000, 25MB or 10MiB)";
      int cut = 0;
      while (cut < text.length() && isDigit(text.charAt(cut))) {
        cut++;
      }
      Long unit = SIZE_UNITS.get(text.substring(cut).strip().toUpperCase(Locale.ROOT));
      if (unit == null) {
        throw new WrongValue(Shown.of(text) + " " + wrong);
      }
      return within(
          digits(text.substring(0, cut), text, wrong) * unit,
          least,
          most,
          Shown.of(text) + " is not between " + least + " and " + most + " octets");
    };
  }

  /** {@code true} or {@code false}. */
  static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new WrongValue(Shown.of(text) + " is not true or false");
    };
  }

  /** One of these words. */
  static <T> Function<String, T> oneOf(List<T> values, Function<T, String> wordOf) {
    return text ->
        values.stream()
            .filter(value -> wordOf.apply(value).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new WrongValue(
                        Shown.of(text)
                            + " is not one of "
                            + String.join(", ", values.stream().map(wordOf).toList())));
  }

  /** One of the constants' names, in lower case with hyphens. */
  static <E extends Enum<E>> Function<String, E> word(Class<E> words) {
    return oneOf(
        List.of(words.getEnumConstants()),
        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** The shortest notation of whole seconds. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    for (String unit : List.of("d", "h", "m")) {
      long length = SECONDS_OF_UNITS.getOrDefault(unit, 1L);
      if (seconds >= length && seconds % length == 0) {
        return seconds / length + unit;
      }
    }
    return seconds + "s";
  }

  private static long digits(String digits, String whole, String wrong) {
    if (digits.isEmpty()
        || digits.length() > MOST_DIGITS
        || !digits.chars().allMatch(c -> isDigit((char) c))) {
      throw new WrongValue(Shown.of(whole) + " " + wrong);
    }
    return Long.parseLong(digits);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long within(long value, long least, long most, String wrong) {
    if (value < least || value > most) {
      throw new WrongValue(wrong);
    }
    return value;
  }
}
