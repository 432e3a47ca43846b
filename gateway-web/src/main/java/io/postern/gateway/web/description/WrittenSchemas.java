package io.postern.gateway.web.description;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of what leaves as JSON without being a record. */
final class WrittenSchemas {

  private WrittenSchemas() {}

  static Map<String, Schema> all() {
    return Map.of("Problem", problem(), "JournalLines", journalLines(), "FoundLines", foundLines());
  }

  /** See {@link io.postern.gateway.web.http.Problem#json}. */
  private static Schema problem() {
    Schema mistake =
        of(SchemaType.OBJECT)
            .addProperty(
                "line",
                of(SchemaType.INTEGER)
                    .minimum(BigDecimal.ZERO)
                    .description("From 1; 0 when it has none."))
            .addProperty(
                "path",
                of(SchemaType.STRING).description("Such as routes[1].port; empty for the whole."))
            .addProperty("message", of(SchemaType.STRING))
            .required(List.of("line", "path", "message"));
    return of(SchemaType.OBJECT)
        .addProperty("type", of(SchemaType.STRING))
        .addProperty("title", of(SchemaType.STRING))
        .addProperty("status", of(SchemaType.INTEGER))
        .addProperty("detail", of(SchemaType.STRING))
        .addProperty(
            "problems",
            of(SchemaType.ARRAY)
                .items(mistake)
                .description(
                    "Every mistake of the settings, by line; with type"
                        + " urn:postern:problem:settings-wrong only."))
        .required(List.of("type", "title", "status", "detail"));
  }

  /** The journal's lines pass as they are in its files. */
  private static Schema journalLines() {
    return of(SchemaType.OBJECT)
        .addProperty(
            "lines",
            of(SchemaType.ARRAY)
                .items(
                    of(SchemaType.OBJECT)
                        .description(
                            "A line of the audit journal, as docs/journal.md describes it.")
                        .required(List.of("seq", "at", "event"))))
        .addProperty(
            "next",
            of(SchemaType.INTEGER)
                .format("int64")
                .minimum(BigDecimal.ZERO)
                .description(
                    "Where to go on: before, when there may be more; with after, the line after"
                        + " which the next request begins, always."))
        .required(List.of("lines"));
  }

  /** See {@link io.postern.gateway.search.SearchPage}. */
  private static Schema foundLines() {
    return journalLines()
        .addProperty(
            "count",
            of(SchemaType.INTEGER)
                .format("int64")
                .minimum(BigDecimal.ZERO)
                .description("Lines that match, as far as they were counted."))
        .addProperty(
            "counted",
            of(SchemaType.BOOLEAN)
                .description("Whether count is all of them; up to 10,000 it is, once indexed."))
        .addProperty(
            "complete",
            of(SchemaType.BOOLEAN)
                .description(
                    "False while the index is built and a page ended where enough was read; the"
                        + " next page goes on."))
        .addProperty(
            "indexedTo",
            of(SchemaType.INTEGER)
                .format("int64")
                .minimum(BigDecimal.ZERO)
                .description("Number of the last line in the index."))
        .required(List.of("lines", "count", "counted", "complete", "indexedTo"));
  }

  private static Schema of(SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }
}
