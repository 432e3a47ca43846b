package io.postern.gateway.web.api;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.JournalLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Lines of the journal as CSV (RFC 4180), with a header line. A cell that a spreadsheet would take
 * for a formula begins with an apostrophe, as the texts are as hostile as the mail they came from.
 *
 * @param columns members that have a column of their own; the last column has all others of a line
 */
record JournalCsv(List<EventField> columns) {

  private static final String OTHERS = "others";

  private static final List<EventField> USUAL =
      List.of(
          EventField.SEQ,
          EventField.AT,
          EventField.EVENT,
          EventField.ID,
          EventField.REVERSE_PATH,
          EventField.RECIPIENTS,
          EventField.RECIPIENT,
          EventField.SIZE,
          EventField.NEXT_HOP,
          EventField.REMOTE,
          EventField.ATTEMPT,
          EventField.STATUS,
          EventField.REPLY,
          EventField.DURATION_MS,
          EventField.REASON,
          EventField.DECIDED_BY,
          EventField.SESSION,
          EventField.LISTENER,
          EventField.PEER,
          EventField.HELO,
          EventField.RELAY_DECISION,
          EventField.MESSAGE_ID,
          EventField.FROM,
          EventField.TO,
          EventField.SUBJECT,
          EventField.STAGE,
          EventField.ACTOR,
          EventField.ACTION,
          EventField.ADDRESS);

  /**
   * @param names members, divided by commas; the usual ones when empty
   * @return empty when one of them is none, or stands for several
   */
  static Optional<JournalCsv> of(String names) {
    if (names.isEmpty()) {
      return Optional.of(new JournalCsv(USUAL));
    }
    List<EventField> columns = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      Optional<EventField> field = EventField.of(name.strip());
      if (field.isEmpty() || field.get().isNumbered() || columns.contains(field.get())) {
        return Optional.empty();
      }
      columns.add(field.get());
    }
    return Optional.of(new JournalCsv(List.copyOf(columns)));
  }

  String header() {
    return columns.stream().map(EventField::member).collect(Collectors.joining(","))
        + ","
        + OTHERS
        + "\r\n";
  }

  String row(JournalLine line) {
    Map<String, String> values = values(line);
    StringBuilder row = new StringBuilder();
    for (EventField column : columns) {
      String value = values.remove(column.member());
      row.append(cell(value == null ? "" : value)).append(',');
    }
    String others =
        values.entrySet().stream()
            .map(other -> other.getKey() + '=' + other.getValue())
            .collect(Collectors.joining("\n"));
    return row.append(cell(others)).append("\r\n").toString();
  }

  /** Every member of the line but its checksums, in its order. */
  private static Map<String, String> values(JournalLine line) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(EventField.SEQ.member(), Long.toString(line.sequence()));
    OptionalLong position = line.position();
    if (position.isPresent()) {
      values.put(EventField.POS.member(), Long.toString(position.getAsLong()));
    }
    values.put(EventField.AT.member(), line.at().toString());
    values.put(EventField.EVENT.member(), line.event());
    line.id().ifPresent(id -> values.put(EventField.ID.member(), id));
    if (!line.recipients().isEmpty()) {
      values.put(EventField.RECIPIENTS.member(), String.join(" ", line.recipients()));
    }
    values.putAll(line.facts());
    return values;
  }

  static String cell(String value) {
    String safe =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
