package io.postern.gateway.series;

import io.postern.gateway.notice.Notices;
import io.postern.gateway.thread.UninterruptibleThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The series of one run and of those before it. Takes a reading every ten seconds on a thread of
 * its own, from {@link #start} to {@link #close}. Thread-safe.
 */
public final class Series implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Series.class.getPackageName());
  private static final int FINE = (int) SeriesQuery.FINE.toSeconds();
  private static final int COARSE = (int) SeriesQuery.COARSE.toSeconds();
  private static final int FINE_INTERVALS = (int) Duration.ofHours(24).toSeconds() / FINE;
  private static final int COARSE_INTERVALS = (int) Duration.ofDays(90).toSeconds() / COARSE;

  private final Clock clock;
  private final Supplier<Reading> source;
  private final Ring fine = new Ring(FINE, FINE_INTERVALS);
  private final KeptRing coarse;
  private final LatencyMeter latency = new LatencyMeter();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Reading before = Reading.START;
  private volatile long complete;

  /**
   * Reads what an earlier run left in the data folder.
   *
   * @param source counts from zero at the start of this run; quick, called by one thread at a time
   */
  public Series(Path data, Supplier<Reading> source, Notices notices, Clock clock) {
    this.clock = clock;
    this.source = source;
    coarse = KeptRing.open(data, new Ring(COARSE, COARSE_INTERVALS), notices, clock);
    complete = Math.floorDiv(clock.millis(), 1000L * FINE);
    thread = UninterruptibleThread.unstarted("postern-series", this::run);
  }

  /** Begins to take readings. */
  public Series start() {
    thread.start();
    return this;
  }

  /** A message is on disk; its final dot came at that time. Wait-free. */
  public void accepted(Instant receivedAt) {
    latency.record(receivedAt, clock.instant());
  }

  private void run() {
    try {
      while (!closing.await(untilNext(clock.millis()), TimeUnit.MILLISECONDS)) {
        take();
      }
      take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("this thread ignores interrupts", e);
    }
  }

  private static long untilNext(long now) {
    return 1000L * FINE - Math.floorMod(now, 1000L * FINE);
  }

  /** Adds what happened since the last reading to the interval that ends about now. */
  void take() {
    try {
      Reading now = source.get();
      long[] values = new long[SeriesName.COLUMNS];
      Arrays.fill(values, SeriesName.ABSENT);
      put(values, SeriesName.ACCEPTED, now.accepted() - before.accepted());
      put(values, SeriesName.DELIVERED, now.delivered() - before.delivered());
      put(values, SeriesName.DEFERRED, now.deferred() - before.deferred());
      put(values, SeriesName.FAILED, now.failed() - before.failed());
      put(values, SeriesName.REJECTED, now.rejected() - before.rejected());
      put(values, SeriesName.QUEUE, now.waiting());
      put(values, SeriesName.DISK, now.freeOctets());
      latency.take(values);
      // The thread wakes a little after the end of an interval.
      long interval = Math.floorDiv(clock.millis() - 500L * FINE, 1000L * FINE);
      fine.add(interval, values);
      coarse.add(Math.floorDiv(interval, COARSE / FINE), values);
      before = now;
      complete = interval + 1;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "series: cannot take a reading; it is added to the next one", e);
    }
  }

  private static void put(long[] values, SeriesName name, long value) {
    values[name.ordinal()] = Math.max(SeriesName.ABSENT, value);
  }

  /** The intervals that are complete, in steps. */
  public SeriesPoints find(SeriesQuery query) {
    long step = query.step().toSeconds();
    Ring ring = query.step().compareTo(SeriesQuery.COARSE) < 0 ? fine : coarse.ring();
    long first = Math.floorDiv(query.from().getEpochSecond(), step);
    long asked = -Math.floorDiv(-query.until().getEpochSecond(), step);
    long behind = Math.min(asked, Math.floorDiv(complete * FINE, step));
    int perStep = (int) (step / ring.seconds());
    List<SeriesPoints.Line> lines = new ArrayList<>();
    for (SeriesName name : query.names()) {
      List<OptionalLong> values = new ArrayList<>();
      for (long at = first; at < behind; at++) {
        long value = ring.together(name, at * perStep, (at + 1) * perStep);
        values.add(value == SeriesName.ABSENT ? OptionalLong.empty() : OptionalLong.of(value));
      }
      lines.add(new SeriesPoints.Line(name.word(), name.unit(), values));
    }
    return new SeriesPoints(Instant.ofEpochSecond(first * step), step, lines);
  }

  /** Takes a last reading and ends. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join();
    coarse.close();
  }
}
