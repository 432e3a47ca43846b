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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

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
  @Operation(
      operationId = "acceptLoss",
      summary = "Agree to go on without accepted mail that is lost",
      description =
          "While the status has the notice spool.absent the gateway does not open, "
              + "because the spool is not there though it should be. After this it begins an "
              + "empty one, a moment later; each lost message is in the audit journal. 503 when "
              + "the gateway does not wait for that.")
  @APIResponseSchema(
      value = LossAccepted.class,
      responseCode = "202",
      responseDescription = "The gateway is opening.")
  public Response acceptLoss() {
    control.acceptLoss(SessionResource.known(request).name());
    return Response.accepted(new LossAccepted(true)).build();
  }

  /**
   * The loss is accepted.
   *
   * @param accepted always
   */
  public record LossAccepted(boolean accepted) {}
}
