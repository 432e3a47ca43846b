package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.StatusControl;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How the gateway is. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  private final StatusControl control;

  @Inject
  public StatusResource(StatusControl control) {
    this.control = control;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "status", summary = "Get the gateway's status")
  @APIResponse(responseCode = "200", description = "The status.")
  public GatewayStatus status() {
    return control.status();
  }
}
