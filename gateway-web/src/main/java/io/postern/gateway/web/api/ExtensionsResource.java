package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.operation.ExtensionControl;
import io.postern.gateway.operation.ExtensionView;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The deployed extensions. To deploy one is to run its code, so that is the administrator's. */
@Path("extensions")
@Produces(MediaType.APPLICATION_JSON)
public class ExtensionsResource {

  private static final int LONGEST_FILE_NAME = 255;

  private final ExtensionControl control;
  private final HttpServletRequest request;

  @Inject
  public ExtensionsResource(ExtensionControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(
      operationId = "extensions",
      summary = "List the deployed extensions, in the order of their callouts")
  @APIResponse(responseCode = "200", description = "The extensions.")
  public ExtensionList list() {
    return new ExtensionList(control.all(), control.lostThreads());
  }

  @GET
  @Path("{name}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(operationId = "extension", summary = "Get an extension")
  @APIResponse(responseCode = "200", description = "The extension.")
  public ExtensionView one(
      @Parameter(
              description = "The extension's name.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      maxLength = 41,
                      pattern = "^[a-z](-?[a-z0-9])*$"))
          @PathParam("name")
          String name) {
    return control.one(name);
  }

  @PUT
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      operationId = "deploy",
      summary = "Deploy an archive, or a new revision of one",
      description =
          "The body is the archive, at most 104857600 octets. 422 when it is refused; "
              + "what ran before runs on.")
  @APIResponse(responseCode = "200", description = "Transactions that begin from now on meet it.")
  public ExtensionView deploy(
      @Parameter(
              description = "The extension's name.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      maxLength = 41,
                      pattern = "^[a-z](-?[a-z0-9])*$"))
          @PathParam("name")
          String name,
      @Parameter(
              description = "What the file is called where it comes from; recorded, never opened.",
              schema = @Schema(type = SchemaType.STRING, maxLength = 255))
          @QueryParam("fileName")
          @DefaultValue("")
          String fileName,
      InputStream body)
      throws IOException {
    if (fileName.length() > LONGEST_FILE_NAME) {
      throw new Problems.Refused(
          Problem.of(400, "A file name has at most " + LONGEST_FILE_NAME + " characters"));
    }
    try (Upload upload = Upload.receive(body);
        InputStream archive = upload.open()) {
      return control.deploy(name, fileName.isEmpty() ? name : fileName, archive, actor());
    }
  }

  @DELETE
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  @Operation(operationId = "undeploy", summary = "Undeploy an extension")
  @APIResponse(responseCode = "204", description = "No transaction meets it any more.")
  public void undeploy(
      @Parameter(
              description = "The extension's name.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      maxLength = 41,
                      pattern = "^[a-z](-?[a-z0-9])*$"))
          @PathParam("name")
          String name) {
    control.undeploy(name, actor());
  }

  private String actor() {
    return SessionResource.known(request).name();
  }

  /**
   * The deployed extensions.
   *
   * @param extensions in the order they are asked
   * @param lostThreads the oldest first
   */
  public record ExtensionList(List<ExtensionView> extensions, List<LostThread> lostThreads) {}
}
