package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.ExportProgress;
import io.postern.gateway.export.ExportRefused;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.Exports;
import io.postern.gateway.export.RetryResult;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.SettingsFile;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The export targets of the open gateway. */
@Dependent
class LiveExports implements ExportsControl {

  private static final int SAMPLES = 10;

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveExports(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public List<ExportProgress> all() {
    return exports().list();
  }

  @Override
  public ExportProgress one(String name) {
    return exports().progress(name);
  }

  @Override
  public List<String> test(
      String name, Optional<String> entry, Map<String, String> secrets, String actor) {
    OpenGateway gateway = access.gateway();
    ExportEntry tested = entry(gateway.exports(), name, entry);
    if (entry.isPresent()) {
      acts.record(
          gateway,
          actor,
          "export draft tested",
          Map.of("export", name, "reason", tested.kind().destination()));
    }
    try {
      return gateway.exports().test(tested, secrets);
    } catch (TargetUnavailable e) {
      throw failed(e);
    }
  }

  @Override
  public List<ExportSample> samples(
      String name, Optional<String> entry, UnaryOperator<JournalLine> seen) {
    Exports exports = exports();
    try {
      return exports.samples(entry(exports, name, entry), SAMPLES, seen);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public String ddl(String name, Optional<String> entry) {
    Exports exports = exports();
    return exports
        .ddl(entry(exports, name, entry))
        .orElseThrow(() -> new ExportRefused("this type of target needs no tables"));
  }

  private ExportEntry entry(Exports exports, String name, Optional<String> entry) {
    if (entry.isEmpty()) {
      return exports.entry(name);
    }
    String indented = entry.get().indent(4);
    return Optional.ofNullable(
            SettingsFile.parse(
                    "export",
                    "exports:\n  " + name + ":\n" + indented,
                    access.gateway().history().folder())
                .exports()
                .get(name))
        .orElseThrow(() -> new ExportRefused("the name is not the name of a target"));
  }

  @Override
  public ExportProgress pause(String name, String actor) {
    exports().pause(name);
    return recorded("export paused", name, actor, Map.of());
  }

  @Override
  public ExportProgress resume(String name, String actor) {
    exports().resume(name);
    return recorded("export resumed", name, actor, Map.of());
  }

  @Override
  public ExportProgress backfill(String name, String from, OptionalLong to, String actor) {
    if (from.matches("[0-9]{1,18}")) {
      exports().backfill(name, Long.parseLong(from), to);
    } else {
      backfillSince(name, from, to);
    }
    Map<String, String> facts = new HashMap<>(Map.of("from-line", from));
    to.ifPresent(last -> facts.put("to-line", Long.toString(last)));
    return recorded("export backfill begun", name, actor, facts);
  }

  private void backfillSince(String name, String from, OptionalLong to) {
    try {
      exports().backfill(name, Instant.parse(from), to);
    } catch (DateTimeParseException e) {
      throw new ExportRefused("from is the number of a line or a time (2026-01-31T08:00:00Z)");
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static GatewayNotReady interrupted() {
    Thread.currentThread().interrupt();
    return new GatewayNotReady("the gateway is stopping");
  }

  @Override
  public ExportProgress endBackfill(String name, String actor) {
    exports().endBackfill(name);
    return recorded("export backfill ended", name, actor, Map.of());
  }

  @Override
  public List<RefusedEvent> rejected(String name, long after, int limit) {
    return exports().setAside(name, after, limit).stream()
        .map(
            event ->
                new RefusedEvent(
                    event.line().sequence(),
                    event.at(),
                    event.reason(),
                    event.line().event(),
                    event.line().id(),
                    event.line().json()))
        .toList();
  }

  @Override
  public RetryResult retry(String name, Set<Long> numbers, String actor) {
    try {
      RetryResult result = exports().retry(name, numbers);
      ExportProgress _ =
          recorded(
              "export retried",
              name,
              actor,
              Map.of("count", String.valueOf(result.written() + result.refused())));
      return result;
    } catch (TargetUnavailable e) {
      throw failed(e);
    }
  }

  @Override
  public void drop(String name, Set<Long> numbers, String actor) {
    exports().drop(name, numbers);
    ExportProgress _ =
        recorded(
            "export events dropped", name, actor, Map.of("count", String.valueOf(numbers.size())));
  }

  private ExportProgress recorded(
      String action, String name, String actor, Map<String, String> more) {
    OpenGateway gateway = access.gateway();
    Map<String, String> facts = new HashMap<>(more);
    facts.put("export", name);
    acts.record(gateway, actor, action, facts);
    return gateway.exports().progress(name);
  }

  private Exports exports() {
    return access.gateway().exports();
  }

  private static TargetFailed failed(TargetUnavailable e) {
    return new TargetFailed(String.valueOf(e.getMessage()), e);
  }
}
