package io.postern.update;

import io.postern.text.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the updates' history.
 *
 * @param by {@code console}, or an administrator's name
 * @param reason why it was refused or failed; empty otherwise
 */
record UpdateEvent(Instant at, Kind kind, String version, Slot slot, String by, String reason) {

  /** What happened. */
  enum Kind {
    /** It was not written, or not whole. */
    REFUSED,
    /** It was written and is to be tried. */
    APPLIED,
    /** The other slot, written earlier, is to be tried. */
    CHOSEN,
    /** The self-test of the trial failed. */
    FAILED,
    /** The trial passed, and is the confirmed system now. */
    CONFIRMED,
    /** The former system came up again. */
    RETURNED
  }

  UpdateEvent {
    version = Shown.ascii(version.strip(), 500);
    by = Shown.ascii(by.strip(), 500);
    reason = Shown.ascii(reason.strip(), 500);
  }

  String line() {
    return String.join(
        "\t",
        "at=" + at,
        "event=" + kind.name().toLowerCase(Locale.ROOT),
        "version=" + version,
        "slot=" + slot,
        "by=" + by,
        "reason=" + reason);
  }

  /** Empty when the line is none of ours: the history is for display, nothing is decided by it. */
  static Optional<UpdateEvent> parse(String line) {
    Map<String, String> values = new HashMap<>();
    for (String field : line.split("\t")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        values.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    try {
      return Slot.of(values.getOrDefault("slot", ""))
          .map(
              slot ->
                  new UpdateEvent(
                      Instant.parse(values.getOrDefault("at", "")),
                      Kind.valueOf(values.getOrDefault("event", "").toUpperCase(Locale.ROOT)),
                      values.getOrDefault("version", ""),
                      slot,
                      values.getOrDefault("by", ""),
                      values.getOrDefault("reason", "")));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** For people. */
  String sentence() {
    String what = "%s (slot %s, by %s)".formatted(version, slot, by);
    return switch (kind) {
      case REFUSED -> "%s was not applied at %s: %s".formatted(what, at, reason);
      case APPLIED -> "%s was written at %s and is to be tried".formatted(what, at);
      case CHOSEN -> "%s was chosen at %s and is to be tried".formatted(what, at);
      case FAILED ->
          "%s was tried at %s and did not pass its self-test: %s".formatted(what, at, reason);
      case CONFIRMED -> "%s was tried and confirmed at %s".formatted(what, at);
      case RETURNED ->
          "%s was tried at %s and %s; running the former system".formatted(what, at, reason);
    };
  }
}
