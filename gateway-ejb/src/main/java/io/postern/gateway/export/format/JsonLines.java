package io.postern.gateway.export.format;

import io.postern.gateway.export.ExportEvent;
import java.util.List;

/** The journal's own line, as far as privacy rules leave it. */
final class JsonLines implements EventFormat {

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    return List.of(FormattedLine.own(event.json()));
  }

  @Override
  public String signature() {
    return "json";
  }

  @Override
  public String suffix() {
    return "jsonl";
  }
}
