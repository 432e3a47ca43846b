package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueControl;
import io.postern.gateway.operation.QueueCount;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.operation.QueueEntry;
import io.postern.gateway.operation.QueueFilter;
import io.postern.gateway.operation.QueuePage;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The messages in the queue, and the ways out for each. */
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {

  private static final List<String> CONDITIONS = List.of("state", "sender", "recipient", "subject");
  private static final List<String> PAGED =
      List.of("state", "sender", "recipient", "subject", "after", "limit");

  private static final int USUAL = 100;
  static final int LONGEST = 512;

  private final QueueControl control;
  private final SubjectsControl subjects;
  private final HttpServletRequest request;

  @Inject
  public MessagesResource(
      QueueControl control, SubjectsControl subjects, @Context HttpServletRequest request) {
    this.control = control;
    this.subjects = subjects;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "queuedMessages", summary = "Messages in the queue, oldest first")
  @APIResponse(
      responseCode = "200",
      description =
          "A page. One with few messages, or none, may still be followed by another, as a "
              + "request looks at 2,000 messages at most. Ids grow: a page begins behind the "
              + "last id of the page before, so that none is shown twice or skipped while "
              + "messages come and go.")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description =
          "Those with at least one such recipient, which also meets the condition "
              + "recipient; kept is held or quarantined.",
      schema =
          @Schema(
              type = SchemaType.STRING,
              defaultValue = "all",
              enumeration = {"all", "waiting", "held", "quarantined", "kept"}))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain, of a recipient that is not finished.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "subject",
      in = ParameterIn.QUERY,
      description = "Is contained in the subject, in whatever case.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "What the page before gave as next.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Messages at most.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "100"))
  public QueuePage list(@Context UriInfo uri) {
    QueueFilter filter = filter(uri.getQueryParameters());
    SubjectView view = allowed(filter.conditions());
    QueuePage page = control.page(filter);
    return new QueuePage(page.messages().stream().map(view::entry).toList(), page.next());
  }

  @GET
  @Path("count")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "countMessages",
      summary = "How many messages in the queue meet conditions")
  @APIResponse(responseCode = "200", description = "The number.")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description =
          "Those with at least one such recipient, which also meets the condition "
              + "recipient; kept is held or quarantined.",
      schema =
          @Schema(
              type = SchemaType.STRING,
              defaultValue = "all",
              enumeration = {"all", "waiting", "held", "quarantined", "kept"}))
  @Parameter(
      name = "sender",
      in = ParameterIn.QUERY,
      description = "The reverse-path: a mailbox, @domain, or <>.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "recipient",
      in = ParameterIn.QUERY,
      description = "A mailbox, or @domain, of a recipient that is not finished.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  @Parameter(
      name = "subject",
      in = ParameterIn.QUERY,
      description = "Is contained in the subject, in whatever case.",
      schema = @Schema(type = SchemaType.STRING, maxLength = 512))
  public QueueCount count(@Context UriInfo uri) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    known(query, CONDITIONS);
    QueueConditions conditions = conditions(query);
    SubjectView _ = allowed(conditions);
    return control.count(conditions);
  }

  /** A user who may not see subjects must not guess them by searching either. */
  private SubjectView allowed(QueueConditions conditions) {
    SubjectView view = SubjectView.of(subjects, request);
    view.requireFor(conditions.subject());
    return view;
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "queuedMessage",
      summary = "A message in the queue, with its header section",
      description =
          "That it was looked at is recorded in the audit journal. 403 for a role that the settings"
              + " withhold contents from.")
  @APIResponse(responseCode = "200", description = "The message.")
  public QueueEntry one(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    SubjectView.of(subjects, request).require();
    return control.message(id, SessionResource.known(request).name());
  }

  @POST
  @Path("{id}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "releaseMessage",
      summary = "Send held or quarantined recipients on their way")
  @APIResponse(responseCode = "200", description = "On disk.")
  public KeptMail.Decided release(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id,
      @RequestBodySchema(DecisionRequest.class) InputStream body) {
    return decide(id, QueueDecision.Kind.RELEASE, body);
  }

  @POST
  @Path("{id}/bounce")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "bounceMessage",
      summary = "Give up unfinished recipients, with a report to the sender")
  @APIResponse(responseCode = "200", description = "On disk.")
  public KeptMail.Decided bounce(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id,
      @RequestBodySchema(DecisionRequest.class) InputStream body) {
    return decide(id, QueueDecision.Kind.BOUNCE, body);
  }

  @POST
  @Path("{id}/delete")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "deleteMessage",
      summary = "Drop unfinished recipients, without a report")
  @APIResponse(responseCode = "200", description = "On disk.")
  public KeptMail.Decided delete(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id,
      @RequestBodySchema(DecisionRequest.class) InputStream body) {
    return decide(id, QueueDecision.Kind.DELETE, body);
  }

  private KeptMail.Decided decide(String id, QueueDecision.Kind kind, InputStream body) {
    DecisionRequest choice = DecisionRequest.read(body);
    QueueDecision decision =
        decision(kind, choice.recipients().orElse(List.of()), choice.reason().orElse(""));
    return control.decide(id, decision, SessionResource.known(request).name());
  }

  static QueueDecision decision(QueueDecision.Kind kind, List<String> recipients, String reason) {
    try {
      return new QueueDecision(kind, recipients, reason);
    } catch (IllegalArgumentException e) {
      throw wrong(
          "The reason is one line of at most " + QueueDecision.LONGEST_REASON + " characters");
    }
  }

  static QueueFilter filter(MultivaluedMap<String, String> query) {
    known(query, PAGED);
    QueueConditions conditions = conditions(query);
    try {
      return new QueueFilter(
          conditions,
          text(query, "after"),
          text(query, "limit").map(Integer::valueOf).orElse(USUAL));
    } catch (IllegalArgumentException e) {
      throw wrong("limit is 1 to " + QueueFilter.MOST);
    }
  }

  /** A condition that is not understood must not silently find everything. */
  private static void known(MultivaluedMap<String, String> query, List<String> names) {
    if (!names.containsAll(query.keySet())) {
      throw wrong("There is no condition of that name; there are " + names);
    }
  }

  private static QueueConditions conditions(MultivaluedMap<String, String> query) {
    return conditions(name -> text(query, name), Optional.of("all"));
  }

  /**
   * @param given finds a condition by its name
   * @param usual the state when none is given; without one it must be
   */
  static QueueConditions conditions(
      Function<String, Optional<String>> given, Optional<String> usual) {
    return new QueueConditions(
        state(given.apply("state").or(() -> usual).orElse("")),
        given.apply("sender").map(MessagesResource::checked),
        given.apply("recipient").map(MessagesResource::checked),
        given.apply("subject").map(MessagesResource::checked));
  }

  private static QueueSelection state(String text) {
    for (QueueSelection state : QueueSelection.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    throw wrong("state is all, waiting, held, quarantined or kept (held or quarantined)");
  }

  private static Optional<String> text(MultivaluedMap<String, String> query, String name) {
    return Optional.ofNullable(query.getFirst(name)).filter(value -> !value.isEmpty());
  }

  private static String checked(String condition) {
    if (condition.length() > LONGEST) {
      throw wrong("A condition has at most " + LONGEST + " characters");
    }
    return condition;
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }

  /**
   * Which recipients are meant, and why.
   *
   * @param recipients mailboxes; all that can leave this way when absent or empty. A recipient in
   *     an attempt is left as it is
   * @param reason one line for the record; a bounce also reports it to the sender
   */
  public record DecisionRequest(
      Optional<List<String>> recipients,
      @Schema(maxLength = QueueDecision.LONGEST_REASON) Optional<String> reason) {

    static DecisionRequest read(InputStream body) {
      JsonBody wanted = JsonBody.read(body);
      return new DecisionRequest(
          Optional.of(wanted.textsOrNone("recipients")), Optional.of(wanted.textOrEmpty("reason")));
    }
  }
}
