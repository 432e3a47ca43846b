package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.settings.SettingsKey;
import io.postern.gateway.settings.SettingsSchema;
import io.postern.gateway.settings.SettingsText;
import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a form of the configuration is made of; changes nothing of the gateway. */
@Path("settings/form")
@Produces(MediaType.APPLICATION_JSON)
public class SettingsFormResource {

  /** Every key with kind, bounds, default and help. */
  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(operationId = "settingsSchema", summary = "List the keys of the configuration")
  @APIResponse(responseCode = "200", description = "The keys.")
  public SettingsKeys schema() {
    return new SettingsKeys(SettingsSchema.all());
  }

  /** The values that a text gives, whatever they are worth. */
  @POST
  @Path("values")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "settingsValues", summary = "Read the values of a configuration's text")
  @APIResponse(responseCode = "200", description = "The values.")
  public SettingsValues values(
      @RequestBodySchema(SettingsResource.SettingsDraft.class) InputStream body) {
    JsonBody asked = JsonBody.read(body, RequestGate.SETTINGS_LIMIT);
    SettingsText text = SettingsText.of(asked.text("source"));
    return new SettingsValues(text.values());
  }

  /** A text with another value behind a key; all that stands beside it stays. */
  @POST
  @Path("edit")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "editSettings", summary = "Change one value in a configuration's text")
  @APIResponse(responseCode = "200", description = "The changed text. Nothing is applied.")
  public EditedSettings edit(@RequestBodySchema(SettingsEdit.class) InputStream body) {
    JsonBody asked = JsonBody.read(body, RequestGate.SETTINGS_LIMIT);
    List<String> path = List.of(asked.text("path").split("\\.", -1));
    if (path.size() > 2 || path.stream().anyMatch(String::isBlank)) {
      throw new Problems.Refused(Problem.of(400, "path is a key, or a key and one behind it"));
    }
    String value = asked.textOrEmpty("value");
    SettingsText text =
        SettingsText.of(asked.text("source"))
            .with(path, SettingsText.of("value: " + value).values().get("value"));
    return new EditedSettings(text.toString());
  }

  /**
   * A value that is to be another one.
   *
   * @param source YAML 1.2; the body has at most 262144 octets
   * @param path a key, or a key and one behind it, such as limits.sessions
   * @param value YAML on one line, JSON included; empty or absent takes the key away
   */
  public record SettingsEdit(String source, String path, Optional<String> value) {}

  /**
   * The keys of the configuration.
   *
   * @param keys in the order in which a form shows them
   */
  public record SettingsKeys(List<SettingsKey> keys) {}

  /**
   * The values of a configuration's text.
   *
   * @param values what is given, by keys; each a string, an array or an object
   */
  public record SettingsValues(Map<String, Object> values) {}

  /**
   * A configuration's text in which a value was changed.
   *
   * @param source all that stands beside the value is as it was
   */
  public record EditedSettings(String source) {}
}
