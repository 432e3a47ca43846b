package io.postern.gateway.export;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Brings a batch to a target; splits one that is refused, down to the event, and sets that aside.
 * When it may be the target that is at fault, and not the event, nothing is set aside unless the
 * target would take another event. Used by one thread.
 */
final class BatchWriter {

  private static final Logger LOG = System.getLogger(BatchWriter.class.getPackageName());

  /** Refused one after another; more look like a table that does not fit. */
  private static final int MOST_IN_A_ROW = 100;

  private static final int ASKED_ABOUT = 10;

  private final String name;
  private final SetAsideEvents setAside;
  private final Clock clock;
  private int inARow;

  BatchWriter(String name, SetAsideEvents setAside, Clock clock) {
    this.name = name;
    this.setAside = setAside;
    this.clock = clock;
  }

  /**
   * @param position as of {@link ExportTarget#write}
   * @param done is given each position that the target has reached
   * @throws TargetUnavailable when the rest is to be tried later
   */
  void write(ExportTarget target, List<ExportEvent> events, long position, LongConsumer done)
      throws TargetUnavailable {
    write(target, events, events, position, done);
  }

  private void write(
      ExportTarget target,
      List<ExportEvent> whole,
      List<ExportEvent> part,
      long position,
      LongConsumer done)
      throws TargetUnavailable {
    try {
      target.write(part, position);
      inARow = part.isEmpty() ? inARow : 0;
    } catch (BatchRefused e) {
      if (part.size() > 1) {
        int half = part.size() / 2;
        write(target, whole, part.subList(0, half), part.get(half - 1).sequence(), done);
        write(target, whole, part.subList(half, part.size()), position, done);
        return;
      }
      if (part.isEmpty()) {
        throw new TargetUnavailable("refuses the position: " + e.getMessage(), e);
      }
      refused(target, whole, part.getFirst(), e);
      write(target, whole, List.of(), position, done);
      return;
    }
    done.accept(position);
  }

  private void refused(
      ExportTarget target, List<ExportEvent> whole, ExportEvent event, BatchRefused why)
      throws TargetUnavailable {
    if (!(why.isCertain() && inARow < MOST_IN_A_ROW) && !takesAnother(target, whole, event)) {
      throw new TargetUnavailable(
          "event %d is refused, and no other is taken: %s"
              .formatted(event.sequence(), why.getMessage()),
          why);
    }
    if (setAside.isFull()) {
      throw new TargetUnavailable(
          "event %d is refused, and no more than %d can be set aside: %s"
              .formatted(event.sequence(), setAside.count(), why.getMessage()),
          why);
    }
    try {
      setAside.add(
          new SetAsideEvent(event.line(), clock.instant(), String.valueOf(why.getMessage())));
    } catch (IOException e) {
      throw new TargetUnavailable(
          "event %d is refused and cannot be set aside (%s)".formatted(event.sequence(), e), e);
    }
    inARow++;
    // Not why: a database quotes the value.
    LOG.log(
        Level.WARNING, "export: {0} refuses event {1}; it is set aside", name, event.sequence());
  }

  private static boolean takesAnother(
      ExportTarget target, List<ExportEvent> whole, ExportEvent event) throws TargetUnavailable {
    int asked = 0;
    for (ExportEvent other : whole.reversed()) {
      if (other.sequence() != event.sequence() && asked++ < ASKED_ABOUT && target.accepts(other)) {
        return true;
      }
    }
    return false;
  }
}
