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
  public GatewayStatus status() {
    return control.status();
  }
}
