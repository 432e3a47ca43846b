package io.postern.gateway.audit;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to look for; every condition given must hold.
 *
 * @param conditions and their values
 * @param from the earliest time
 * @param until the first time no longer wanted
 * @param before only lines with smaller numbers; {@link Long#MAX_VALUE} for all
 * @param limit lines to be found at most
 * @param subjects whether {@link JournalCondition#TEXT} is looked for in subjects too
 */
public record JournalQuery(
    Map<JournalCondition, String> conditions,
    Optional<Instant> from,
    Optional<Instant> until,
    long before,
    int limit,
    boolean subjects) {

  /**
   * @throws IllegalArgumentException with a sentence for the user, when a value cannot be met by
   *     any line, or the limit is not from 1 to 10,000
   */
  public JournalQuery {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("a search finds 1 to 10000 lines, not " + limit);
    }
    conditions.forEach(JournalCondition::check);
    conditions = Map.copyOf(conditions);
  }

  /** One that looks into everything. */
  public JournalQuery(
      Map<JournalCondition, String> conditions,
      Optional<Instant> from,
      Optional<Instant> until,
      long before,
      int limit) {
    this(conditions, from, until, before, limit, true);
  }

  /**
   * For those who may not see subjects, and must not guess them by searching either.
   *
   * @throws IllegalArgumentException when it has {@link JournalCondition#SUBJECT}
   */
  public JournalQuery withoutSubjects() {
    if (conditions.containsKey(JournalCondition.SUBJECT)) {
      throw new IllegalArgumentException("subjects are not searched");
    }
    return new JournalQuery(conditions, from, until, before, limit, false);
  }

  /** The newest lines, whatever they say. */
  public static JournalQuery newest(int limit) {
    return new JournalQuery(Map.of(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, limit);
  }

  /** This and one more condition, in the place of another value of it. */
  public JournalQuery with(JournalCondition condition, String value) {
    Map<JournalCondition, String> more = new EnumMap<>(JournalCondition.class);
    more.putAll(conditions);
    more.put(condition, value);
    return new JournalQuery(more, from, until, before, limit, subjects);
  }

  public JournalQuery between(Instant earliest, Instant end) {
    return new JournalQuery(
        conditions, Optional.of(earliest), Optional.of(end), before, limit, subjects);
  }

  public JournalQuery before(long sequence) {
    return new JournalQuery(conditions, from, until, sequence, limit, subjects);
  }

  Optional<String> value(JournalCondition condition) {
    return Optional.ofNullable(conditions.get(condition));
  }

  /** Whether a line is looked for; {@link #limit} apart. */
  public boolean matches(JournalLine line) {
    return line.sequence() < before
        && (from.isEmpty() || !line.at().isBefore(from.get()))
        && (until.isEmpty() || line.at().isBefore(until.get()))
        && conditions.entrySet().stream()
            .allMatch(
                condition -> condition.getKey().matches(line, condition.getValue(), subjects));
  }
}
