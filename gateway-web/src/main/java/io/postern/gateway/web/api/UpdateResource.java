package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;

import io.postern.gateway.operation.UpdateControl;
import io.postern.gateway.update.UpdateSituation;
import io.postern.gateway.web.http.RequestGate;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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

  private final UpdateControl control;
  private final HttpServletRequest request;

  @Inject
  public UpdateResource(UpdateControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed(ADMINISTRATOR)
  public UpdateSituation state() {
    return control.situation();
  }

  /** Accepted, not done: whether it is applied is root's to say, and is seen in the state. */
  @POST
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public Response upload(
      @QueryParam("again") @DefaultValue("false") boolean again,
      @QueryParam("downgrade") @DefaultValue("false") boolean downgrade,
      InputStream body) {
    UpdateSituation state =
        control.request(
            body,
            RequestGate.UPDATE_LIMIT,
            again,
            downgrade,
            SessionResource.known(request).name());
    return Response.accepted(state).build();
  }
}
