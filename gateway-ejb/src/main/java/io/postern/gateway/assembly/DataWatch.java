package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes down twice a minute what spool and journal hold, and raises what stands until an operator
 * has dealt with it: what lies in {@code spool/damaged}. Runs a thread of its own.
 */
final class DataWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(DataWatch.class.getPackageName());
  private static final long PERIOD_SECONDS = 30;
  private static final String COUNT = "# messages lost: ";

  private final Path data;
  private final Spool spool;
  private final Journal journal;
  private final Notices notices;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  DataWatch(Path data, Spool spool, Journal journal, Notices notices, Clock clock) {
    this.data = data;
    this.spool = spool;
    this.journal = journal;
    this.notices = notices;
    this.clock = clock;
    look();
    thread = UninterruptibleThread.started("postern-data-watch", this::run);
  }

  private void run() {
    try {
      while (!closing.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("this thread ignores interrupts", e);
    }
  }

  private void look() {
    writeDown(false);
    try {
      lost();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "gateway: cannot look into spool/damaged", e);
    }
    if (!journal.restoredPositions().isEmpty()) {
      notices.raise(
          "journal.positions",
          Notice.Effect.WARNING,
          "how far %s had read the audit journal could not be read; some events were sent again"
              .formatted(String.join(", ", journal.restoredPositions())));
    }
  }

  private void writeDown(boolean closed) {
    try {
      new LastKnown(journal.known(), spool.size(), spool.idCeiling(), closed, clock.instant())
          .write(data);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "gateway: cannot write {0} in {1} ({2}); a loss may go unnoticed at the next start",
          LastKnown.FILE,
          data,
          e.getMessage());
    }
  }

  private void lost() throws IOException {
    Path damaged = data.resolve("spool").resolve("damaged");
    long count = 0;
    boolean certain = true;
    List<Path> lists;
    try (Stream<Path> files = Files.list(damaged)) {
      lists = files.filter(DataWatch::isList).sorted().toList();
    }
    for (Path list : lists) {
      List<String> lost = lost(list);
      count += lost.stream().mapToLong(number -> Long.parseLong(number.split(" ")[0])).sum();
      certain &= lost.stream().noneMatch(number -> number.contains(" or more"));
    }
    if (lists.isEmpty()) {
      notices.clear("spool.messages-lost");
    } else {
      notices.raise(
          "spool.messages-lost",
          Notice.Effect.DEGRADED,
          "%d%s; spool/damaged/%s%s says which and why; remove the file when"
                  .formatted(
                      count,
                      certain
                          ? " accepted messages are lost"
                          : " or more accepted messages are lost, the audit journal lacks lines"
                              + " too",
                      lists.getLast().getFileName(),
                      lists.size() > 1 ? " and " + (lists.size() - 1) + " more" : "")
              + " that is dealt with");
    }
  }

  private static boolean isList(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("lost-") && name.endsWith(".txt");
  }

  /** How many, as the list says it. */
  private static List<String> lost(Path list) throws IOException {
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> line.startsWith(COUNT))
          .map(line -> line.substring(COUNT.length()).split(",")[0])
          .toList();
    }
  }

  /** Spool and journal are closed. */
  void closed() {
    writeDown(true);
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join();
  }
}
