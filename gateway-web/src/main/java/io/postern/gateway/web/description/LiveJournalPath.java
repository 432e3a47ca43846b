package io.postern.gateway.web.description;

import io.postern.gateway.web.api.JournalStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The live journal, which is a servlet and not a resource. */
final class LiveJournalPath {

  private LiveJournalPath() {}

  static void addTo(Map<String, PathItem> paths) {
    paths.put(
        "/" + JournalStream.PATH,
        OASFactory.createPathItem()
            .GET(
                OASFactory.createOperation()
                    .operationId("tailJournal")
                    .summary("Follow the audit journal")
                    .addExtension("x-roles", JournalStream.ROLES)
                    .addParameter(text("event", "Only this event."))
                    .addParameter(
                        text("text", "Only lines that hold this text, whatever its case."))
                    .addParameter(
                        OASFactory.createParameter()
                            .name("after")
                            .in(Parameter.In.QUERY)
                            .description(
                                "Begin with the line that follows this one, and lose none"
                                    + " however slow the reader is; 0 for all. Last-Event-ID says"
                                    + " the same.")
                            .schema(
                                OASFactory.createSchema()
                                    .addType(SchemaType.INTEGER)
                                    .format("int64")))
                    .responses(
                        OASFactory.createAPIResponses()
                            .addAPIResponse(
                                "200",
                                OASFactory.createAPIResponse()
                                    .description(
                                        "Server-sent events named journal; the data of each is"
                                            + " {dropped, lines}: up to 1000 new lines, and how"
                                            + " many this viewer lost so far because it did not"
                                            + " keep up. The id is the number of the last line"
                                            + " that was looked at.")
                                    .content(
                                        OASFactory.createContent()
                                            .addMediaType(
                                                "text/event-stream",
                                                OASFactory.createMediaType()
                                                    .schema(
                                                        OASFactory.createSchema()
                                                            .addType(SchemaType.STRING))))))));
  }

  private static Parameter text(String name, String description) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.QUERY)
        .description(description)
        .schema(
            OASFactory.createSchema().addType(SchemaType.STRING).maxLength(JournalStream.LONGEST));
  }
}
