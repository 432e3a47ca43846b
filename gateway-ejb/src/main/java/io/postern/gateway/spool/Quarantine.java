package io.postern.gateway.spool;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why an accepted message must not be delivered until somebody releases it.
 *
 * @param extension whose verdict it was
 * @param rule of that extension, as it names it
 * @param score that the extension gave the message
 * @param expiry when it is no longer to be kept
 */
public record Quarantine(
    String reason,
    Optional<String> extension,
    Optional<String> rule,
    OptionalDouble score,
    Optional<Instant> expiry) {

  private static final int REASON = 1;
  private static final int EXTENSION = 2;
  private static final int RULE = 3;
  private static final int SCORE = 4;
  private static final int EXPIRY = 5;

  /** By a verdict that says no more. */
  public static Quarantine of(String reason, Optional<String> extension) {
    return new Quarantine(
        reason, extension, Optional.empty(), OptionalDouble.empty(), Optional.empty());
  }

  void write(DescriptionWriter to) {
    to.field(REASON, reason);
    extension.ifPresent(name -> to.field(EXTENSION, name));
    rule.ifPresent(name -> to.field(RULE, name));
    score.ifPresent(
        value -> {
          int start = to.begin(SCORE);
          to.int64(Double.doubleToLongBits(value));
          to.end(start);
        });
    expiry.ifPresent(
        at -> {
          int start = to.begin(EXPIRY);
          to.instant(at);
          to.end(start);
        });
  }

  static Quarantine read(DescriptionReader from) {
    String reason = "";
    Optional<String> extension = Optional.empty();
    Optional<String> rule = Optional.empty();
    OptionalDouble score = OptionalDouble.empty();
    Optional<Instant> expiry = Optional.empty();
    while (from.hasMore()) {
      int tag = from.octet();
      DescriptionReader field = from.part();
      switch (tag) {
        case REASON -> reason = field.rest();
        case EXTENSION -> extension = Optional.of(field.rest());
        case RULE -> rule = Optional.of(field.rest());
        case SCORE -> score = OptionalDouble.of(Double.longBitsToDouble(field.int64()));
        case EXPIRY -> expiry = Optional.of(field.instant());
        default -> {
          // A newer version's.
        }
      }
    }
    return new Quarantine(reason, extension, rule, score, expiry);
  }
}
