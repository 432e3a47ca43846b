package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.operation.SelfTestControl;
import io.postern.gateway.selftest.SelfTestReport;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;

/** Sends a message through the gateway. */
@Path("selftest")
@Produces(MediaType.APPLICATION_JSON)
public class SelfTestResource {

  private static final int SHORTEST = 5;
  private static final int LONGEST = 240;

  private final SelfTestControl control;
  private final HttpServletRequest request;

  @Inject
  public SelfTestResource(SelfTestControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  /** Also a test that failed is an answer. */
  @POST
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  public SelfTestReport run(@QueryParam("seconds") @DefaultValue("60") String wanted) {
    int seconds = wanted.matches("[0-9]{1,4}") ? Integer.parseInt(wanted) : 0;
    if (seconds < SHORTEST || seconds > LONGEST) {
      throw new Problems.Refused(
          Problem.of(400, "A self-test takes " + SHORTEST + " to " + LONGEST + " seconds"));
    }
    try {
      return control.run(Duration.ofSeconds(seconds), SessionResource.known(request).name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayNotReady("the gateway is stopping");
    }
  }
}
