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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

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
  @Operation(
      operationId = "selfTest",
      summary = "Send a message through the gateway and look at every place it passes",
      description =
          "By SMTP over the loopback, spool, queue and delivery to a sink that the test "
              + "opens; journal, database and extensions are looked at too. A test that failed "
              + "is an answer like one that passed. Extensions are asked about the message, "
              + "their verdicts and changes are ignored; one that fails fails the test. 409 "
              + "when a self-test is under way.")
  @APIResponse(responseCode = "200", description = "What was found.")
  public SelfTestReport run(
      @Parameter(
              description = "How long it may take.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "5",
                      maximum = "240",
                      defaultValue = "60"))
          @QueryParam("seconds")
          @DefaultValue("60")
          String wanted) {
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
