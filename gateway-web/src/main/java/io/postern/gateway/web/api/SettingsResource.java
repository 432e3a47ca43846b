package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.SettingsEntry;
import io.postern.gateway.operation.SettingsNotInEffect;
import io.postern.gateway.operation.SettingsState;
import io.postern.gateway.operation.SettingsTrial;
import io.postern.gateway.operation.SettingsWrong;
import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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

  private final GatewayControl control;
  private final HttpServletRequest request;

  @Inject
  public SettingsResource(GatewayControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public String inForce() {
    return json(control.settings());
  }

  /** Names the revision it began from: two people's changes must not undo each other unseen. */
  @PUT
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public String apply(InputStream body) {
    JsonBody wanted = JsonBody.read(body, RequestGate.SETTINGS_LIMIT);
    String note = wanted.textOrEmpty("note");
    if (note.length() > LONGEST_NOTE) {
      throw wrong("A note has at most " + LONGEST_NOTE + " characters");
    }
    return json(
        control.applySettings(wanted.text("source"), note, wanted.number("revision"), actor()));
  }

  @POST
  @Path("check")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public String check(InputStream body) {
    return json(
        control.checkSettings(JsonBody.read(body, RequestGate.SETTINGS_LIMIT).text("source")));
  }

  @POST
  @Path("rollback")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  public String rollBack(InputStream body) {
    JsonBody wanted = JsonBody.read(body);
    return json(control.rollBackSettings(wanted.number("to"), wanted.number("revision"), actor()));
  }

  @GET
  @Path("revisions")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public String revisions(@QueryParam("most") @DefaultValue("50") String most) {
    JsonArrayBuilder revisions = Json.createArrayBuilder();
    control
        .settingsRevisions((int) number("most", most, MOST_REVISIONS))
        .forEach(entry -> revisions.add(json(entry)));
    return Json.createObjectBuilder().add("revisions", revisions).build().toString();
  }

  @GET
  @Path("difference")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public String difference(
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("to") @DefaultValue("") String to) {
    List<String> lines =
        control.settingsDifference(
            number("from", from, Long.MAX_VALUE), number("to", to, Long.MAX_VALUE));
    return Json.createObjectBuilder()
        .add("lines", Json.createArrayBuilder(lines))
        .build()
        .toString();
  }

  static String json(SettingsState state) {
    JsonObjectBuilder json =
        state
            .newest()
            .map(SettingsResource::json)
            .orElseGet(() -> Json.createObjectBuilder().add("revision", 0));
    return json.add("source", state.source())
        .add("folder", state.folder())
        .add("afterRestart", json(state.afterRestart()))
        .build()
        .toString();
  }

  static String json(SettingsTrial trial) {
    return Json.createObjectBuilder()
        .add("difference", Json.createArrayBuilder(trial.difference()))
        .add("afterRestart", json(trial.afterRestart()))
        .build()
        .toString();
  }

  static JsonArray mistakes(List<SettingsWrong.Mistake> mistakes) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (SettingsWrong.Mistake mistake : mistakes) {
      array.add(
          Json.createObjectBuilder()
              .add("line", mistake.line())
              .add("path", mistake.path())
              .add("message", mistake.message()));
    }
    return array.build();
  }

  private static JsonObjectBuilder json(SettingsEntry entry) {
    return Json.createObjectBuilder()
        .add("revision", entry.revision())
        .add("author", entry.author())
        .add("at", entry.at().toString())
        .add("note", entry.note());
  }

  private static JsonArrayBuilder json(List<SettingsNotInEffect> notInEffect) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (SettingsNotInEffect value : notInEffect) {
      array.add(
          Json.createObjectBuilder().add("path", value.path()).add("fileOnly", value.fileOnly()));
    }
    return array;
  }

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
