package io.postern.gateway.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A target that holds what it is given, and refuses or fails when it is told to. */
final class MemoryTarget implements TargetOpener {

  final List<ExportEvent> events = new ArrayList<>();
  final Map<String, Long> positions = new HashMap<>();
  boolean keepsPositions = true;
  boolean away;

  /** Events that it refuses, and whether it is certain of that. */
  Predicate<ExportEvent> refused = event -> false;

  boolean certain = true;

  synchronized List<Long> numbers() {
    return events.stream().map(ExportEvent::sequence).toList();
  }

  synchronized void change(Runnable change) {
    change.run();
  }

  @Override
  public ExportTarget open(ExportStream stream) throws TargetUnavailable {
    return new Connection(stream);
  }

  @Override
  public List<String> test(Map<String, String> secrets) {
    return List.of("found");
  }

  @Override
  public Optional<String> ddl() {
    return Optional.empty();
  }

  private final class Connection implements ExportTarget {

    private final ExportStream stream;

    Connection(ExportStream stream) {
      this.stream = stream;
    }

    @Override
    public OptionalLong position() throws TargetUnavailable {
      synchronized (MemoryTarget.this) {
        failIfAway();
        Long position = positions.get(stream.key());
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
      }
    }

    @Override
    public void write(List<ExportEvent> batch, long position)
        throws TargetUnavailable, BatchRefused {
      synchronized (MemoryTarget.this) {
        failIfAway();
        if (batch.stream().anyMatch(refused)) {
          throw new BatchRefused("value too long", certain, new IllegalArgumentException());
        }
        for (ExportEvent event : batch) {
          if (!stream.mayRepeat() || !numbers().contains(event.sequence())) {
            events.add(event);
          }
        }
        if (keepsPositions && stream.keepsPosition()) {
          positions.put(stream.key(), position);
        }
      }
    }

    @Override
    public boolean accepts(ExportEvent event) {
      synchronized (MemoryTarget.this) {
        return !refused.test(event);
      }
    }

    private void failIfAway() throws TargetUnavailable {
      if (away) {
        throw new TargetUnavailable("connection refused", new IllegalStateException());
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
