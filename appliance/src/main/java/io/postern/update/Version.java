package io.postern.update;

import io.postern.text.Shown;

/**
 * A version of the system. Compared piece by piece as Debian compares: numbers as numbers, and what
 * follows a {@code ~} or a {@code -} is earlier than nothing, so that 1.2-SNAPSHOT and 1.2~rc1 come
 * before 1.2. Not consistent with equals: 1.02 and 1.2 are the same version, differently written.
 *
 * @param text 1 to 64 of letters, digits and {@code . + ~ -}, beginning with a digit
 */
record Version(String text) implements Comparable<Version> {

  Version {
    if (!text.matches("[0-9][0-9A-Za-z.+~-]{0,63}")) {
      throw new IllegalArgumentException("not a version: " + Shown.ascii(text, 500));
    }
  }

  @Override
  public int compareTo(Version other) {
    String mine = text.replace('-', '~');
    String theirs = other.text.replace('-', '~');
    int i = 0;
    int j = 0;
    while (i < mine.length() || j < theirs.length()) {
      while (isOther(mine, i) || isOther(theirs, j)) {
        int difference = Integer.compare(weight(mine, i), weight(theirs, j));
        if (difference != 0) {
          return difference;
        }
        i++;
        j++;
      }
      int myEnd = endOfDigits(mine, i);
      int theirEnd = endOfDigits(theirs, j);
      int difference = compareNumbers(mine.substring(i, myEnd), theirs.substring(j, theirEnd));
      if (difference != 0) {
        return difference;
      }
      i = myEnd;
      j = theirEnd;
    }
    return 0;
  }

  private static boolean isOther(String text, int at) {
    return at < text.length() && !isDigit(text.charAt(at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The tilde before the end, the end and digits before letters, letters before the rest. */
  private static int weight(String text, int at) {
    if (!isOther(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return Character.isLetter(c) ? c : c + 256;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String one, String other) {
    String a = one.replaceFirst("^0+", "");
    String b = other.replaceFirst("^0+", "");
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  @Override
  public String toString() {
    return text;
  }
}
