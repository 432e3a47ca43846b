package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayControl;
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
import java.util.Optional;

/** The messages in the queue, and the ways out for those that are held or quarantined. */
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {

  private static final List<String> CONDITIONS =
      List.of("state", "sender", "recipient", "subject", "after", "limit");
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
    QueueDecision decision;
    try {
      decision =
          new QueueDecision(kind, wanted.textsOrNone("recipients"), wanted.textOrEmpty("reason"));
    } catch (IllegalArgumentException e) {
      throw wrong(
          "The reason is one line of at most " + QueueDecision.LONGEST_REASON + " characters");
    }
    return json(control.decideMessage(id, decision, SessionResource.known(request).name()));
  }

  static QueueFilter filter(MultivaluedMap<String, String> query) {
    for (String name : query.keySet()) {
      // A condition that is not understood must not silently find everything.
      if (!CONDITIONS.contains(name)) {
        throw wrong("There is no condition of that name; there are " + CONDITIONS);
      }
    }
    QueueFilter.State state = state(text(query, "state").orElse("all"));
    try {
      return new QueueFilter(
          state,
          text(query, "sender"),
          text(query, "recipient"),
          text(query, "subject"),
          text(query, "after"),
          text(query, "limit").map(Integer::valueOf).orElse(USUAL));
    } catch (IllegalArgumentException e) {
      throw wrong("limit is 1 to " + QueueFilter.MOST);
    }
  }

  private static QueueFilter.State state(String text) {
    for (QueueFilter.State state : QueueFilter.State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    throw wrong("state is all, waiting, held, quarantined or kept (held or quarantined)");
  }

  private static Optional<String> text(MultivaluedMap<String, String> query, String name) {
    Optional<String> value = Optional.ofNullable(query.getFirst(name)).filter(v -> !v.isEmpty());
    if (value.isPresent() && value.get().length() > LONGEST) {
      throw wrong(name + " has at most " + LONGEST + " characters");
    }
    return value;
  }

  static String json(QueuePage page) {
    JsonArrayBuilder messages = Json.createArrayBuilder();
    page.messages().forEach(message -> messages.add(json(message)));
    JsonObjectBuilder json = Json.createObjectBuilder().add("messages", messages);
    page.next().ifPresent(next -> json.add("next", next));
    return json.build().toString();
  }

  static JsonObjectBuilder json(QueueEntry message) {
    JsonArrayBuilder recipients = Json.createArrayBuilder();
    for (QueueEntry.Recipient recipient : message.recipients()) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("mailbox", recipient.mailbox())
              .add("state", recipient.state().name().toLowerCase(Locale.ROOT))
              .add("attempts", recipient.attempts());
      recipient.notBefore().ifPresent(at -> json.add("notBefore", at.toString()));
      recipients.add(json);
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
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
        Json.createObjectBuilder().add("recipients", Json.createArrayBuilder(result.recipients()));
    result.report().ifPresent(report -> json.add("report", report));
    return json.build().toString();
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
