package io.postern.gateway.web.api;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.mapping.CsvColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Lines of the journal as CSV, with a header line.
 *
 * @param columns the last one has all members that have none of their own
 */
record JournalCsv(CsvColumns columns) {

  /**
   * @param names members, divided by commas; the usual ones when empty
   * @return empty when one of them is none, or stands for several
   */
  static Optional<JournalCsv> of(String names) {
    List<String> members =
        names.isEmpty()
            ? List.of()
            : Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    return CsvColumns.of(members).map(JournalCsv::new);
  }

  String header() {
    return columns.header();
  }

  String row(JournalLine line) {
    Map<String, String> others = values(line);
    Map<String, String> own = new LinkedHashMap<>(others);
    columns.members().forEach(column -> others.remove(column.member()));
    return columns.row(
        own,
        others.entrySet().stream()
            .map(other -> other.getKey() + '=' + other.getValue())
            .collect(Collectors.joining("\n")));
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
}
