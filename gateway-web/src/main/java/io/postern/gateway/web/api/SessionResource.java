package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.web.access.Access;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.access.Login;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Logging in and out. */
@Path("session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

  private final Access access;
  private final HttpServletRequest request;

  @Inject
  public SessionResource(Access access, @Context HttpServletRequest request) {
    this.access = access;
    this.request = request;
  }

  @POST
  @PermitAll
  @BeforePasswordChange
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "logIn",
      summary = "Log in",
      description =
          "After wrong passwords the next one is looked at only after a growing time: 429 "
              + "with Retry-After.")
  @APIResponseSchema(
      value = SessionView.class,
      responseCode = "200",
      responseDescription = "Logged in; the cookie is set.")
  public Response logIn(@RequestBodySchema(LoginRequest.class) InputStream body) {
    LoginRequest credentials = LoginRequest.read(body);
    Login login = access.login(credentials.user(), credentials.password(), request.getRemoteAddr());
    if (!(login instanceof Login.Welcome(User user))) {
      return Problems.answer(Problems.of(login));
    }
    Caller.cookie(request).ifPresent(access::endSession);
    access.cameIn(user, request.getRemoteAddr(), false);
    return Response.ok(SessionView.of(user))
        .header("Set-Cookie", cookie(access.beginSession(user)))
        .build();
  }

  @GET
  @BeforePasswordChange
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "session", summary = "Who is logged in")
  @APIResponse(responseCode = "200", description = "The user.")
  public SessionView session() {
    return SessionView.of(known(request));
  }

  @DELETE
  @PermitAll
  @BeforePasswordChange
  @Operation(operationId = "logOut", summary = "Log out")
  @APIResponse(responseCode = "204", description = "There is no session any more.")
  public Response logOut() {
    Caller.cookie(request).ifPresent(cookie -> access.logOut(cookie, request.getRemoteAddr()));
    return Response.noContent().header("Set-Cookie", cookie("") + "; Max-Age=0").build();
  }

  /** Only for methods that {@link Guard} lets nobody unknown call. */
  static User known(HttpServletRequest request) {
    if (Caller.of(request) instanceof Caller.Known(User user)) {
      return user;
    }
    throw new IllegalStateException("the guard let somebody unknown pass");
  }

  static String cookie(String value) {
    return Access.COOKIE + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict";
  }

  /**
   * Who is logged in.
   *
   * @param mustChangePassword whether nothing else is allowed before the password is changed
   */
  public record SessionView(String user, List<Role> roles, boolean mustChangePassword) {

    static SessionView of(User user) {
      return new SessionView(user.name(), List.of(user.role()), user.mustChange());
    }
  }

  /** What one logs in with. */
  public record LoginRequest(
      @Schema(maxLength = 128) String user, @Schema(maxLength = 1024) String password) {

    static LoginRequest read(InputStream body) {
      JsonBody wanted = JsonBody.read(body);
      return new LoginRequest(wanted.text("user"), wanted.text("password"));
    }
  }
}
