package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;

import io.postern.gateway.operation.SecretsControl;
import io.postern.gateway.secret.NamedSecret;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Passwords that the settings name. They can be set and removed, never read. */
@Path("secrets")
@Produces(MediaType.APPLICATION_JSON)
public class SecretsResource {

  private final SecretsControl control;
  private final HttpServletRequest request;

  @Inject
  public SecretsResource(SecretsControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed(ADMINISTRATOR)
  @Operation(operationId = "secrets", summary = "List the secrets, without their values")
  @APIResponse(responseCode = "200", description = "By name.")
  public SecretList list() {
    return new SecretList(control.all());
  }

  @PUT
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setSecret",
      summary = "Set a secret",
      description =
          "It is kept encrypted, and no interface shows it again. 422 when name or value cannot"
              + " be taken.")
  @APIResponse(responseCode = "204", description = "It is used for connections from now on.")
  public void set(
      @Parameter(
              description = "The secret's name.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      maxLength = 41,
                      pattern = "^[a-z](-?[a-z0-9])*$"))
          @PathParam("name")
          String name,
      @RequestBodySchema(SecretValue.class) InputStream body) {
    control.set(name, JsonBody.read(body).text("value"), SessionResource.known(request).name());
  }

  @DELETE
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  @Operation(operationId = "removeSecret", summary = "Remove a secret")
  @APIResponse(responseCode = "204", description = "There is none of that name.")
  public void remove(
      @Parameter(
              description = "The secret's name.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      maxLength = 41,
                      pattern = "^[a-z](-?[a-z0-9])*$"))
          @PathParam("name")
          String name) {
    control.remove(name, SessionResource.known(request).name());
  }

  /** The secrets, without their values. */
  public record SecretList(List<NamedSecret> secrets) {}

  /**
   * A secret to be kept.
   *
   * @param value 1 to 4096 characters
   */
  public record SecretValue(String value) {}
}
