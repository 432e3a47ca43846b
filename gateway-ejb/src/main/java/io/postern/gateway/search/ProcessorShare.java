package io.postern.gateway.search;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How much processor time the threads of the index use together: all that is idle but for a quarter
 * of the machine, which mail gets at once when it comes, and of a busy machine a small share of one
 * processor. The share is paid by resting after work, so that a thread that rests never holds
 * anything that mail waits for. Thread-safe.
 */
final class ProcessorShare {

  /** Of all processors; stays idle. */
  private static final double RESERVE = 0.25;

  /** For so long a thread that used nothing has saved its share. */
  private static final long SAVED_NANOS = Duration.ofSeconds(20).toNanos();

  private static final long LOAD_NANOS = Duration.ofSeconds(1).toNanos();

  private final double least;
  private final int processors;
  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private double share;
  private long paidUntil;
  private long loadRead;
  private long usedSince;

  /**
   * @param least of one processor, however busy the machine is
   */
  ProcessorShare(double least) {
    this(
        least,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad,
        System::nanoTime);
  }

  /**
   * @param load busy part of all processors since it was asked last, 0 to 1; less or not a number
   *     when nobody knows
   */
  ProcessorShare(double least, int processors, DoubleSupplier load, LongSupplier nanoTime) {
    this.least = least;
    this.processors = processors;
    this.load = load;
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    share = least;
    loadRead = now;
    paidUntil = now - SAVED_NANOS;
  }

  /** Counts what one thread uses; to be used by it alone. */
  final class User {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long counted = THREADS.getCurrentThreadCpuTime();

    /** How long the thread is to rest now, after what it used since this was asked last. */
    Duration rest() {
      long now = THREADS.getCurrentThreadCpuTime();
      long used = now - counted;
      counted = now;
      return Duration.ofNanos(restAfter(used));
    }
  }

  /** For the current thread. */
  User user() {
    return new User();
  }

  /**
   * @param used nanoseconds of processor time
   * @return nanoseconds
   */
  synchronized long restAfter(long used) {
    long now = nanoTime.getAsLong();
    usedSince += used;
    if (now - loadRead >= LOAD_NANOS) {
      share = share(load.getAsDouble(), usedSince / (double) (now - loadRead));
      loadRead = now;
      usedSince = 0;
    }
    paidUntil = Math.max(paidUntil, now - SAVED_NANOS) + Math.round(used / share);
    return Math.max(0, paidUntil - now);
  }

  /**
   * @param own processors that the index itself used of those that are busy
   */
  private double share(double busy, double own) {
    if (!(busy >= 0)) {
      return processors;
    }
    double free = processors * (1 - busy) + own - processors * RESERVE;
    return Math.clamp(free, least, Math.max(least, processors));
  }
}
