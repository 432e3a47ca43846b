package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.ExtensionStatus;
import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.LostThreadStatus;
import io.postern.gateway.operation.NoSuchExtension;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
import java.util.Locale;
import java.util.TreeMap;

/** The deployed extensions. To deploy one is to run its code, so that is the administrator's. */
@Path("extensions")
@Produces(MediaType.APPLICATION_JSON)
public class ExtensionsResource {

  private static final int LONGEST_FILE_NAME = 255;

  private final GatewayControl control;
  private final HttpServletRequest request;

  @Inject
  public ExtensionsResource(GatewayControl control, @Context HttpServletRequest request) {
    this.control = control;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public String list() {
    JsonArrayBuilder extensions = Json.createArrayBuilder();
    control.extensions().forEach(extension -> extensions.add(json(extension)));
    JsonArrayBuilder lost = Json.createArrayBuilder();
    control.lostThreads().forEach(thread -> lost.add(json(thread)));
    return Json.createObjectBuilder()
        .add("extensions", extensions)
        .add("lostThreads", lost)
        .build()
        .toString();
  }

  @GET
  @Path("{name}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  public String one(@PathParam("name") String name) {
    return control.extensions().stream()
        .filter(extension -> extension.name().equals(name))
        .findFirst()
        .map(extension -> json(extension).build().toString())
        .orElseThrow(() -> new NoSuchExtension("There is no extension of that name"));
  }

  @PUT
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public String deploy(
      @PathParam("name") String name,
      @QueryParam("fileName") @DefaultValue("") String fileName,
      InputStream body)
      throws IOException {
    if (fileName.length() > LONGEST_FILE_NAME) {
      throw new Problems.Refused(
          Problem.of(400, "A file name has at most " + LONGEST_FILE_NAME + " characters"));
    }
    try (Upload upload = Upload.receive(body);
        InputStream archive = upload.open()) {
      String told = fileName.isEmpty() ? name : fileName;
      return json(control.deployExtension(name, told, archive, actor())).build().toString();
    }
  }

  @DELETE
  @Path("{name}")
  @RolesAllowed(ADMINISTRATOR)
  public void undeploy(@PathParam("name") String name) {
    control.undeployExtension(name, actor());
  }

  private String actor() {
    return SessionResource.known(request).name();
  }

  private static JsonObjectBuilder json(ExtensionStatus extension) {
    JsonArrayBuilder callouts = Json.createArrayBuilder();
    extension.callouts().forEach(callout -> callouts.add(json(callout)));
    JsonObjectBuilder onUnparsable = Json.createObjectBuilder();
    new TreeMap<>(extension.onUnparsable()).forEach(onUnparsable::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", extension.name())
            .add("revision", extension.revision())
            .add("fileName", extension.fileName())
            .add("deployedAt", extension.deployedAt().toString())
            .add("deployedBy", extension.deployedBy())
            .add("order", extension.order())
            .add("onFailure", extension.onFailure())
            .add("onUnparsable", onUnparsable)
            .add("callouts", callouts);
    extension.logging().ifPresent(logging -> json.add("logging", json(logging)));
    extension.failure().ifPresent(failure -> json.add("failure", failure));
    return json;
  }

  private static JsonObjectBuilder json(ExtensionStatus.Callout callout) {
    return Json.createObjectBuilder()
        .add("stage", callout.stage())
        .add("observer", callout.observer())
        .add("calls", callout.calls())
        .add("errors", callout.errors())
        .add("timeouts", callout.timeouts())
        .add("unparsable", callout.unparsable())
        .add("refusals", callout.refusals())
        .add("lostThreads", callout.lostThreads())
        .add("medianMicros", callout.median().toNanos() / 1e3)
        .add("p99Micros", callout.p99().toNanos() / 1e3)
        .add("breaker", callout.breaker().name().toLowerCase(Locale.ROOT))
        .add("breakerClients", Json.createArrayBuilder(callout.breakerClients()));
  }

  private static JsonObjectBuilder json(ExtensionStatus.Logging logging) {
    JsonArrayBuilder observers = Json.createArrayBuilder();
    logging
        .observers()
        .forEach(
            one ->
                observers.add(
                    Json.createObjectBuilder()
                        .add("event", one.event())
                        .add("observer", one.observer())
                        .add("calls", one.calls())
                        .add("errors", one.errors())
                        .add("timeouts", one.timeouts())
                        .add("lostThreads", one.lostThreads())
                        .add("medianMicros", one.median().toNanos() / 1e3)
                        .add("p99Micros", one.p99().toNanos() / 1e3)
                        .add("breaker", one.breaker().name().toLowerCase(Locale.ROOT))));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("position", logging.position())
            .add("lag", logging.lag())
            .add("lagSeconds", logging.lagTime().toMillis() / 1e3)
            .add("breaker", logging.breaker().name().toLowerCase(Locale.ROOT))
            .add("observers", observers);
    logging.pausedSince().ifPresent(since -> json.add("pausedSince", since.toString()));
    return json;
  }

  private static JsonObjectBuilder json(LostThreadStatus lost) {
    return Json.createObjectBuilder()
        .add("extension", lost.extension())
        .add("application", lost.application())
        .add("stage", lost.stage())
        .add("observer", lost.observer())
        .add("thread", lost.thread())
        .add("since", lost.since().toString())
        .add("cpuSeconds", lost.cpu().toMillis() / 1e3);
  }
}
