package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueCount;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.operation.QueueEntry;
import io.postern.gateway.operation.QueueFilter;
import io.postern.gateway.operation.QueuePage;
import io.postern.gateway.operation.QueueResult;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The messages in the queue, and the ways out for each. */
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {

  private static final List<String> CONDITIONS = List.of("state", "sender", "recipient", "subject");
  private static final List<String> PAGED =
      List.of("state", "sender", "recipient", "subject", "after", "limit");

  /** Without it each object looks for the provider, which takes longer than the rest of a page. */
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private static final int USUAL = 100;
  private static final int LONGEST = 512;

  private final GatewayControl control;
  private final HttpServletRequest request;

  @Inject
  public MessagesResource(GatewayControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String list(@Context UriInfo uri) {
    return json(control.queuedMessages(filter(uri.getQueryParameters())));
  }

  @GET
  @Path("count")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String count(@Context UriInfo uri) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    known(query, CONDITIONS);
    QueueCount count = control.countMessages(conditions(query));
    return JSON.createObjectBuilder()
        .add("messages", count.messages())
        .add("complete", count.complete())
        .build()
        .toString();
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String one(@PathParam("id") String id) {
    return json(control.queuedMessage(id)).build().toString();
  }

  @POST
  @Path("{id}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public String release(@PathParam("id") String id, InputStream body) throws IOException {
    return decide(id, QueueDecision.Kind.RELEASE, body);
  }

  @POST
  @Path("{id}/bounce")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public String bounce(@PathParam("id") String id, InputStream body) throws IOException {
    return decide(id, QueueDecision.Kind.BOUNCE, body);
  }

  @POST
  @Path("{id}/delete")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public String delete(@PathParam("id") String id, InputStream body) throws IOException {
    return decide(id, QueueDecision.Kind.DELETE, body);
  }

  private String decide(String id, QueueDecision.Kind kind, InputStream body) throws IOException {
    JsonBody wanted = JsonBody.read(body);
    QueueDecision decision =
        decision(kind, wanted.textsOrNone("recipients"), wanted.textOrEmpty("reason"));
    return json(control.decideMessage(id, decision, SessionResource.known(request).name()));
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

  private static QueueConditions.State state(String text) {
    for (QueueConditions.State state : QueueConditions.State.values()) {
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

  static String json(QueuePage page) {
    JsonArrayBuilder messages = JSON.createArrayBuilder();
    page.messages().forEach(message -> messages.add(json(message)));
    JsonObjectBuilder json = JSON.createObjectBuilder().add("messages", messages);
    page.next().ifPresent(next -> json.add("next", next));
    return json.build().toString();
  }

  static JsonObjectBuilder json(QueueEntry message) {
    JsonArrayBuilder recipients = JSON.createArrayBuilder();
    for (QueueEntry.Recipient recipient : message.recipients()) {
      JsonObjectBuilder json =
          JSON.createObjectBuilder()
              .add("mailbox", recipient.mailbox())
              .add("state", recipient.state().name().toLowerCase(Locale.ROOT))
              .add("attempts", recipient.attempts());
      recipient.notBefore().ifPresent(at -> json.add("notBefore", at.toString()));
      recipients.add(json);
    }
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", message.id())
            .add("sender", message.sender())
            .add("recipients", recipients)
            .add("receivedAt", message.receivedAt().toString())
            .add("size", message.size());
    message.subject().ifPresent(text -> json.add("subject", text));
    message.from().ifPresent(text -> json.add("from", text));
    message.peer().ifPresent(text -> json.add("peer", text));
    message.reason().ifPresent(text -> json.add("reason", text));
    message.decidedBy().ifPresent(text -> json.add("decidedBy", text));
    message.header().ifPresent(text -> json.add("header", text));
    return json;
  }

  static String json(QueueResult result) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("recipients", JSON.createArrayBuilder(result.recipients()));
    json.add("busy", JSON.createArrayBuilder(result.busy()));
    result.report().ifPresent(report -> json.add("report", report));
    return json.build().toString();
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
