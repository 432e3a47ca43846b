package io.postern.gateway.export.mapping;

import io.postern.gateway.audit.EventField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Columns of events as CSV (RFC 4180), ended by CR LF. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe, as the texts are as hostile as the mail they came from.
 *
 * @param members that have a column of their own; one more column, the last, has what is left
 */
public record CsvColumns(List<EventField> members) {

  /** What every reader asks for. */
  public static final CsvColumns USUAL =
      new CsvColumns(
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
              EventField.ADDRESS));

  private static final String OTHERS = "others";
  private static final String END = "\r\n";

  public CsvColumns {
    members = List.copyOf(members);
  }

  /**
   * @param names of members; the usual ones when there is none
   * @return empty when one of them is none, stands for several, or is given twice
   */
  public static Optional<CsvColumns> of(List<String> names) {
    if (names.isEmpty()) {
      return Optional.of(USUAL);
    }
    List<EventField> columns = new ArrayList<>();
    for (String name : names) {
      Optional<EventField> field = EventField.of(name);
      if (field.isEmpty() || field.get().isNumbered() || columns.contains(field.get())) {
        return Optional.empty();
      }
      columns.add(field.get());
    }
    return Optional.of(new CsvColumns(columns));
  }

  /** The line with the columns' names. */
  public String header() {
    return members.stream().map(EventField::member).collect(Collectors.joining(","))
        + ","
        + OTHERS
        + END;
  }

  /**
   * @param values by the names of the members; a column without one is empty
   * @param others of the last column
   */
  public String row(Map<String, String> values, String others) {
    StringBuilder row = new StringBuilder();
    for (EventField column : members) {
      row.append(cell(values.getOrDefault(column.member(), ""))).append(',');
    }
    return row.append(cell(others)).append(END).toString();
  }

  /** One value; a line break in it stays, within quotes. */
  public static String cell(String value) {
    String safe =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
