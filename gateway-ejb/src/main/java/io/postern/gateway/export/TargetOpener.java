package io.postern.gateway.export;

import java.util.List;
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
   * @return what was found, a line each
   * @throws TargetUnavailable when they could not; says what is to be done as far as that is known
   */
  List<String> test() throws TargetUnavailable;

  /** Statements that make what the target needs, for its owner; empty when it needs nothing. */
  Optional<String> ddl();
}
