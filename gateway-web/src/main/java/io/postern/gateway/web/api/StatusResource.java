package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.GatewayStatus;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** How the gateway is. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  private final GatewayControl control;

  @Inject
  public StatusResource(GatewayControl control) {
    this.control = control;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  public String status() {
    GatewayStatus status = control.status();
    JsonArrayBuilder notices = Json.createArrayBuilder();
    for (GatewayStatus.Standing notice : status.notices()) {
      notices.add(
          Json.createObjectBuilder()
              .add("key", notice.key())
              .add("effect", notice.effect().name().toLowerCase(Locale.ROOT))
              .add("text", notice.text())
              .add("since", notice.since().toString()));
    }
    JsonArrayBuilder listeners = Json.createArrayBuilder();
    for (GatewayStatus.Listener listener : status.listeners()) {
      listeners.add(
          Json.createObjectBuilder()
              .add("name", listener.name())
              .add("address", listener.address()));
    }
    return Json.createObjectBuilder()
        .add("state", status.state().name().toLowerCase(Locale.ROOT))
        .add("version", status.version())
        .add("hostName", status.hostName())
        .add("startedAt", status.startedAt().toString())
        .add("image", status.image())
        .add("notices", notices)
        .add("listeners", listeners)
        .add("sessions", status.sessions())
        .add("unfinished", status.queue().unfinished())
        .add("queue", QueuesResource.json(status.queue()))
        .add("counts", counts(status.counts()))
        .build()
        .toString();
  }

  private static JsonObjectBuilder counts(GatewayStatus.Counts counts) {
    return Json.createObjectBuilder()
        .add("accepted", counts.accepted())
        .add("rejected", counts.rejected())
        .add("delivered", counts.delivered())
        .add("deferred", counts.deferred())
        .add("failed", counts.failed());
  }
}
