package io.postern.gateway.search;

import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.MergePolicy.MergeAbortedException;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RateLimitedIndexOutput;
import org.apache.lucene.store.RateLimiter;

/**
 * Merges segments one after the other on a thread of its own, at a bounded rate of writing and
 * within the share of the processors. When many wait, adding waits too. Unlike Lucene's own
 * scheduler its thread cannot be interrupted.
 */
final class BackgroundMerges extends MergeScheduler {

  private static final Logger LOG = System.getLogger(BackgroundMerges.class.getPackageName());
  private static final int WAITING = 8;
  private static final double MEBIBYTE = 1 << 20;

  private record Work(MergeSource source, OneMerge merge) {}

  private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(WAITING);
  private final double rate;
  private final ProcessorShare processors;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param rate octets a second
   */
  BackgroundMerges(long rate, ProcessorShare processors) {
    this.rate = rate / MEBIBYTE;
    this.processors = processors;
    thread = UninterruptibleThread.unstarted("postern-index-merge", this::run);
    thread.start();
  }

  @Override
  public void merge(MergeSource source, MergeTrigger trigger) throws IOException {
    while (true) {
      OneMerge merge = source.getNextMerge();
      if (merge == null) {
        return;
      }
      try {
        waiting.put(new Work(source, merge));
      } catch (InterruptedException e) {
        throw new IOException("interrupted though its thread cannot be", e);
      }
    }
  }

  private void run() {
    while (!closed || !waiting.isEmpty()) {
      try {
        Optional.ofNullable(waiting.poll(100, TimeUnit.MILLISECONDS)).ifPresent(this::merge);
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "search: an interrupt of the merging thread is ignored", e);
      }
    }
  }

  private void merge(Work work) {
    try {
      work.source().merge(work.merge());
    } catch (IOException | RuntimeException | Error e) {
      // The writer is closed by it, which is seen where lines are added.
      LOG.log(Level.DEBUG, "search: a merge of the index failed", e);
    }
  }

  @Override
  public Directory wrapForMerge(OneMerge merge, Directory in) {
    RateLimiter limiter = new MergeLimiter(merge, rate, processors.user());
    return new FilterDirectory(in) {
      @Override
      public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return new RateLimitedIndexOutput(limiter, in.createOutput(name, context));
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Slows a merge down to the rate and the share, and ends one that is not wanted any more. */
  private static final class MergeLimiter extends RateLimiter {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final OneMerge merge;
    private final RateLimiter rate;
    private final ProcessorShare.User used;

    MergeLimiter(OneMerge merge, double mebibytes, ProcessorShare.User used) {
      this.merge = merge;
      this.used = used;
      rate = new SimpleRateLimiter(mebibytes);
    }

    @Override
    public void setMBPerSec(double mebibytes) {
      rate.setMBPerSec(mebibytes);
    }

    @Override
    public double getMBPerSec() {
      return rate.getMBPerSec();
    }

    @Override
    public long pause(long octets) throws IOException {
      long began = System.nanoTime();
      long end = began + used.rest().toNanos();
      requireWanted();
      for (long left = end - began; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(left, STEP_NANOS));
        requireWanted();
      }
      rate.pause(octets);
      return System.nanoTime() - began;
    }

    private void requireWanted() throws MergeAbortedException {
      if (merge.isAborted()) {
        throw new MergeAbortedException("the index is closed");
      }
    }

    @Override
    public long getMinPauseCheckBytes() {
      return rate.getMinPauseCheckBytes();
    }
  }
}
