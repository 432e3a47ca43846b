package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.BulkControl;
import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Decisions about everything in the queue that meets conditions. */
@Path("bulk")
@Produces(MediaType.APPLICATION_JSON)
public class BulkResource {

  private final BulkControl control;
  private final SubjectsControl subjects;
  private final HttpServletRequest request;

  @Inject
  public BulkResource(
      BulkControl control, SubjectsControl subjects, @Context HttpServletRequest request) {
    this.control = control;
    this.subjects = subjects;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "bulkDecisions",
      summary = "The latest decisions in bulk since the start, newest first")
  @APIResponse(responseCode = "200", description = "At most 20.")
  public BulkList list() {
    SubjectView view = SubjectView.of(subjects, request);
    return new BulkList(control.all().stream().map(view::bulk).toList());
  }

  @GET
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "bulkDecision", summary = "How far a decision in bulk is")
  @APIResponse(responseCode = "200", description = "The decision.")
  public BulkStatus one(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    return SubjectView.of(subjects, request).bulk(control.one(id));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "decideInBulk",
      summary =
          "Release, bounce or delete everything in the queue that meets conditions, in "
              + "the background",
      description =
          "What comes after the request is left alone. Of each message only the "
              + "recipients that meet the conditions are decided about. Recipients in an "
              + "attempt are tried again for ten seconds, then left. One decision in bulk at a "
              + "time; the end of the gateway stops it.")
  @APIResponseSchema(
      value = BulkStatus.class,
      responseCode = "202",
      responseDescription = "It has begun.")
  public Response start(@RequestBodySchema(BulkRequest.class) InputStream body) {
    BulkRequest wanted = BulkRequest.read(body);
    QueueDecision decision =
        MessagesResource.decision(wanted.action(), List.of(), wanted.reason().orElse(""));
    QueueConditions conditions = wanted.conditions();
    SubjectView.of(subjects, request).requireFor(conditions.subject());
    if (decision.kind() == QueueDecision.Kind.RELEASE
        && (conditions.state() == QueueSelection.ALL
            || conditions.state() == QueueSelection.WAITING)) {
      throw new Problems.Refused(
          Problem.of(400, "What waits need not be released; state is held, quarantined or kept"));
    }
    return Response.accepted(
            control.start(conditions, decision, SessionResource.known(request).name()))
        .build();
  }

  @DELETE
  @Path("{id}")
  @RolesAllowed({ADMINISTRATOR, OPERATOR})
  @Operation(
      operationId = "stopBulkDecision",
      summary = "Stop a decision in bulk; what was decided stays so")
  @APIResponse(responseCode = "200", description = "The decision; it ends a moment later.")
  public BulkStatus stop(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    return SubjectView.of(subjects, request).bulk(control.stop(id));
  }

  private static QueueDecision.Kind kind(String action) {
    for (QueueDecision.Kind kind : QueueDecision.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(action)) {
        return kind;
      }
    }
    throw new Problems.Refused(Problem.of(400, "action is release, bounce or delete"));
  }

  /** The latest decisions in bulk since the start, newest first. */
  public record BulkList(List<BulkStatus> decisions) {}

  /**
   * What is to be decided about what.
   *
   * @param state of the recipients; only held, quarantined and kept can be released
   * @param sender the reverse-path: a mailbox, {@code @domain}, or {@code <>}
   * @param recipient a mailbox, or {@code @domain}
   * @param subject is contained in the subject, in whatever case
   * @param reason one line for the record; a bounce also reports it to the sender
   */
  public record BulkRequest(
      QueueDecision.Kind action,
      QueueSelection state,
      @Schema(maxLength = MessagesResource.LONGEST) Optional<String> sender,
      @Schema(maxLength = MessagesResource.LONGEST) Optional<String> recipient,
      @Schema(maxLength = MessagesResource.LONGEST) Optional<String> subject,
      @Schema(maxLength = QueueDecision.LONGEST_REASON) Optional<String> reason) {

    static BulkRequest read(InputStream body) {
      JsonBody wanted = JsonBody.read(body);
      QueueDecision.Kind action = kind(wanted.text("action"));
      Optional<String> reason = given(wanted, "reason");
      QueueConditions conditions =
          MessagesResource.conditions(name -> given(wanted, name), Optional.empty());
      return new BulkRequest(
          action,
          conditions.state(),
          conditions.sender(),
          conditions.recipient(),
          conditions.subject(),
          reason);
    }

    private static Optional<String> given(JsonBody wanted, String name) {
      return Optional.of(wanted.textOrEmpty(name)).filter(text -> !text.isEmpty());
    }

    QueueConditions conditions() {
      return new QueueConditions(state, sender, recipient, subject);
    }
  }
}
