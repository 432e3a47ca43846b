package io.postern.gateway.spool;

import java.nio.file.Path;

/**
 * Where the spool is and how large its parts may be.
 *
 * @param folder owned by the spool alone
 * @param segmentSize octets of a segment file
 * @param spillThreshold octets of content kept in memory per message before it goes to a file
 * @param reserve octets of free disk below which nothing is accepted (452)
 * @param node number of this gateway, 0 to {@link SpoolId#LAST_NODE}; in each id and in each
 *     position. A folder that was begun as 0 may go on as another; any other change is refused
 */
public record SpoolOptions(
    Path folder, long segmentSize, int spillThreshold, long reserve, int node) {

  /** Of node 0. */
  public SpoolOptions(Path folder, long segmentSize, int spillThreshold, long reserve) {
    this(folder, segmentSize, spillThreshold, reserve, 0);
  }

  /** 64 MiB segments, 128 KiB in memory, 256 MiB reserve; node 0. */
  public static SpoolOptions of(Path folder) {
    return new SpoolOptions(folder, 64L << 20, 128 << 10, 256L << 20);
  }
}
