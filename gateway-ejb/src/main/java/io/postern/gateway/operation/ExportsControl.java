package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.ExportProgress;
import io.postern.gateway.export.ExportRefused;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.NoSuchTarget;
import io.postern.gateway.export.RetryResult;
import io.postern.gateway.settings.SettingsRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The export targets of the audit journal. Every method raises {@link GatewayNotReady} while the
 * gateway is not open, and {@link NoSuchTarget} for a name that no target has. Thread-safe.
 */
public interface ExportsControl {

  /** By name. */
  List<ExportProgress> all();

  ExportProgress one(String name);

  /**
   * Tries whether events could be written; changes nothing at the target. One that is not saved is
   * recorded with its destination.
   *
   * @param entry YAML of what would stand behind the name in the settings, for a target that is not
   *     there yet or is to be another; empty for the one that runs
   * @param secrets values by names, for this test alone; a stored one is used only where a saved
   *     target uses it
   * @return what was found, a line each
   * @throws TargetFailed when they could not
   * @throws ExportRefused when a secret has to be given
   * @throws SettingsRefused when the entry has mistakes
   */
  List<String> test(String name, Optional<String> entry, Map<String, String> secrets, String actor);

  /**
   * The newest events of the journal as a target would get them, the newest first; at most ten.
   *
   * @param entry as of {@link #test}
   * @param seen what the reader may see of a line
   */
  List<ExportSample> samples(String name, Optional<String> entry, UnaryOperator<JournalLine> seen);

  /**
   * Statements that make what the target needs, for the database's owner.
   *
   * @param entry as of {@link #test}
   */
  String ddl(String name, Optional<String> entry);

  /** Until it is resumed, restarts included; events stay in the journal. */
  ExportProgress pause(String name, String actor);

  /** Also tries a target that failed at once. */
  ExportProgress resume(String name, String actor);

  /**
   * Gives older events beside the live ones.
   *
   * @param from number of the first line, or a time (RFC 3339)
   * @param to number of the last line; empty for the last before the target began
   * @throws ExportRefused when that cannot be
   */
  ExportProgress backfill(String name, String from, OptionalLong to, String actor);

  /** What was written stays. */
  ExportProgress endBackfill(String name, String actor);

  /**
   * Events that the target refused, the oldest first.
   *
   * @param after a number; 0 for all
   */
  List<RefusedEvent> rejected(String name, long after, int limit);

  /**
   * Gives such events again.
   *
   * @param numbers which; empty for the oldest 10,000
   * @throws TargetFailed when the target fails; what it took is not set aside any more
   */
  RetryResult retry(String name, Set<Long> numbers, String actor);

  /** Forgets such events; the journal has them as long as it keeps its files. */
  void drop(String name, Set<Long> numbers, String actor);
}
