package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.SettingsControl;
import io.postern.gateway.operation.SettingsState;
import io.postern.gateway.operation.SettingsTrial;
import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The configuration and its history. */
@Path("settings")
@Produces(MediaType.APPLICATION_JSON)
public class SettingsResource {

  private static final int LONGEST_NOTE = 500;
  private static final int MOST_REVISIONS = 1000;

  private final SettingsControl control;
  private final HttpServletRequest request;

  @Inject
  public SettingsResource(SettingsControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(operationId = "settings", summary = "Get the active configuration")
  @APIResponse(responseCode = "200", description = "As it was written.")
  public SettingsState inForce() {
    return control.state();
  }

  /** Names the revision it began from: two people's changes must not undo each other unseen. */
  @PUT
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "applySettings",
      summary = "Apply a configuration",
      description =
          "It is checked whole; 422 names every mistake in problems and changes nothing. "
              + "409 when revision is not the newest any more. A source equal to the newest "
              + "revision adds none.")
  @APIResponse(responseCode = "200", description = "In force, but for afterRestart.")
  public SettingsState apply(@RequestBodySchema(SettingsChange.class) InputStream body) {
    SettingsChange change = SettingsChange.read(body);
    return control.apply(change.source(), change.note().orElse(""), change.revision(), actor());
  }

  @POST
  @Path("check")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "checkSettings",
      summary = "Check a configuration and change nothing",
      description = "422 names every mistake in problems.")
  @APIResponse(
      responseCode = "200",
      description = "It has no mistakes; this is what it would change.")
  public SettingsTrial check(@RequestBodySchema(SettingsDraft.class) InputStream body) {
    return control.check(SettingsDraft.read(body).source());
  }

  @POST
  @Path("rollback")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "rollBackSettings",
      summary = "Roll back to an earlier revision",
      description =
          "As a new revision. 404 when there is none of that number, 409 when revision is "
              + "not the newest any more, 422 when what was right then is not now.")
  @APIResponse(responseCode = "200", description = "In force, but for afterRestart.")
  public SettingsState rollBack(@RequestBodySchema(RollbackRequest.class) InputStream body) {
    RollbackRequest rollback = RollbackRequest.read(body);
    return control.rollBack(rollback.to(), rollback.revision(), actor());
  }

  @GET
  @Path("revisions")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(
      operationId = "settingsRevisions",
      summary = "List the latest revisions of the configuration, newest first")
  @APIResponse(responseCode = "200", description = "Without their texts.")
  public RevisionList revisions(
      @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "1000",
                      defaultValue = "50"))
          @QueryParam("most")
          @DefaultValue("50")
          String most) {
    return new RevisionList(control.revisions((int) number("most", most, MOST_REVISIONS)));
  }

  @GET
  @Path("difference")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(
      operationId = "settingsDifference",
      summary = "Compare two revisions",
      description = "404 when there is none of one of the numbers.")
  @APIResponse(responseCode = "200", description = "The lines of both.")
  public RevisionDifference difference(
      @Parameter(
              required = true,
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
          @QueryParam("from")
          @DefaultValue("")
          String from,
      @Parameter(
              required = true,
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
          @QueryParam("to")
          @DefaultValue("")
          String to) {
    return new RevisionDifference(
        control.difference(number("from", from, Long.MAX_VALUE), number("to", to, Long.MAX_VALUE)));
  }

  /** The latest revisions, newest first. */
  public record RevisionList(List<SettingsEntry> revisions) {}

  /**
   * How two revisions differ.
   *
   * @param lines after a space those that stay, after {@code -} and {@code +} those that go and
   *     come
   */
  public record RevisionDifference(List<String> lines) {}

  private static long number(String name, String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name + " has to be a number");
    }
    throw wrong(name + " has to be a number from 1 to " + most);
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }

  private String actor() {
    return SessionResource.known(request).name();
  }

  /**
   * A configuration to be put in force.
   *
   * @param source YAML 1.2; the body has at most 262144 octets
   * @param note why
   * @param revision the one that the change began from; 0 when there was none
   */
  public record SettingsChange(
      String source, @Schema(maxLength = LONGEST_NOTE) Optional<String> note, long revision) {

    static SettingsChange read(InputStream body) {
      JsonBody wanted = JsonBody.read(body, RequestGate.SETTINGS_LIMIT);
      String note = wanted.textOrEmpty("note");
      if (note.length() > LONGEST_NOTE) {
        throw wrong("A note has at most " + LONGEST_NOTE + " characters");
      }
      return new SettingsChange(
          wanted.text("source"), Optional.of(note), wanted.number("revision"));
    }
  }

  /**
   * A configuration to be checked.
   *
   * @param source YAML 1.2; the body has at most 262144 octets
   */
  public record SettingsDraft(String source) {

    static SettingsDraft read(InputStream body) {
      return new SettingsDraft(JsonBody.read(body, RequestGate.SETTINGS_LIMIT).text("source"));
    }
  }

  /**
   * A way back.
   *
   * @param to number of the revision that is to be in force again
   * @param revision the one that was seen as the newest
   */
  public record RollbackRequest(@Schema(minimum = "1") long to, long revision) {

    static RollbackRequest read(InputStream body) {
      JsonBody wanted = JsonBody.read(body);
      return new RollbackRequest(wanted.number("to"), wanted.number("revision"));
    }
  }
}
