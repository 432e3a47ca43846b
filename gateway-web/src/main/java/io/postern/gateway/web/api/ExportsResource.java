package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.export.ExportProgress;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.RetryResult;
import io.postern.gateway.operation.ExportsControl;
import io.postern.gateway.operation.RefusedEvent;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where the events of the audit journal go; the targets themselves are in the settings. */
@Path("exports")
@Produces(MediaType.APPLICATION_JSON)
public class ExportsResource {

  private static final int MOST_LISTED = 1_000;

  private final ExportsControl control;
  private final SubjectsControl subjects;
  private final HttpServletRequest request;

  @Inject
  public ExportsResource(
      ExportsControl control, SubjectsControl subjects, @Context HttpServletRequest request) {
    this.control = control;
    this.subjects = subjects;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(operationId = "exports", summary = "List the export targets and how far they are")
  @APIResponse(responseCode = "200", description = "By name.")
  public ExportList list() {
    return new ExportList(control.all());
  }

  @GET
  @Path("{name}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(operationId = "export", summary = "Get an export target")
  @APIResponse(responseCode = "200", description = "How far it is.")
  public ExportProgress one(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name) {
    return control.one(name);
  }

  @POST
  @Path("{name}/test")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "testExport",
      summary = "Try whether events could be written, and change nothing at the target",
      description =
          "422 with the reason when they could not; 409 when the value of a secret has to be given,"
              + " as no saved target uses it with that URL and user.")
  @APIResponse(responseCode = "200", description = "They could.")
  public ExportFindings test(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(ExportTrial.class) InputStream body) {
    JsonBody asked = JsonBody.read(body);
    return new ExportFindings(
        control.test(name, entry(asked), asked.pairsOrNone("secrets"), actor()));
  }

  @POST
  @Path("{name}/samples")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "exportSamples",
      summary = "Get the newest events of the journal as a target would get them")
  @APIResponse(responseCode = "200", description = "Ten at most. Nothing was written.")
  public ExportSamples samples(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(ExportDraft.class) InputStream body) {
    return new ExportSamples(
        control.samples(name, entry(JsonBody.read(body)), SubjectView.of(subjects, request)::line));
  }

  @POST
  @Path("{name}/ddl")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "exportDdl",
      summary = "Get the statements that make the tables of a target, for the database's owner")
  @APIResponse(responseCode = "200", description = "Nothing was run.")
  public ExportDdl ddl(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(ExportDraft.class) InputStream body) {
    return new ExportDdl(control.ddl(name, entry(JsonBody.read(body))));
  }

  @POST
  @Path("{name}/pause")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "pauseExport",
      summary = "Write no events until the target is resumed; they stay in the journal")
  @APIResponse(responseCode = "200", description = "A batch that is being written is ended.")
  public ExportProgress pause(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name) {
    return control.pause(name, actor());
  }

  @POST
  @Path("{name}/resume")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "resumeExport",
      summary = "Go on, or try a target that failed again at once")
  @APIResponse(responseCode = "200", description = "It goes on where it was.")
  public ExportProgress resume(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name) {
    return control.resume(name, actor());
  }

  @POST
  @Path("{name}/backfill")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "backfillExport",
      summary = "Give older events beside the live ones",
      description = "409 when a backfill is under way or the journal has no such lines.")
  @APIResponse(responseCode = "200", description = "It has begun.")
  public ExportProgress backfill(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(BackfillRequest.class) InputStream body) {
    JsonBody asked = JsonBody.read(body);
    String to = asked.textOrEmpty("to");
    return control.backfill(
        name,
        asked.text("from"),
        to.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number("to", to)),
        actor());
  }

  @DELETE
  @Path("{name}/backfill")
  @RolesAllowed(ADMINISTRATOR)
  @Operation(operationId = "endBackfill", summary = "End a backfill; what was written stays")
  @APIResponse(responseCode = "200", description = "There is none.")
  public ExportProgress endBackfill(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name) {
    return control.endBackfill(name, actor());
  }

  @GET
  @Path("{name}/rejected")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(
      operationId = "rejectedEvents",
      summary = "List events that the target refused, the oldest first")
  @APIResponse(responseCode = "200", description = "They are set aside.")
  public RejectedList rejected(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @Parameter(
              description = "Those with a higher number.",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "1000",
                      defaultValue = "100"))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = (int) Math.min(MOST_LISTED, number("limit", limit));
    SubjectView view = SubjectView.of(subjects, request);
    return new RejectedList(
        control.rejected(name, number("after", after), most).stream().map(view::refused).toList());
  }

  @POST
  @Path("{name}/rejected/retry")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "retryRejected",
      summary = "Give events again that were set aside",
      description = "422 when the target fails; what it took is not set aside any more.")
  @APIResponse(responseCode = "200", description = "What was refused again stays set aside.")
  public RetryResult retry(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(EventNumbers.class) InputStream body) {
    return control.retry(name, numbers(body), actor());
  }

  @POST
  @Path("{name}/rejected/drop")
  @RolesAllowed(ADMINISTRATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "dropRejected",
      summary = "Forget events that were set aside; the journal has them as long as its files")
  @APIResponse(responseCode = "204", description = "They are not set aside any more.")
  public void drop(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("name") String name,
      @RequestBodySchema(EventNumbers.class) InputStream body) {
    Set<Long> numbers = numbers(body);
    if (numbers.isEmpty()) {
      throw new Problems.Refused(Problem.of(400, "numbers names the events to be dropped"));
    }
    control.drop(name, numbers, actor());
  }

  private String actor() {
    return SessionResource.known(request).name();
  }

  private static Optional<String> entry(JsonBody asked) {
    return Optional.of(asked.textOrEmpty("entry")).filter(text -> !text.isBlank());
  }

  private static Set<Long> numbers(InputStream body) {
    Set<Long> numbers = new HashSet<>();
    JsonBody.read(body)
        .textsOrNone("numbers")
        .forEach(text -> numbers.add(number("numbers", text)));
    return numbers;
  }

  private static long number(String name, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Problems.Refused(Problem.of(400, name + " is a whole number"));
    }
    return Long.parseLong(text);
  }

  /** The export targets. */
  public record ExportList(List<ExportProgress> exports) {}

  /**
   * What a target would be.
   *
   * @param entry YAML of what stands behind the name in the settings; absent for the target that
   *     runs
   */
  public record ExportDraft(Optional<String> entry) {}

  /**
   * What is to be tried.
   *
   * @param entry YAML of what stands behind the name in the settings; absent for the target that
   *     runs
   * @param secrets values of secrets by their names, for this test alone; they are not stored
   */
  public record ExportTrial(Optional<String> entry, Optional<Map<String, String>> secrets) {}

  /**
   * Events as a target would get them.
   *
   * @param samples the newest first
   */
  public record ExportSamples(List<ExportSample> samples) {}

  /**
   * What a test found.
   *
   * @param found a sentence each
   */
  public record ExportFindings(List<String> found) {}

  /** Statements, each ended by a semicolon. */
  public record ExportDdl(String ddl) {}

  /**
   * Older events that are to be given.
   *
   * @param from number of the first line, or a time (RFC 3339)
   * @param to number of the last line; absent for the last before the target began
   */
  public record BackfillRequest(String from, Optional<String> to) {}

  /** Events that were set aside. */
  public record RejectedList(List<RefusedEvent> events) {}

  /**
   * Events by their numbers.
   *
   * @param numbers as strings; for a retry none means all
   */
  public record EventNumbers(List<String> numbers) {}
}
