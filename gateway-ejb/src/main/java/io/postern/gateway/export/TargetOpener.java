package io.postern.gateway.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the connections of one named target. Thread-safe. */
public interface TargetOpener {

  /**
   * For one stream; to be closed. Several may be open at once.
   *
   * @throws TargetUnavailable when that needs something that is not there now
   */
  ExportTarget open(ExportStream stream) throws TargetUnavailable;

  /**
   * Tries whether events could be written, and changes nothing at the target.
   *
   * @param secrets values by names, for this test alone, in place of those that are stored
   * @return what was found, a line each
   * @throws TargetUnavailable when they could not; says what is to be done as far as that is known
   */
  List<String> test(Map<String, String> secrets) throws TargetUnavailable;

  /**
   * What the target would be given of an event, value by value; connects to nothing. Without values
   * of its own, the event as JSON.
   */
  default List<ExportSample.SampleValue> sample(ExportEvent event) {
    return List.of(new ExportSample.SampleValue("json", Optional.of(event.json())));
  }

  /** Statements that make what the target needs, for its owner; empty when it needs nothing. */
  Optional<String> ddl();
}
