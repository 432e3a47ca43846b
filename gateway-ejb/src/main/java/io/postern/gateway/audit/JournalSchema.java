package io.postern.gateway.audit;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The JSON Schema (draft 2020-12) of a line of the journal, made from {@link EventType} and {@link
 * EventField}. It takes lines of later versions too: further events, and further members of text.
 */
public final class JournalSchema {

  private static final String HEAD =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:postern:journal-line:%d",
        "title": "A line of the audit journal",
        "description": "docs/journal.md says what each event and each member means.",
        "type": "object",
        "required": ["seq", "at", "event"],
      """
          .formatted(JournalFile.FORMAT);

  private JournalSchema() {}

  /** The document; the same for every line of this version. */
  public static String document() {
    StringJoiner properties = new StringJoiner(",\n", "  \"properties\": {\n", "\n  },\n");
    StringJoiner patterns = new StringJoiner(",\n", "  \"patternProperties\": {\n", "\n  },\n");
    for (EventField field : EventField.values()) {
      if (field.isNumbered()) {
        String name = field.member().replaceAll("NN$", "[0-9]{2,}");
        patterns.add("    \"^" + name + "$\": " + schema(field));
      } else {
        properties.add("    \"" + field.member() + "\": " + schema(field));
      }
    }
    return HEAD
        + properties
        + patterns
        + "  \"additionalProperties\": { \"type\": \"string\" }\n}\n";
  }

  private static String schema(EventField field) {
    String privacy =
        field.privacy() == EventField.Privacy.NONE
            ? ""
            : ", \"x-privacy\": \"" + field.privacy().name().toLowerCase(Locale.ROOT) + '"';
    return "{ " + value(field) + privacy + " }";
  }

  private static String value(EventField field) {
    return switch (field) {
      case SEQ -> "\"type\": \"integer\", \"minimum\": 1";
      case POS -> "\"type\": \"integer\", \"minimum\": 0";
      case EVENT -> "\"type\": \"string\", \"anyOf\": [" + events() + "]";
      case CRC -> "\"type\": \"string\", \"pattern\": \"^[0-9a-f]{8}$\"";
      case CHAIN -> "\"type\": \"string\", \"pattern\": \"^([0-9a-f]{16}|[0-9a-f]{64})$\"";
      case CHAIN_BEFORE -> "\"type\": \"string\", \"pattern\": \"^[0-9a-f]{64}$\"";
      default ->
          switch (field.type()) {
            case TEXT, MAILBOX, ENDPOINT -> "\"type\": \"string\"";
            case MAILBOXES -> "\"type\": \"array\", \"items\": { \"type\": \"string\" }";
            case INTEGER -> "\"type\": \"string\", \"pattern\": \"^[0-9]{1,19}$\"";
            case TIME -> "\"type\": \"string\", \"format\": \"date-time\"";
          };
    };
  }

  private static String events() {
    StringJoiner names = new StringJoiner("\", \"", "{ \"enum\": [\"", "\"] }");
    Stream.of(EventType.values()).map(EventType::eventName).forEach(names::add);
    return names + ", { \"pattern\": \"^[A-Z][A-Za-z]{0,39}$\" }";
  }
}
