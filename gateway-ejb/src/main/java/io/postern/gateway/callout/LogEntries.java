package io.postern.gateway.callout;

import java.util.ArrayList;
import java.util.List;

/**
 * What extensions logged during one or several callouts. Immutable.
 *
 * @param kept the first {@link #MOST}, in the order in which they were logged
 * @param omitted how many followed
 */
public record LogEntries(List<LogEntry> kept, int omitted) {

  /** Lines that are kept of a session, and of a transaction. */
  static final int MOST = 20;

  public static final LogEntries NONE = new LogEntries(List.of(), 0);

  public LogEntries {
    kept = List.copyOf(kept);
  }

  /** These, then later ones. */
  LogEntries and(LogEntries later) {
    if (later == NONE) {
      return this;
    }
    if (this == NONE) {
      return later;
    }
    List<LogEntry> all = new ArrayList<>(kept);
    int room = Math.min(MOST - all.size(), later.kept.size());
    all.addAll(later.kept.subList(0, room));
    return new LogEntries(all, omitted + later.omitted + later.kept.size() - room);
  }
}
