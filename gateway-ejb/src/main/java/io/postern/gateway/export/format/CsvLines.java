package io.postern.gateway.export.format;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.text.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row each. RFC 4180 allows line breaks within quotes; here they are escaped, so that programs
 * that read line by line see one line for an event. The last column is JSON.
 */
final class CsvLines implements EventFormat {

  private final CsvColumns columns;
  private final Set<String> alone;

  CsvLines(CsvColumns columns) {
    this.columns = columns;
    alone = columns.members().stream().map(EventField::member).collect(Collectors.toSet());
  }

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    Map<String, String> values = new HashMap<>();
    for (String member : alone) {
      event.text(member).ifPresent(value -> values.put(member, Shown.of(value, Integer.MAX_VALUE)));
    }
    return List.of(
        FormattedLine.own(bare(columns.row(values, event.jsonWithout(alone).orElse("")))));
  }

  @Override
  public Optional<String> header() {
    return Optional.of(bare(columns.header()));
  }

  private static String bare(String row) {
    return row.substring(0, row.length() - 2);
  }

  @Override
  public String lineEnd() {
    return "\r\n";
  }

  @Override
  public String signature() {
    return "csv-" + Integer.toHexString(columns.header().hashCode());
  }

  @Override
  public String suffix() {
    return "csv";
  }
}
