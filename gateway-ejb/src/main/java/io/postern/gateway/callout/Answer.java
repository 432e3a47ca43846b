package io.postern.gateway.callout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a stage's callouts answered.
 *
 * @param decidedBy name of the extension whose verdict the ruling is; empty when none objected or
 *     the gateway itself decided
 * @param delay how long the client has to wait before it is answered
 * @param value the stage's subject, changed or as it was
 * @param records what each extension did, in the order in which they were asked
 * @param logged what they logged meanwhile
 */
public record Answer<T>(
    Ruling ruling,
    Optional<String> decidedBy,
    Duration delay,
    T value,
    List<CalloutRecord> records,
    LogEntries logged) {

  /** No extension was asked. */
  public static <T> Answer<T> unasked(T value) {
    return new Answer<>(
        Ruling.PASS, Optional.empty(), Duration.ZERO, value, List.of(), LogEntries.NONE);
  }

  /** The same about another form of the subject. */
  <U> Answer<U> about(U other) {
    return new Answer<>(ruling, decidedBy, delay, other, records, logged);
  }
}
