package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.LaneStatus;
import io.postern.gateway.operation.QueueTotals;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The lanes. */
@Path("queues")
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {

  private final GatewayControl control;

  @Inject
  public QueuesResource(GatewayControl control) {
    this.control = control;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String lanes() {
    JsonArrayBuilder lanes = Json.createArrayBuilder();
    control.lanes().forEach(lane -> lanes.add(json(lane)));
    return Json.createObjectBuilder()
        .add("lanes", lanes)
        .add("messages", json(control.queueTotals()))
        .build()
        .toString();
  }

  static JsonObjectBuilder json(QueueTotals totals) {
    return Json.createObjectBuilder()
        .add("unfinished", totals.unfinished())
        .add("waiting", totals.waiting())
        .add("held", totals.held())
        .add("quarantined", totals.quarantined());
  }

  private static JsonObjectBuilder json(LaneStatus lane) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("nextHop", lane.nextHop())
            .add("messages", lane.messages())
            .add("recipients", lane.recipients())
            .add("connections", lane.connections())
            .add("delivered", lane.delivered())
            .add("deferred", lane.deferred())
            .add("failed", lane.failed());
    lane.pausedUntil().ifPresent(until -> json.add("pausedUntil", until.toString()));
    lane.lastFailure().ifPresent(failure -> json.add("lastFailure", failure));
    lane.lastFailureAt().ifPresent(at -> json.add("lastFailureAt", at.toString()));
    return json;
  }
}
