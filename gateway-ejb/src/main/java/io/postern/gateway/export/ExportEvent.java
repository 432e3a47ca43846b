package io.postern.gateway.export;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.JournalLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

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
    begin(json);
    members(json, _ -> false);
    return json.append('}').toString();
  }

  private void begin(StringBuilder json) {
    json.append("{\"seq\":").append(line.sequence());
    line.position().ifPresent(position -> json.append(",\"pos\":").append(position));
    JsonText.member(json, "at", line.at().toString());
    JsonText.member(json, "event", line.event());
    line.id().ifPresent(id -> JsonText.member(json, "id", id));
  }

  /**
   * The same within so many characters: members after {@code id} that do not fit, from the longest
   * one on, are left out, and the member {@code omitted} has their names, as far as those fit.
   *
   * @param most at least 250, within which the first members always fit
   */
  public String portableJson(int most) {
    String whole = portableJson();
    if (whole.length() <= most) {
      return whole;
    }
    Map<String, Integer> lengths = new LinkedHashMap<>();
    if (!recipients().isEmpty()) {
      lengths.put("recipients", jsonLength(Set.of("recipients")));
    }
    facts().keySet().forEach(name -> lengths.put(name, jsonLength(Set.of(name))));
    List<String> longest =
        lengths.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    Set<String> omitted = new LinkedHashSet<>();
    String shorter = whole;
    for (String name : longest) {
      omitted.add(name);
      shorter = jsonOmitting(omitted, most);
      if (shorter.length() <= most) {
        break;
      }
    }
    return shorter;
  }

  private int jsonLength(Set<String> only) {
    StringBuilder json = new StringBuilder();
    members(json, name -> !only.contains(name));
    return json.length();
  }

  private String jsonOmitting(Set<String> omitted, int most) {
    StringBuilder json = new StringBuilder(most);
    begin(json);
    members(json, omitted::contains);
    StringBuilder named = new StringBuilder();
    JsonText.member(named, "omitted", String.join(" ", omitted));
    if (json.length() + named.length() < most) {
      json.append(named);
    } else {
      JsonText.member(json, "omitted", Integer.toString(omitted.size()));
    }
    return json.append('}').toString();
  }

  /** A text as a JSON string with its quotes, in printable US-ASCII and fit for every reader. */
  public static String jsonString(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2);
    JsonText.quoted(json, text);
    return json.toString();
  }

  /**
   * The members after {@code id} that are not among these, as one JSON object as {@link
   * #portableJson} writes it; empty when none is left.
   */
  public Optional<String> jsonWithout(Set<String> members) {
    StringBuilder json = new StringBuilder();
    members(json, members::contains);
    return json.isEmpty() ? Optional.empty() : Optional.of("{" + json.substring(1) + "}");
  }

  private void members(StringBuilder json, Predicate<String> without) {
    List<String> mailboxes = without.test("recipients") ? List.of() : recipients();
    if (!mailboxes.isEmpty()) {
      JsonText.member(json, "recipients", mailboxes);
    }
    for (Map.Entry<String, String> fact : facts().entrySet()) {
      if (!without.test(fact.getKey())) {
        JsonText.member(json, fact.getKey(), fact.getValue());
      }
    }
  }

  /** The line as it stands in the journal; for what stays within the gateway. */
  JournalLine line() {
    return line;
  }
}
