package io.postern.gateway.spool;

import java.util.List;

/** Reads the spool's records behind its commits; the audit journal does. */
public interface CommitReader {

  /**
   * The highest position that is safe on this reader's side; at start, records after it come again.
   */
  long safePosition();

  /**
   * Takes records in order, on the spool's own reading thread, never on a client's. May block; the
   * spool keeps the records' segments until {@link #safePosition} has passed them.
   */
  void read(List<Committed> records);
}
