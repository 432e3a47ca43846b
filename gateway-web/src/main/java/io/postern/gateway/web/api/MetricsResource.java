package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.ExportsControl;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.operation.StatusControl;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Figures for Prometheus and what reads its formats. */
@Path("metrics")
public class MetricsResource {

  private final StatusControl status;
  private final JournalControl journal;
  private final ExportsControl exports;

  @Inject
  public MetricsResource(StatusControl status, JournalControl journal, ExportsControl exports) {
    this.status = status;
    this.journal = journal;
    this.exports = exports;
  }

  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR})
  @Operation(
      operationId = "metrics",
      summary = "Get metrics in the text format of Prometheus, or as OpenMetrics",
      description = "Which one, the header field Accept says. 503 while the gateway is not open.")
  @APIResponse(
      responseCode = "200",
      description = "docs/metrics.md has their names.",
      content =
          @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
  public Response metrics(@Context HttpHeaders headers) throws IOException {
    MetricSnapshots snapshots =
        GatewayMetrics.of(status.status(), journal.figures(), exports.all());
    ExpositionFormatWriter writer =
        ExpositionFormats.init().findWriter(headers.getHeaderString(HttpHeaders.ACCEPT));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, snapshots);
    return Response.ok(out.toByteArray(), writer.getContentType()).build();
  }
}
