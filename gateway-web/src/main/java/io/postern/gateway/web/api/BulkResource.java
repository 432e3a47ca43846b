package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.BulkControl;
import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decisions about everything in the queue that meets conditions. */
@Path("bulk")
@Produces(MediaType.APPLICATION_JSON)
public class BulkResource {

  private final BulkControl control;
  private final HttpServletRequest request;

  @Inject
  public BulkResource(BulkControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public Decisions list() {
    return new Decisions(control.all());
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public BulkStatus one(@PathParam("id") String id) {
    return control.one(id);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public Response start(InputStream body) {
    JsonBody wanted = JsonBody.read(body);
    QueueDecision decision =
        MessagesResource.decision(
            kind(wanted.text("action")), List.of(), wanted.textOrEmpty("reason"));
    QueueConditions conditions =
        MessagesResource.conditions(
            name -> Optional.of(wanted.textOrEmpty(name)).filter(text -> !text.isEmpty()),
            Optional.empty());
    if (decision.kind() == QueueDecision.Kind.RELEASE
        && (conditions.state() == QueueSelection.ALL
            || conditions.state() == QueueSelection.WAITING)) {
      throw new Problems.Refused(
          Problem.of(400, "What waits need not be released; state is held, quarantined or kept"));
    }
    return Response.accepted(
            control.start(conditions, decision, SessionResource.known(request).name()))
        .build();
  }

  @DELETE
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public BulkStatus stop(@PathParam("id") String id) {
    return control.stop(id);
  }

  private static QueueDecision.Kind kind(String action) {
    for (QueueDecision.Kind kind : QueueDecision.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(action)) {
        return kind;
      }
    }
    throw new Problems.Refused(Problem.of(400, "action is release, bounce or delete"));
  }

  /** The latest decisions in bulk since the start, newest first. */
  public record Decisions(List<BulkStatus> decisions) {}
}
