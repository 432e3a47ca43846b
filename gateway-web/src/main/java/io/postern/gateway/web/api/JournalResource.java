package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalScan;
import io.postern.gateway.audit.JournalSchema;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.search.SearchPage;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  private static final List<String> BOUNDS = List.of("from", "until", "before", "limit");

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
  private final SubjectsControl subjects;
  private final HttpServletRequest request;

  @Inject
  public JournalResource(
      JournalControl control, SubjectsControl subjects, @Context HttpServletRequest request) {
    this.control = control;
    this.subjects = subjects;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Produces({MediaType.APPLICATION_JSON, NDJSON})
  @Operation(
      operationId = "searchJournal",
      summary = "Search the audit journal, newest first",
      description =
          "Every condition has to be met. Answered by the index, and by the journal itself for what "
              + "is not indexed yet. With after: what follows a line, oldest first, also as it is "
              + "still written, and no counts. A caller that asks "
              + "again and again with the next of the answer before gets every line once. 409 when "
              + "that line was not written yet.")
  @APIResponse(
      responseCode = "200",
      description =
          "What was found; as application/x-ndjson a line each, with the header field "
              + "Postern-Next in place of next.",
      content = {
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "FoundLines")),
        @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING))
      })
  @Parameter(
      name = "id",
      in = ParameterIn.QUERY,
      description =
          "The message's id; an asterisk at the end stands for any " + "rest, as in most of these.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "session",
      in = ParameterIn.QUERY,
      description = "The SMTP session's id.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "message-id",
      in = ParameterIn.QUERY,
      description = "The header field Message-ID, with or without < and >.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "event",
      in = ParameterIn.QUERY,
      description = "The event's name, such as Delivered.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender-domain",
      in = ParameterIn.QUERY,
      description = "Domain of the reverse-path, or one above it.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient-domain",
      in = ParameterIn.QUERY,
      description = "Domain of a recipient, or one above it.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "subject",
      in = ParameterIn.QUERY,
      description = "Words of the subject, all of them, in any order.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "header-from",
      in = ParameterIn.QUERY,
      description = "Words of the header field From.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "header-to",
      in = ParameterIn.QUERY,
      description = "Words of the header field To.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "peer",
      in = ParameterIn.QUERY,
      description =
          "The client's address, with or without port, or a network " + "such as 192.0.2.0/24.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "helo",
      in = ParameterIn.QUERY,
      description = "What the client called itself.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "next-hop",
      in = ParameterIn.QUERY,
      description = "The next hop, with or without port, or its address.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      description =
          "An enhanced status code or its beginning, such as 5.1.1, "
              + "5.1 or 5, or a reply code such as 550.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "reply",
      in = ParameterIn.QUERY,
      description = "Words of the reply, or of the reason where there is none.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "extension",
      in = ParameterIn.QUERY,
      description = "An extension, or a revision of one, that did something.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "verdict",
      in = ParameterIn.QUERY,
      description = "A verdict of an extension, such as reject.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "decided-by",
      in = ParameterIn.QUERY,
      description = "The extension whose verdict it was.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "actor",
      in = ParameterIn.QUERY,
      description = "The administrator.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "text",
      in = ParameterIn.QUERY,
      description =
          "Words, addresses, names or ids, divided by spaces; each has "
              + "to be somewhere in the above.",
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
    SubjectView view = SubjectView.of(subjects, request);
    JournalQuery filter = view.query(filter(query));
    boolean isNdjson = wants(headers, NDJSON, MediaType.APPLICATION_JSON);
    if (after.isPresent()) {
      JournalPage found = view.page(control.after(after.get(), filter));
      return isNdjson
          ? ndjson(found)
          : Response.ok(json(found), MediaType.APPLICATION_JSON).build();
    }
    SearchPage found = view.page(control.search(filter));
    return isNdjson
        ? ndjson(found.page())
        : Response.ok(json(found), MediaType.APPLICATION_JSON).build();
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
      description =
          "The message's id; an asterisk at the end stands for any " + "rest, as in most of these.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "session",
      in = ParameterIn.QUERY,
      description = "The SMTP session's id.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "message-id",
      in = ParameterIn.QUERY,
      description = "The header field Message-ID, with or without < and >.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "event",
      in = ParameterIn.QUERY,
      description = "The event's name, such as Delivered.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "sender-domain",
      in = ParameterIn.QUERY,
      description = "Domain of the reverse-path, or one above it.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient-domain",
      in = ParameterIn.QUERY,
      description = "Domain of a recipient, or one above it.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "subject",
      in = ParameterIn.QUERY,
      description = "Words of the subject, all of them, in any order.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "header-from",
      in = ParameterIn.QUERY,
      description = "Words of the header field From.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "header-to",
      in = ParameterIn.QUERY,
      description = "Words of the header field To.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "peer",
      in = ParameterIn.QUERY,
      description =
          "The client's address, with or without port, or a network " + "such as 192.0.2.0/24.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "helo",
      in = ParameterIn.QUERY,
      description = "What the client called itself.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "next-hop",
      in = ParameterIn.QUERY,
      description = "The next hop, with or without port, or its address.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      description =
          "An enhanced status code or its beginning, such as 5.1.1, "
              + "5.1 or 5, or a reply code such as 550.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "reply",
      in = ParameterIn.QUERY,
      description = "Words of the reply, or of the reason where there is none.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "extension",
      in = ParameterIn.QUERY,
      description = "An extension, or a revision of one, that did something.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "verdict",
      in = ParameterIn.QUERY,
      description = "A verdict of an extension, such as reject.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "decided-by",
      in = ParameterIn.QUERY,
      description = "The extension whose verdict it was.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "actor",
      in = ParameterIn.QUERY,
      description = "The administrator.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "text",
      in = ParameterIn.QUERY,
      description =
          "Words, addresses, names or ids, divided by spaces; each has "
              + "to be somewhere in the above.",
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
    SubjectView view = SubjectView.of(subjects, request);
    JournalQuery filter = view.query(filter(query));
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
                ? new JournalDownload(scan, csv.header(), line -> csv.row(view.line(line)))
                : new JournalDownload(scan, "", line -> view.line(line).json() + '\n'),
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
  @Operation(
      operationId = "messageLines",
      summary = "Get the lines about a message, in their order")
  @APIResponse(
      responseCode = "200",
      description = "Its lines.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "JournalLines")))
  public String lines(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    return json(SubjectView.of(subjects, request).page(control.lines(id)));
  }

  static JournalQuery filter(MultivaluedMap<String, String> query) {
    for (String name : query.keySet()) {
      // A condition that is not understood must not silently find everything.
      if (!BOUNDS.contains(name) && JournalCondition.of(name).isEmpty()) {
        throw wrong(
            "There is no condition of that name; there are "
                + Stream.concat(
                        Stream.of(JournalCondition.values()).map(JournalCondition::parameter),
                        BOUNDS.stream())
                    .collect(Collectors.joining(", ")));
      }
    }
    Map<JournalCondition, String> conditions = new EnumMap<>(JournalCondition.class);
    for (JournalCondition condition : JournalCondition.values()) {
      text(query, condition.parameter()).ifPresent(value -> conditions.put(condition, value));
    }
    event(conditions.getOrDefault(JournalCondition.EVENT, ""));
    try {
      return new JournalQuery(
          conditions,
          text(query, "from").map(Instant::parse),
          text(query, "until").map(Instant::parse),
          text(query, "before")
              .map(text -> number("before", text, 0, Long.MAX_VALUE))
              .orElse(Long.MAX_VALUE),
          text(query, "limit").map(text -> (int) number("limit", text, 1, MOST)).orElse(USUAL));
    } catch (DateTimeException e) {
      throw wrong("from and until are times such as 2026-01-31T08:00:00Z");
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
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

  private static String json(SearchPage found) {
    return "{\"count\":"
        + found.count()
        + ",\"counted\":"
        + found.counted()
        + ",\"complete\":"
        + found.complete()
        + ",\"indexedTo\":"
        + found.indexedTo()
        + ","
        + json(found.page()).substring(1);
  }

  private static Response ndjson(JournalPage found) {
    StringBuilder lines = new StringBuilder(600 * found.lines().size());
    found.lines().forEach(line -> lines.append(line.json()).append('\n'));
    Response.ResponseBuilder answer = Response.ok(lines.toString(), NDJSON);
    found.next().ifPresent(next -> answer.header(NEXT, next));
    return answer.build();
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
