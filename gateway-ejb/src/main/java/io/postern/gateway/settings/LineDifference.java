package io.postern.gateway.settings;

import java.util.ArrayList;
import java.util.List;

/** Compares two texts by their longest common sequence of lines. */
final class LineDifference {

  /** Cells of the table; beyond it the middle is shown as replaced as a whole. */
  private static final long MOST_CELLS = 4_000_000;

  private LineDifference() {}

  static List<String> between(String first, String second) {
    List<String> a = first.lines().toList();
    List<String> b = second.lines().toList();
    int start = 0;
    while (start < Math.min(a.size(), b.size()) && a.get(start).equals(b.get(start))) {
      start++;
    }
    int end = 0;
    while (end < Math.min(a.size(), b.size()) - start
        && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
      end++;
    }
    List<String> lines = new ArrayList<>();
    a.subList(0, start).forEach(line -> lines.add(" " + line));
    middle(a.subList(start, a.size() - end), b.subList(start, b.size() - end), lines);
    a.subList(a.size() - end, a.size()).forEach(line -> lines.add(" " + line));
    return lines;
  }

  private static void middle(List<String> a, List<String> b, List<String> lines) {
    if ((long) (a.size() + 1) * (b.size() + 1) > MOST_CELLS) {
      a.forEach(line -> lines.add("-" + line));
      b.forEach(line -> lines.add("+" + line));
      return;
    }
    int[][] common = common(a, b);
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        lines.add(" " + a.get(i++));
        j++;
      } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add("-" + a.get(i++));
      } else {
        lines.add("+" + b.get(j++));
      }
    }
  }

  /** Length of the longest common sequence of what follows in both. */
  private static int[][] common(List<String> a, List<String> b) {
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
