package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.AccountControl;
import io.postern.gateway.access.User;
import io.postern.gateway.web.access.Access;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** One's own password. */
@Path("password")
public class PasswordResource {

  private final AccountControl control;
  private final Access access;
  private final HttpServletRequest request;

  @Inject
  public PasswordResource(
      AccountControl control, Access access, @Context HttpServletRequest request) {
    this.control = control;
    this.access = access;
    this.request = request;
  }

  /** The current password is asked for, as slowly as at a login: a session may be a stolen one. */
  @PUT
  @BeforePasswordChange
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "changePassword", summary = "Change one's own password")
  @APIResponseSchema(
      value = SessionResource.SessionView.class,
      responseCode = "200",
      responseDescription =
          "Changed; all other sessions of the user are ended, and a new cookie is set.")
  public Response change(@RequestBodySchema(PasswordChange.class) InputStream body) {
    PasswordChange passwords = PasswordChange.read(body);
    String user = SessionResource.known(request).name();
    switch (access.login(user, passwords.present(), request.getRemoteAddr())) {
      case Login.Welcome welcome -> {}
      case Login.Refused refused ->
          throw new Problems.Refused(
              new Problem(422, "password-refused", "The current password is wrong"));
      case Login other -> {
        return Problems.answer(Problems.of(other));
      }
    }
    User changed = control.changePassword(user, passwords.present(), passwords.wanted());
    access.endSessionsOf(user);
    return Response.ok(SessionResource.SessionView.of(changed))
        .header("Set-Cookie", SessionResource.cookie(access.beginSession(changed)))
        .build();
  }

  /** The current password and the next. */
  public record PasswordChange(
      @Schema(maxLength = 1024) String present, @Schema(maxLength = 1024) String wanted) {

    static PasswordChange read(InputStream body) {
      JsonBody both = JsonBody.read(body);
      return new PasswordChange(both.text("present"), both.text("wanted"));
    }
  }
}
