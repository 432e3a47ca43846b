package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.search.MessageStory;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The story of a message, in the queue or long finished. */
@Path("messages/{id}/story")
@Produces(MediaType.APPLICATION_JSON)
public class StoryResource {

  private final JournalControl control;
  private final SubjectsControl subjects;
  private final HttpServletRequest request;

  @Inject
  public StoryResource(
      JournalControl control, SubjectsControl subjects, @Context HttpServletRequest request) {
    this.control = control;
    this.subjects = subjects;
    this.request = request;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "messageStory",
      summary = "Get a message's story, from connect to the end")
  public MessageStory story(
      @Parameter(schema = @Schema(type = SchemaType.STRING)) @PathParam("id") String id) {
    return control.story(id, SubjectView.of(subjects, request)::line);
  }
}
