package io.postern.gateway.spool;

import java.util.ArrayList;
import java.util.List;

/** A reader that remembers what it got and says that all of it is safe. */
class RecordedEvents implements CommitReader {

  private final List<Committed> events = new ArrayList<>();
  private long safe;

  RecordedEvents() {
    this(-1);
  }

  RecordedEvents(long safe) {
    this.safe = safe;
  }

  @Override
  public synchronized long safePosition() {
    return safe;
  }

  @Override
  public synchronized void read(List<Committed> records) {
    events.addAll(records);
    safe = Math.max(safe, records.getLast().position());
  }

  synchronized List<Committed> events() {
    return List.copyOf(events);
  }

  /** Ids of the messages reported as accepted, in order. */
  List<SpoolId> accepted() {
    return of(Committed.Accepted.class).stream().map(Committed.Accepted::id).toList();
  }

  <T extends Committed> List<T> of(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
