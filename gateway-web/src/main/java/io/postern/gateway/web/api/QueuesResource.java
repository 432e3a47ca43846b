package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.delivery.LaneStatus;
import io.postern.gateway.operation.QueueControl;
import io.postern.gateway.spool.QueueCounts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The lanes. */
@Path("queues")
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {

  private final QueueControl control;

  @Inject
  public QueuesResource(QueueControl control) {
    this.control = control;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(
      operationId = "lanes",
      summary =
          "List delivery queues, one for each next hop, and how many messages are in the "
              + "queue")
  @APIResponse(responseCode = "200", description = "The lanes, busiest first.")
  public QueueOverview lanes() {
    return new QueueOverview(control.lanes(), control.totals());
  }

  /**
   * The delivery queues.
   *
   * @param lanes one for each next hop
   * @param messages in the queue
   */
  public record QueueOverview(List<LaneStatus> lanes, QueueCounts messages) {}
}
