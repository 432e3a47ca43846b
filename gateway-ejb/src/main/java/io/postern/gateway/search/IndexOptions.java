package io.postern.gateway.search;

import java.time.Duration;

/**
 * How the index is written.
 *
 * @param memory octets of lines that are gathered before they are written; the heap it takes
 * @param refresh after which time new lines are found in the index instead of the journal
 * @param commit after which time what was added is safe from a crash; what was not is added again
 * @param retry pause after the index could not be written
 * @param leastSpace octets of free disk space below which nothing is added: the spool needs it
 * @param mergeRate octets a second that merging writes at most
 * @param leastShare of one processor that the index gets on a busy machine; see {@link
 *     ProcessorShare}
 */
public record IndexOptions(
    long memory,
    Duration refresh,
    Duration commit,
    Duration retry,
    long leastSpace,
    long mergeRate,
    double leastShare) {

  /** 32 MiB of memory, 2 s, 30 s, 30 s, 512 MiB of free space, 32 MiB/s, 5 percent. */
  public static IndexOptions defaults() {
    return new IndexOptions(
        32L << 20,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        512L << 20,
        32L << 20,
        0.05);
  }
}
