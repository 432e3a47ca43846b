package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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

  private final GatewayControl control;
  private final HttpServletRequest request;

  @Inject
  public BulkResource(GatewayControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String list() {
    JsonArrayBuilder decisions = Json.createArrayBuilder();
    control.bulkDecisions().forEach(decision -> decisions.add(json(decision)));
    return Json.createObjectBuilder().add("decisions", decisions).build().toString();
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String one(@PathParam("id") String id) {
    return json(control.bulkDecision(id)).build().toString();
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
        && (conditions.state() == QueueConditions.State.ALL
            || conditions.state() == QueueConditions.State.WAITING)) {
      throw new Problems.Refused(
          Problem.of(400, "What waits need not be released; state is held, quarantined or kept"));
    }
    BulkStatus begun =
        control.decideInBulk(conditions, decision, SessionResource.known(request).name());
    return Response.accepted(json(begun).build().toString()).build();
  }

  @DELETE
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public String stop(@PathParam("id") String id) {
    return json(control.stopBulkDecision(id)).build().toString();
  }

  private static QueueDecision.Kind kind(String action) {
    for (QueueDecision.Kind kind : QueueDecision.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(action)) {
        return kind;
      }
    }
    throw new Problems.Refused(Problem.of(400, "action is release, bounce or delete"));
  }

  static JsonObjectBuilder json(BulkStatus bulk) {
    QueueConditions conditions = bulk.conditions();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", bulk.id())
            .add("action", bulk.kind().name().toLowerCase(Locale.ROOT))
            .add("state", conditions.state().name().toLowerCase(Locale.ROOT))
            .add("reason", bulk.reason())
            .add("actor", bulk.actor())
            .add("startedAt", bulk.startedAt().toString())
            .add("progress", bulk.state().name().toLowerCase(Locale.ROOT))
            .add("messages", bulk.messages())
            .add("recipients", bulk.recipients())
            .add("left", bulk.left())
            .add("refusals", Json.createArrayBuilder(bulk.refusals()));
    conditions.sender().ifPresent(sender -> json.add("sender", sender));
    conditions.recipient().ifPresent(recipient -> json.add("recipient", recipient));
    conditions.subject().ifPresent(subject -> json.add("subject", subject));
    bulk.total().ifPresent(total -> json.add("total", total));
    bulk.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
    return json;
  }
}
