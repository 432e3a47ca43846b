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

/** The messages in the queue, and the ways out for each. */
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {

  private static final List<String> CONDITIONS = List.of("state", "sender", "recipient", "subject");
  private static final List<String> PAGED =
      List.of("state", "sender", "recipient", "subject", "after", "limit");

  private static final int USUAL = 100;
  private static final int LONGEST = 512;

  private final QueueControl control;
  private final HttpServletRequest request;

  @Inject
  public MessagesResource(QueueControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public QueuePage list(@Context UriInfo uri) {
    return control.page(filter(uri.getQueryParameters()));
  }

  @GET
  @Path("count")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public QueueCount count(@Context UriInfo uri) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    known(query, CONDITIONS);
    return control.count(conditions(query));
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public QueueEntry one(@PathParam("id") String id) {
    return control.message(id);
  }

  @POST
  @Path("{id}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public KeptMail.Decided release(@PathParam("id") String id, InputStream body) {
    return decide(id, QueueDecision.Kind.RELEASE, body);
  }

  @POST
  @Path("{id}/bounce")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public KeptMail.Decided bounce(@PathParam("id") String id, InputStream body) {
    return decide(id, QueueDecision.Kind.BOUNCE, body);
  }

  @POST
  @Path("{id}/delete")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public KeptMail.Decided delete(@PathParam("id") String id, InputStream body) {
    return decide(id, QueueDecision.Kind.DELETE, body);
  }

  private KeptMail.Decided decide(String id, QueueDecision.Kind kind, InputStream body) {
    JsonBody wanted = JsonBody.read(body);
    QueueDecision decision =
        decision(kind, wanted.textsOrNone("recipients"), wanted.textOrEmpty("reason"));
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
}
