package io.postern.update;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Reports how far the writing is, every tenth. */
final class Progress {

  private static final int STEP = 10;

  private final long total;
  private final Consumer<String> out;
  private final IntConsumer percents;
  private long done;
  private long reported;

  /**
   * @param total octets to come, at least 1
   * @param percents gets the same as {@code out}, as a number
   */
  Progress(long total, Consumer<String> out, IntConsumer percents) {
    this.total = total;
    this.out = out;
    this.percents = percents;
  }

  void add(Part part, long octets) {
    done += octets;
    long percent = done * 100 / total / STEP * STEP;
    if (percent > reported) {
      reported = percent;
      out.accept("writing %s: %d %%".formatted(part.fileName(), percent));
      percents.accept((int) percent);
    }
  }
}
