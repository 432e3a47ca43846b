package io.postern.gateway.export;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.JournalLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A line of the journal as one target may see it: members that the target's privacy rules drop are
 * absent, pseudonyms stand in place of others. A value.
 */
public final class ExportEvent {

  private final JournalLine line;
  private final PrivacyRules privacy;

  ExportEvent(JournalLine line, PrivacyRules privacy) {
    this.line = line;
    this.privacy = privacy;
  }

  /** The line's number. */
  public long sequence() {
    return line.sequence();
  }

  public Instant at() {
    return line.at();
  }

  /** The event's name, such as {@code Delivered}. */
  public String event() {
    return line.event();
  }

  /** The message, when it is about one. */
  public Optional<String> id() {
    return line.id();
  }

  /** The member {@code recipients}; empty when it is absent or dropped. */
  public List<String> recipients() {
    return line.recipients().stream()
        .flatMap(mailbox -> privacy.apply(EventField.RECIPIENTS.member(), mailbox).stream())
        .toList();
  }

  /**
   * A member as text, by its name in docs/journal.md; of {@code recipients} the mailboxes, divided
   * by a comma and a space. Empty when the line has none or it is dropped.
   */
  public Optional<String> text(String member) {
    return switch (member) {
      case "seq" -> Optional.of(Long.toString(line.sequence()));
      case "pos" ->
          line.position().isPresent()
              ? Optional.of(Long.toString(line.position().getAsLong()))
              : Optional.empty();
      case "at" -> Optional.of(line.at().toString());
      case "event" -> Optional.of(line.event());
      case "id" -> line.id();
      case "recipients" -> {
        List<String> mailboxes = recipients();
        yield mailboxes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", mailboxes));
      }
      default -> line.fact(member).flatMap(value -> privacy.apply(member, value));
    };
  }

  /** The members after {@code id} but {@code recipients}, in the line's order. */
  public SequencedMap<String, String> facts() {
    return privacy.apply(line.facts());
  }

  /**
   * The event as one JSON object on one line of printable US-ASCII: the journal's own line, with
   * its checksum, when no rule changes it; else with the members that are left, and no checksum.
   */
  public String json() {
    return privacy.keepsAll() ? line.json() : portableJson();
  }

  /**
   * The same without a checksum, and fit for every reader of JSON: what is no character (NUL, half
   * of a surrogate pair) is U+FFFD.
   */
  public String portableJson() {
    StringBuilder json = new StringBuilder(line.json().length());
    json.append("{\"seq\":").append(line.sequence());
    line.position().ifPresent(position -> json.append(",\"pos\":").append(position));
    JsonText.member(json, "at", line.at().toString());
    JsonText.member(json, "event", line.event());
    line.id().ifPresent(id -> JsonText.member(json, "id", id));
    members(json, Set.of());
    return json.append('}').toString();
  }

  /**
   * The members after {@code id} that are not among these, as one JSON object as {@link
   * #portableJson} writes it; empty when none is left.
   */
  public Optional<String> jsonWithout(Set<String> members) {
    StringBuilder json = new StringBuilder();
    members(json, members);
    return json.isEmpty() ? Optional.empty() : Optional.of("{" + json.substring(1) + "}");
  }

  private void members(StringBuilder json, Set<String> without) {
    List<String> mailboxes = without.contains("recipients") ? List.of() : recipients();
    if (!mailboxes.isEmpty()) {
      JsonText.member(json, "recipients", mailboxes);
    }
    for (Map.Entry<String, String> fact : facts().entrySet()) {
      if (!without.contains(fact.getKey())) {
        JsonText.member(json, fact.getKey(), fact.getValue());
      }
    }
  }

  /** The line as it stands in the journal; for what stays within the gateway. */
  JournalLine line() {
    return line;
  }
}
