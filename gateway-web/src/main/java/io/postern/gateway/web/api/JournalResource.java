package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
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
  private static final int USUAL = 200;
  private static final int MOST = 1_000;
  private static final int LONGEST = 512;

  private final JournalControl control;

  @Inject
  public JournalResource(JournalControl control) {
    this.control = control;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "searchJournal", summary = "Search the audit journal, newest first")
  @APIResponse(
      responseCode = "200",
      description = "What was found.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "JournalLines")))
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
  public String search(@Context UriInfo uri) {
    return json(control.search(filter(uri.getQueryParameters())));
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

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
