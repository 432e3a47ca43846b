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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

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
  @Operation(
      operationId = "update",
      summary = "Get the image's slots and the result of the last update",
      description = "409 when this gateway is not the appliance's image.")
  @APIResponse(responseCode = "200", description = "How it stands.")
  public UpdateSituation state() {
    return control.situation();
  }

  /** Accepted, not done: whether it is applied is root's to say, and is seen in the state. */
  @POST
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      operationId = "requestUpdate",
      summary = "Apply an update",
      description =
          "The body is the update, at most 4294967296 octets. It is kept for the machine, "
              + "which verifies it, writes it into the slot that does not run, and restarts to "
              + "try it; follow that with GET. 409 when this gateway is not the appliance's "
              + "image, or another update is not done.")
  @APIResponseSchema(
      value = UpdateSituation.class,
      responseCode = "202",
      responseDescription = "It is kept.")
  public Response upload(
      @Parameter(
              description = "Also when its version runs already.",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
          @QueryParam("again")
          @DefaultValue("false")
          boolean again,
      @Parameter(
              description = "Also when its version is older.",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
          @QueryParam("downgrade")
          @DefaultValue("false")
          boolean downgrade,
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
