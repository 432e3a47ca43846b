package io.postern.gateway.export;

/**
 * Older events that a target is given beside the live ones.
 *
 * @param id names its position at the target
 * @param from number of the first line
 * @param to number of the last line
 */
record Backfill(String id, long from, long to) {

  Backfill {
    if (from < 1 || to < from || !id.matches("[a-z0-9-]{1,30}")) {
      throw new IllegalArgumentException("no backfill %s from %d to %d".formatted(id, from, to));
    }
  }

  String text() {
    return id + " " + from + " " + to;
  }

  static Backfill parse(String text) {
    String[] words = text.split(" ");
    return new Backfill(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
  }
}
