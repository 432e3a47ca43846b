package io.postern.gateway.spool;

import io.postern.mail.MessageNotes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is kept with a message beside its envelope and what reception recorded. Most messages have
 * none of it.
 *
 * @param authenticatedAs the identity that the client proved (RFC 4954)
 * @param tls facts of the session that brought it, by their names in the journal
 * @param notes what extensions keep with it, at most {@value MessageNotes#MOST_OCTETS} octets
 *     together
 * @param isCalloutOwed whether the callout after the acceptance was not called yet
 * @param priority (RFC 6710), -9 to 9
 * @param earliestDelivery not before it (RFC 4865)
 */
public record MessageAttributes(
    Optional<String> authenticatedAs,
    Map<String, String> tls,
    Map<String, String> notes,
    boolean isCalloutOwed,
    OptionalInt priority,
    Optional<Instant> earliestDelivery) {

  /** Before the keys of notes among the facts that the audit journal is given. */
  public static final String NOTE = "note.";

  private static final int AUTHENTICATED = 1;
  private static final int TLS = 2;
  private static final int NOTES = 3;
  private static final int CALLOUT_OWED = 4;
  private static final int PRIORITY = 5;
  private static final int EARLIEST = 6;

  private static final MessageAttributes NONE =
      new MessageAttributes(
          Optional.empty(), Map.of(), Map.of(), false, OptionalInt.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException when the notes are too large
   */
  public MessageAttributes {
    tls = Map.copyOf(tls);
    notes = Map.copyOf(notes);
    int octets = 0;
    for (Map.Entry<String, String> note : notes.entrySet()) {
      octets += octets(note);
    }
    if (octets > MessageNotes.MOST_OCTETS) {
      throw new IllegalArgumentException(
          "the notes of a message have %d octets, at most %d are kept"
              .formatted(octets, MessageNotes.MOST_OCTETS));
    }
  }

  /** Those of most messages. */
  public static MessageAttributes none() {
    return NONE;
  }

  /** The same with other notes. */
  public MessageAttributes noting(Map<String, String> others) {
    return new MessageAttributes(
        authenticatedAs, tls, others, isCalloutOwed, priority, earliestDelivery);
  }

  /** Of a note's key and value, in UTF-8. */
  static int octets(Map.Entry<String, String> note) {
    return (note.getKey() + note.getValue()).getBytes(StandardCharsets.UTF_8).length;
  }

  boolean isNone() {
    return equals(NONE);
  }

  void write(DescriptionWriter to) {
    authenticatedAs.ifPresent(identity -> to.field(AUTHENTICATED, identity));
    writeMap(TLS, tls, to);
    writeMap(NOTES, notes, to);
    if (isCalloutOwed) {
      to.end(to.begin(CALLOUT_OWED));
    }
    priority.ifPresent(
        value -> {
          int start = to.begin(PRIORITY);
          to.int32(value);
          to.end(start);
        });
    earliestDelivery.ifPresent(
        at -> {
          int start = to.begin(EARLIEST);
          to.instant(at);
          to.end(start);
        });
  }

  private static void writeMap(int tag, Map<String, String> values, DescriptionWriter to) {
    if (!values.isEmpty()) {
      int start = to.begin(tag);
      to.facts(values);
      to.end(start);
    }
  }

  static MessageAttributes read(DescriptionReader from) {
    Optional<String> authenticatedAs = Optional.empty();
    Map<String, String> tls = Map.of();
    Map<String, String> notes = Map.of();
    boolean isCalloutOwed = false;
    OptionalInt priority = OptionalInt.empty();
    Optional<Instant> earliestDelivery = Optional.empty();
    while (from.hasMore()) {
      int tag = from.octet();
      DescriptionReader field = from.part();
      switch (tag) {
        case AUTHENTICATED -> authenticatedAs = Optional.of(field.rest());
        case TLS -> tls = field.facts();
        case NOTES -> notes = field.facts();
        case CALLOUT_OWED -> isCalloutOwed = true;
        case PRIORITY -> priority = OptionalInt.of(field.int32());
        case EARLIEST -> earliestDelivery = Optional.of(field.instant());
        default -> {
          // A newer version's.
        }
      }
    }
    return new MessageAttributes(
        authenticatedAs, tls, notes, isCalloutOwed, priority, earliestDelivery);
  }
}
