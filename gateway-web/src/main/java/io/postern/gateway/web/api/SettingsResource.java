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
  public SettingsState inForce() {
    return control.state();
  }

  /** Names the revision it began from: two people's changes must not undo each other unseen. */
  @PUT
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public SettingsState apply(InputStream body) {
    JsonBody wanted = JsonBody.read(body, RequestGate.SETTINGS_LIMIT);
    String note = wanted.textOrEmpty("note");
    if (note.length() > LONGEST_NOTE) {
      throw wrong("A note has at most " + LONGEST_NOTE + " characters");
    }
    return control.apply(wanted.text("source"), note, wanted.number("revision"), actor());
  }

  @POST
  @Path("check")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public SettingsTrial check(InputStream body) {
    return control.check(JsonBody.read(body, RequestGate.SETTINGS_LIMIT).text("source"));
  }

  @POST
  @Path("rollback")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public SettingsState rollBack(InputStream body) {
    JsonBody wanted = JsonBody.read(body);
    return control.rollBack(wanted.number("to"), wanted.number("revision"), actor());
  }

  @GET
  @Path("revisions")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public Revisions revisions(@QueryParam("most") @DefaultValue("50") String most) {
    return new Revisions(control.revisions((int) number("most", most, MOST_REVISIONS)));
  }

  @GET
  @Path("difference")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public Difference difference(
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("to") @DefaultValue("") String to) {
    return new Difference(
        control.difference(number("from", from, Long.MAX_VALUE), number("to", to, Long.MAX_VALUE)));
  }

  /** The latest revisions, newest first. */
  public record Revisions(List<SettingsEntry> revisions) {}

  /**
   * How two revisions differ.
   *
   * @param lines after a space those that stay, after {@code -} and {@code +} those that go and
   *     come
   */
  public record Difference(List<String> lines) {}

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
}
