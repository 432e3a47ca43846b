package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;

import io.postern.gateway.operation.StatusControl;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What an administrator decides when the gateway does not open by itself. */
@Path("recovery")
@Produces(MediaType.APPLICATION_JSON)
public class RecoveryResource {

  private final StatusControl control;
  private final HttpServletRequest request;

  @Inject
  public RecoveryResource(StatusControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  /** Taken at once; the gateway opens a moment later. */
  @POST
  @Path("accept-loss")
  @RolesAllowed(ADMINISTRATOR)
  public Response acceptLoss() {
    control.acceptLoss(SessionResource.known(request).name());
    return Response.accepted(new Acceptance(true)).build();
  }

  /**
   * @param accepted always
   */
  public record Acceptance(boolean accepted) {}
}
