package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalScan;
import io.postern.gateway.audit.JournalSchema;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The audit journal. Its lines pass as they are: each is a JSON object already. */
@Path("journal")
@Produces(MediaType.APPLICATION_JSON)
public class JournalResource {

  private static final List<String> CONDITIONS =
      List.of("id", "peer", "recipient", "sender", "event", "from", "until", "before", "limit");

  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final String AFTER = "after";
  private static final String COLUMNS = "columns";

  /** Says where to go on, where an answer has no member for it. */
  private static final String NEXT = "Postern-Next";

  private static final int USUAL = 200;
  private static final int MOST = 1_000;
  private static final int LONGEST = 512;

  private final JournalControl control;
  private final HttpServletRequest request;

  @Inject
  public JournalResource(JournalControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Produces({MediaType.APPLICATION_JSON, NDJSON})
  @Operation(
      operationId = "searchJournal",
      summary = "Search the audit journal, newest first",
      description =
          "With after: what follows a line, oldest first, also as it is still written. Whoever asks "
              + "again and again with the next of the answer before gets every line once. 409 when "
              + "that line was not written yet.")
  @APIResponse(
      responseCode = "200",
      description =
          "What was found; as application/x-ndjson a line each, with the header field "
              + "Postern-Next in place of next.",
      content = {
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "JournalLines")),
        @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING))
      })
  @Parameter(
      name = "id",
      in = ParameterIn.QUERY,
      description = "The message's id.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "peer",
      in = ParameterIn.QUERY,
      description = "The client's address.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "event",
      in = ParameterIn.QUERY,
      description = "The event's name, such as Delivered.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "Earliest time.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Parameter(
      name = "until",
      in = ParameterIn.QUERY,
      description = "First time no longer wanted.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Parameter(
      name = "before",
      in = ParameterIn.QUERY,
      description = "Only lines with smaller sequence numbers.",
      schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Lines at most.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "200"))
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "Only lines with larger sequence numbers, oldest first; 0 for all there is.",
      schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
  public Response search(@Context UriInfo uri, @Context HttpHeaders headers) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>(uri.getQueryParameters());
    Optional<Long> after =
        text(query, AFTER).map(text -> number(AFTER, text, 0, Long.MAX_VALUE - 1));
    query.remove(AFTER);
    JournalQuery filter = filter(query);
    JournalPage found =
        after.map(line -> control.after(line, filter)).orElseGet(() -> control.search(filter));
    if (!wants(headers, NDJSON, MediaType.APPLICATION_JSON)) {
      return Response.ok(json(found), MediaType.APPLICATION_JSON).build();
    }
    Response.ResponseBuilder answer = Response.ok(ndjson(found), NDJSON);
    found.next().ifPresent(next -> answer.header(NEXT, next));
    return answer.build();
  }

  @GET
  @Path("export")
  @Produces({NDJSON, CSV})
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "exportJournal",
      summary = "Download what a search finds, oldest first",
      description =
          "Up to the last line there is when it begins, however many they are. That it was "
              + "downloaded is recorded in the journal. As CSV with a header line; cells that begin "
              + "like a formula have an apostrophe before them.")
  @APIResponse(
      responseCode = "200",
      description = "A line each.",
      content = {
        @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
      })
  @Parameter(
      name = "id",
      in = ParameterIn.QUERY,
      description = "The message's id.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "peer",
      in = ParameterIn.QUERY,
      description = "The client's address.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "event",
      in = ParameterIn.QUERY,
      description = "The event's name, such as Delivered.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "Earliest time.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Parameter(
      name = "until",
      in = ParameterIn.QUERY,
      description = "First time no longer wanted.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Parameter(
      name = "columns",
      in = ParameterIn.QUERY,
      description =
          "Of CSV: members that have columns, divided by commas. All others of a line are in the "
              + "last column.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  public Response export(@Context UriInfo uri, @Context HttpHeaders headers) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>(uri.getQueryParameters());
    String names = text(query, COLUMNS).orElse("");
    query.remove(COLUMNS);
    for (String paged : List.of("before", "limit")) {
      if (query.containsKey(paged)) {
        throw wrong("A download has no " + paged);
      }
    }
    JournalQuery filter = filter(query);
    boolean isCsv = wants(headers, CSV, NDJSON);
    JournalCsv csv =
        JournalCsv.of(names)
            .orElseThrow(() -> wrong("columns are members of a line, each once, such as at,event"));
    String conditions =
        query.entrySet().stream()
            .map(condition -> condition.getKey() + '=' + String.join(",", condition.getValue()))
            .sorted()
            .collect(Collectors.joining(" "));
    JournalScan scan = control.download(filter, conditions, SessionResource.known(request).name());
    return Response.ok(
            isCsv
                ? new JournalDownload(scan, csv.header(), csv::row)
                : new JournalDownload(scan, "", line -> line.json() + '\n'),
            isCsv ? CSV + ";charset=UTF-8" : NDJSON)
        .header("Content-Disposition", "attachment; filename=journal." + (isCsv ? "csv" : "ndjson"))
        .build();
  }

  @GET
  @Path("schema")
  @Produces("application/schema+json")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "journalSchema", summary = "Get the JSON Schema of a journal line")
  @APIResponse(
      responseCode = "200",
      description = "A schema of draft 2020-12.",
      content =
          @Content(
              mediaType = "application/schema+json",
              schema = @Schema(type = SchemaType.OBJECT)))
  public String schema() {
    return JournalSchema.document();
  }

  /** Whether the first of two media types is preferred; the other one is the usual. */
  private static boolean wants(HttpHeaders headers, String type, String usual) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      if (accepted.isCompatible(MediaType.valueOf(usual))) {
        return false;
      }
      if (accepted.isCompatible(MediaType.valueOf(type))) {
        return true;
      }
    }
    return false;
  }

  @GET
  @Path("messages/{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "story", summary = "Get a message's history")
  @APIResponse(
      responseCode = "200",
      description = "Its lines.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "JournalLines")))
  public String story(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    return json(control.story(id));
  }

  static JournalQuery filter(MultivaluedMap<String, String> query) {
    for (String name : query.keySet()) {
      // A condition that is not understood must not silently find everything.
      if (!CONDITIONS.contains(name)) {
        throw wrong("There is no condition of that name; there are " + CONDITIONS);
      }
    }
    try {
      return new JournalQuery(
          text(query, "id"),
          text(query, "peer"),
          text(query, "recipient"),
          text(query, "sender"),
          event(text(query, "event").orElse("")),
          text(query, "from").map(Instant::parse),
          text(query, "until").map(Instant::parse),
          text(query, "before")
              .map(text -> number("before", text, 0, Long.MAX_VALUE))
              .orElse(Long.MAX_VALUE),
          text(query, "limit").map(text -> (int) number("limit", text, 1, MOST)).orElse(USUAL));
    } catch (DateTimeException e) {
      throw wrong("from and until are times such as 2026-01-31T08:00:00Z");
    }
  }

  /** An event that there is, which no typing error must turn into "nothing found". */
  static Optional<String> event(String name) {
    if (!name.isEmpty() && EventType.of(name).isEmpty()) {
      throw wrong(
          "There is no event of that name; there are "
              + Stream.of(EventType.values())
                  .map(EventType::eventName)
                  .collect(Collectors.joining(", ")));
    }
    return Optional.of(name).filter(text -> !text.isEmpty());
  }

  private static long number(String name, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name + " has to be a number");
    }
    throw wrong(name + " has to be a number from " + least + " to " + most);
  }

  private static Optional<String> text(MultivaluedMap<String, String> query, String name) {
    Optional<String> value = Optional.ofNullable(query.getFirst(name)).filter(v -> !v.isEmpty());
    if (value.isPresent() && value.get().length() > LONGEST) {
      throw wrong(name + " has at most " + LONGEST + " characters");
    }
    return value;
  }

  static String json(JournalPage found) {
    StringBuilder json = new StringBuilder(256 + 600 * found.lines().size());
    json.append("{\"lines\":[");
    String separator = "";
    for (JournalLine line : found.lines()) {
      json.append(separator).append(line.json());
      separator = ",\n";
    }
    json.append(']');
    found.next().ifPresent(next -> json.append(",\"next\":").append(next));
    return json.append('}').toString();
  }

  static String ndjson(JournalPage found) {
    StringBuilder lines = new StringBuilder(600 * found.lines().size());
    found.lines().forEach(line -> lines.append(line.json()).append('\n'));
    return lines.toString();
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
