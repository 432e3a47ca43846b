package io.postern.gateway.callout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What extensions did to one session or transaction so far, as far as it is worth recording, and
 * what they logged. Not thread-safe.
 */
public final class CalloutHistory {

  /** Each has a number of two digits behind it; docs/journal.md has the form of the value. */
  public static final String FACT = "callout-";

  /** Counts those that are left out; see {@link #MOST}. */
  public static final String OMITTED = "callouts-omitted";

  /** A line that an extension logged; numbered in the same way. */
  public static final String LOG_FACT = "callout-log-";

  /** Counts the lines that are left out; see {@link LogEntries#MOST}. */
  public static final String LOG_OMITTED = "callout-log-omitted";

  /** Records that are kept: twenty extensions that do something at three stages each. */
  static final int MOST = 64;

  private static final int LONGEST_TEXT = 200;

  private List<CalloutRecord> records = List.of();
  private int omitted;
  private LogEntries logged = LogEntries.NONE;

  /** Takes over what is noteworthy; the same extension at the same stage stays one record. */
  public void add(Answer<?> answer) {
    List<CalloutRecord> made = answer.records();
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).isNoteworthy()) {
        add(made.get(i));
      }
    }
    logged = logged.and(answer.logged());
  }

  private void add(CalloutRecord made) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).isOf(made)) {
        records.set(i, records.get(i).and(made));
        return;
      }
    }
    if (records.size() == MOST) {
      omitted++;
      return;
    }
    if (records.isEmpty()) {
      records = new ArrayList<>();
    }
    records.add(made);
  }

  /**
   * Adds one fact for each record and each line that was logged, in their order, numbered on from
   * those that are there.
   */
  public void putInto(Map<String, String> facts) {
    if (!records.isEmpty()) {
      int number = 1;
      for (CalloutRecord record : records) {
        number = put(facts, FACT, number, value(record));
      }
      count(facts, OMITTED, omitted);
    }
    if (logged != LogEntries.NONE) {
      int number = 1;
      for (LogEntry entry : logged.kept()) {
        number = put(facts, LOG_FACT, number, entry.fact());
      }
      count(facts, LOG_OMITTED, logged.omitted());
    }
  }

  /** Returns the number that the next may have. */
  private static int put(Map<String, String> facts, String prefix, int from, String value) {
    int number = from;
    while (facts.putIfAbsent(prefix + (number < 10 ? "0" : "") + number, value) != null) {
      number++;
    }
    return number + 1;
  }

  /** What was left out of the session comes to what was left out of the transaction. */
  private static void count(Map<String, String> facts, String name, int more) {
    if (more > 0) {
      facts.merge(
          name,
          Integer.toString(more),
          (one, other) -> Integer.toString(Integer.parseInt(one) + Integer.parseInt(other)));
    }
  }

  private static String value(CalloutRecord record) {
    StringBuilder value = new StringBuilder(96);
    value.append(record.stage()).append(' ').append(record.revision());
    value.append(" verdict=").append(record.ruling().word());
    if (record.standing() == Standing.WATCHES) {
      value.append(" applied=no");
    }
    if (!record.changed().isEmpty()) {
      value.append(" changed=");
      names(record.changed(), value);
    }
    if (record.delay().isPositive()) {
      value.append(" delay-ms=").append(record.delay().toMillis());
    }
    record.error().ifPresent(error -> value.append(" error=").append(lower(error)));
    if (record.calls() > 1) {
      value.append(" calls=").append(record.calls());
    }
    millis(record.nanoseconds(), value.append(" ms="));
    String text = record.ruling().text();
    if (!text.isEmpty()) {
      value.append(" text=").append(text, 0, Math.min(text.length(), LONGEST_TEXT));
    }
    return value.toString();
  }

  private static void names(Set<Change> changed, StringBuilder to) {
    boolean first = true;
    for (Change change : changed) {
      to.append(first ? "" : ",").append(lower(change));
      first = false;
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** With three decimals. */
  private static void millis(long nanoseconds, StringBuilder to) {
    long micros = nanoseconds / 1_000;
    long rest = micros % 1_000;
    to.append(micros / 1_000).append('.');
    to.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
  }
}
