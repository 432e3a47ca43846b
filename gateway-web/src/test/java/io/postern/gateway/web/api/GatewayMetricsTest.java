package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.ExportProgress;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.export.StreamProgress;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.JournalFigures;
import io.postern.gateway.spool.QueueCounts;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The figures as a scraper gets them. */
final class GatewayMetricsTest {

  private static final Instant AT = Instant.parse("2026-01-31T08:00:00Z");
  private static final GatewayStatus STATUS =
      new GatewayStatus(
          GatewayStatus.State.DEGRADED,
          "1",
          "gateway.test",
          AT,
          false,
          List.of(new Notice("export.audit.waiting", Notice.Effect.WARNING, "it waits", AT)),
          List.of(),
          3,
          7,
          new QueueCounts(7, 4, 2, 1),
          new GatewayStatus.Counts(10, 20, 30, 40, 50));

  private static String text(List<ExportProgress> exports) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExpositionFormats.init()
        .findWriter("text/plain")
        .write(out, GatewayMetrics.of(STATUS, new JournalFigures(5, 900, 890), exports));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void targets_areLabelledWithNameAndType() throws IOException {
    ExportProgress audit =
        new ExportProgress(
            "audit",
            "database",
            new StreamProgress(
                ExportState.WAITING, AT, Optional.of("refused"), 800, 100, 12.5, 0, 77, 3),
            Optional.empty(),
            2,
            Optional.empty());
    List<String> lines = text(List.of(audit)).lines().toList();
    for (String line :
        List.of(
            "postern_messages_accepted_total 10.0",
            "postern_recipients_failed_total 50.0",
            "postern_queue_messages{state=\"held\"} 2.0",
            "postern_notices{effect=\"warning\"} 1.0",
            "postern_notices{effect=\"refusing\"} 0.0",
            "postern_journal_last_line 900.0",
            "postern_search_index_behind_lines 10.0",
            "postern_export_behind_lines{target=\"audit\",type=\"database\"} 100.0",
            "postern_export_lag_seconds{target=\"audit\",type=\"database\"} 12.5",
            "postern_export_written_events_total{target=\"audit\",type=\"database\"} 77.0",
            "postern_export_lost_lines_total{target=\"audit\",type=\"database\"} 3.0",
            "postern_export_set_aside_events{target=\"audit\",type=\"database\"} 2.0",
            "postern_export_state{state=\"waiting\",target=\"audit\",type=\"database\"} 1.0",
            "postern_export_state{state=\"running\",target=\"audit\",type=\"database\"} 0.0")) {
      assertTrue(lines.contains(line), () -> line + " is not in\n" + String.join("\n", lines));
    }
    assertEquals(
        1,
        lines.stream()
            .filter(line -> line.startsWith("postern_export_state{") && line.endsWith(" 1.0"))
            .count());
  }

  @Test
  void withoutTargets_thereAreNoFiguresOfExports() throws IOException {
    assertFalse(text(List.of()).contains("postern_export_"));
  }
}
