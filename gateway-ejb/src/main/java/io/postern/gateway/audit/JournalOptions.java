package io.postern.gateway.audit;

import java.time.Duration;

/**
 * How much is kept, and how often it is synced.
 *
 * @param fileSize octets after which a new file is begun
 * @param keepSize octets of all files beyond which the oldest are removed, once every subscriber
 *     has read them
 * @param keepAge age beyond which files are removed, under the same condition
 * @param hardCap octets of all files beyond which the oldest are removed though a subscriber has
 *     not read them; a line {@code HistoryLost} reports it
 * @param gather least time between two syncs: nobody waits for the journal, and the disk is the
 *     spool's too
 * @param queue events that may wait to be written, from others than the spool
 */
public record JournalOptions(
    long fileSize, long keepSize, Duration keepAge, long hardCap, Duration gather, int queue) {

  public JournalOptions {
    if (fileSize < 1 || keepSize < 1 || hardCap < keepSize || queue < 2) {
      throw new IllegalArgumentException(
          "journal: file size %d, size to keep %d, hard cap %d, queue %d do not fit"
              .formatted(fileSize, keepSize, hardCap, queue));
    }
  }

  /** 64 MiB files, 4 GiB or 90 days kept, 16 GiB at most, 20 ms between syncs. */
  public static JournalOptions defaults() {
    return new JournalOptions(
        64L << 20, 4L << 30, Duration.ofDays(90), 16L << 30, Duration.ofMillis(20), 16_384);
  }
}
