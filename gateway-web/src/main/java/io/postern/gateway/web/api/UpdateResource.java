package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;

import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.UpdateState;
import io.postern.gateway.web.http.RequestGate;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The image's updates. They replace all there is, so they are the administrator's. */
@Path("update")
@Produces(MediaType.APPLICATION_JSON)
public class UpdateResource {

  private final GatewayControl control;
  private final HttpServletRequest request;

  @Inject
  public UpdateResource(GatewayControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed(ADMINISTRATOR)
  public String state() {
    return json(control.updateState());
  }

  /** Accepted, not done: whether it is applied is root's to say, and is seen in the state. */
  @POST
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public Response upload(
      @QueryParam("again") @DefaultValue("false") boolean again,
      @QueryParam("downgrade") @DefaultValue("false") boolean downgrade,
      InputStream body) {
    UpdateState state =
        control.requestUpdate(
            body,
            RequestGate.UPDATE_LIMIT,
            again,
            downgrade,
            SessionResource.known(request).name());
    return Response.accepted(json(state)).build();
  }

  static String json(UpdateState state) {
    JsonArrayBuilder slots = Json.createArrayBuilder();
    for (UpdateState.Slot slot : state.slots()) {
      slots.add(
          Json.createObjectBuilder()
              .add("name", slot.name())
              .add("version", slot.version())
              .add("state", slot.state()));
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("work", state.work())
            .add("percent", state.percent())
            .add("waiting", state.waiting())
            .add("slots", slots);
    state
        .last()
        .ifPresent(
            last ->
                json.add(
                    "last",
                    Json.createObjectBuilder()
                        .add("event", last.event())
                        .add("at", last.at())
                        .add("version", last.version())
                        .add("by", last.by())
                        .add("reason", last.reason())));
    return json.build().toString();
  }
}
