package io.postern.gateway.spool;

import io.postern.gateway.thread.UninterruptibleThread;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The spool's threads: started in two steps, ended in order. */
final class SpoolThreads {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /**
   * A reader that hangs must not keep the gateway from stopping; it gets its records again at the
   * start.
   */
  private static final Duration READER_TIME = Duration.ofSeconds(10);

  private final CommitFeed feed;
  private final SpoolStart start;
  private final Thread committer;
  private final Thread recovery;
  private final Thread feeding;
  private final Thread upkeep;

  SpoolThreads(Committer committer, CommitFeed feed, Upkeep upkeep, SpoolStart start) {
    this.feed = feed;
    this.start = start;
    this.committer = UninterruptibleThread.unstarted("postern-spool-committer", committer);
    this.recovery = UninterruptibleThread.unstarted("postern-spool-recovery", start);
    this.feeding = UninterruptibleThread.unstarted("postern-spool-feed", feed);
    this.upkeep = UninterruptibleThread.unstarted("postern-spool-upkeep", upkeep);
  }

  /** From now on messages can be accepted. */
  void commit() {
    committer.start();
  }

  /** Recovers the messages of earlier lives beside that. */
  void recover() {
    recovery.start();
  }

  /** Only now can the log be read to the journal, and cut: both need to know what is in it. */
  void recovered() {
    feeding.start();
    upkeep.start();
  }

  /** One that has ended by itself. */
  Optional<String> ended() {
    for (Thread thread : List.of(committer, feeding, upkeep)) {
      if (isEnded(thread)) {
        return Optional.of(thread.getName());
      }
    }
    return isEnded(recovery) && !start.isThrough()
        ? Optional.of(recovery.getName())
        : Optional.empty();
  }

  private static boolean isEnded(Thread thread) {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Waits for the end of all; they were asked to end, the feed alone was not. */
  void join() throws InterruptedException {
    recovery.join();
    committer.join();
    upkeep.join();
    feed.close();
    if (feeding.getState() != Thread.State.NEW && !feeding.join(READER_TIME)) {
      LOG.log(
          Level.WARNING,
          "spool: the audit journal did not take its records within {0}; they come again at"
              + " the next start",
          READER_TIME);
    }
  }
}
