package io.postern.gateway.web.api;

import io.postern.gateway.export.ExportProgress;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.JournalFigures;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The gateway's figures as Prometheus names them; docs/metrics.md lists them. */
final class GatewayMetrics {

  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  private GatewayMetrics() {}

  /**
   * @param exports all targets
   */
  static MetricSnapshots of(
      GatewayStatus status, JournalFigures journal, List<ExportProgress> exports) {
    GatewayMetrics metrics = new GatewayMetrics();
    metrics.mail(status);
    metrics.journal(journal);
    metrics.exports(exports);
    return metrics.all.build();
  }

  private void mail(GatewayStatus status) {
    GatewayStatus.Counts counts = status.counts();
    counter("postern_messages_accepted", "Messages answered 250.", counts.accepted());
    counter("postern_refusals", "Messages and recipients refused.", counts.rejected());
    counter("postern_recipients_delivered", "Recipients a next hop took.", counts.delivered());
    counter("postern_attempts_deferred", "Attempts that will be repeated.", counts.deferred());
    counter("postern_recipients_failed", "Recipients given up.", counts.failed());
    gauge("postern_sessions", "SMTP sessions.", Map.of(Labels.EMPTY, status.sessions()));
    gauge(
        "postern_queue_messages",
        "Messages with a recipient in this state.",
        Map.of(
            Labels.of("state", "waiting"), status.queue().waiting(),
            Labels.of("state", "held"), status.queue().held(),
            Labels.of("state", "quarantined"), status.queue().quarantined()));
    gauge(
        "postern_unfinished_messages",
        "Messages accepted and not yet finished.",
        Map.of(Labels.EMPTY, status.unfinished()));
    Map<Labels, Number> notices = new TreeMap<>();
    for (Notice.Effect effect : Notice.Effect.values()) {
      notices.put(
          Labels.of("effect", word(effect)),
          status.notices().stream().filter(notice -> notice.effect() == effect).count());
    }
    gauge("postern_notices", "Conditions that stand, by what they do.", notices);
  }

  private void journal(JournalFigures journal) {
    gauge(
        "postern_journal_first_line",
        "Number of the oldest line that is kept.",
        Map.of(Labels.EMPTY, journal.first()));
    gauge(
        "postern_journal_last_line",
        "Number of the newest line.",
        Map.of(Labels.EMPTY, journal.last()));
    gauge(
        "postern_search_index_behind_lines",
        "Lines of the journal that the index does not have yet.",
        Map.of(Labels.EMPTY, Math.max(0, journal.last() - journal.indexed())));
  }

  private void exports(List<ExportProgress> exports) {
    export(
        exports,
        "postern_export_behind_lines",
        "Lines of the journal that the target is not done with.",
        target -> target.live().behind());
    export(
        exports,
        "postern_export_lag_seconds",
        "How long the oldest of them has been waiting.",
        target -> target.live().lagSeconds());
    export(
        exports,
        "postern_export_position",
        "Number of the last line that the target is done with.",
        target -> target.live().position());
    export(
        exports,
        "postern_export_set_aside_events",
        "Events that the target refused.",
        ExportProgress::setAside);
    CounterSnapshot.Builder written =
        CounterSnapshot.builder()
            .name("postern_export_written_events")
            .help("Events given to the target since the start.");
    CounterSnapshot.Builder lost =
        CounterSnapshot.builder()
            .name("postern_export_lost_lines")
            .help("Lines that were gone or damaged before they could be read.");
    Map<Labels, Number> states = new TreeMap<>();
    for (ExportProgress target : exports) {
      written.dataPoint(point(target.live().written(), labels(target)));
      lost.dataPoint(point(target.live().lost(), labels(target)));
      for (ExportState state : ExportState.values()) {
        if (state != ExportState.FINISHED) {
          states.put(
              labels(target).add("state", word(state)), target.live().state() == state ? 1 : 0);
        }
      }
    }
    if (!exports.isEmpty()) {
      all.metricSnapshot(written.build());
      all.metricSnapshot(lost.build());
      gauge("postern_export_state", "1 for the state in which the target is.", states);
    }
  }

  private void export(
      List<ExportProgress> exports,
      String name,
      String help,
      ToDoubleFunction<ExportProgress> value) {
    Map<Labels, Number> values = new TreeMap<>();
    exports.forEach(target -> values.put(labels(target), value.applyAsDouble(target)));
    if (!values.isEmpty()) {
      gauge(name, help, values);
    }
  }

  private static Labels labels(ExportProgress target) {
    return Labels.of("target", target.name(), "type", target.type());
  }

  private void counter(String name, String help, long value) {
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(point(value, Labels.EMPTY))
            .build());
  }

  private static CounterDataPointSnapshot point(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }

  private void gauge(String name, String help, Map<Labels, ? extends Number> values) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    all.metricSnapshot(gauge.build());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
