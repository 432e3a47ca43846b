package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalHealth;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.operation.Addresses;
import io.postern.gateway.reception.Reception;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolHealth;
import io.postern.gateway.thread.UninterruptibleThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at spool, journal, disks and threads every two seconds and keeps their notices true, also
 * while no mail comes. Answers the launcher whether the process is alive. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(HealthWatch.class.getPackageName());
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final int TURNS_PER_PROBE = 5;
  private static final Duration LISTENER_TIME = Duration.ofSeconds(10);

  /** A disk may be slow for long; only one that never comes back is a fault. */
  private static final Duration SPOOL_TIME = Duration.ofSeconds(60);

  private final Notices notices;
  private final Spool spool;
  private final Journal journal;
  private final Reception reception;
  private final FolderWatch folders;
  private final CopyWatch copies;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private CompletableFuture<Void> probe = CompletableFuture.completedFuture(null);

  HealthWatch(
      Notices notices,
      Spool spool,
      Journal journal,
      Reception reception,
      FolderWatch folders,
      CopyWatch copies) {
    this.notices = notices;
    this.spool = spool;
    this.journal = journal;
    this.reception = reception;
    this.folders = folders;
    this.copies = copies;
    this.thread = UninterruptibleThread.unstarted("postern-health", this::run);
  }

  /** Begins to look. */
  HealthWatch start() {
    thread.start();
    return this;
  }

  private void run() {
    for (int turn = 0; closing.getCount() > 0; turn++) {
      try {
        look(turn % TURNS_PER_PROBE == 0);
        boolean _ = closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        // Nobody's way to end this thread; it ends by the close.
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "health: cannot look after the gateway; trying again", e);
      }
    }
  }

  private void look(boolean probing) {
    SpoolHealth health = spool.health();
    if ((probing || health.condition() != SpoolHealth.Condition.OPEN) && probe.isDone()) {
      // The result is seen in the health at the next look.
      probe = spool.probe().exceptionally(failure -> null);
    }
    spoolNotice(health);
    JournalHealth written = journal.health();
    keep(
        "journal.unwritable",
        Notice.Effect.DEGRADED,
        written
            .failing()
            .map(
                why ->
                    "the audit journal cannot be written ("
                        + why
                        + "); mail goes on, its records are kept in the spool until then"));
    keep("journal.unread", Notice.Effect.WARNING, unread(written));
    keep("process.thread-ended", Notice.Effect.DEGRADED, endedThread());
    if (probing) {
      folders.look();
      copies.look();
    }
  }

  private static Optional<String> unread(JournalHealth journal) {
    return journal.unread().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the journal has %d of at most %d MiB, and the oldest lines were not read by %s; when it is full they are removed all the same"
                .formatted(
                    journal.unread().getFirst().octets() >> 20,
                    journal.unread().getFirst().hardCap() >> 20,
                    journal.unread().stream()
                        .map(
                            unread ->
                                "%s (%d lines)".formatted(unread.subscriber(), unread.lines()))
                        .collect(Collectors.joining(", "))));
  }

  private void spoolNotice(SpoolHealth health) {
    for (SpoolHealth.Condition condition : SpoolHealth.Condition.values()) {
      key(condition)
          .ifPresent(
              key ->
                  keep(
                      key,
                      Notice.Effect.REFUSING,
                      health.condition() == condition
                          ? Optional.of(health.text())
                          : Optional.empty()));
    }
  }

  private static Optional<String> key(SpoolHealth.Condition condition) {
    return switch (condition) {
      case OPEN -> Optional.empty();
      case DISK_LOW -> Optional.of("spool.disk-low");
      case DISK_FULL -> Optional.of("spool.disk-full");
      case UNWRITABLE -> Optional.of("spool.unwritable");
    };
  }

  private void keep(String key, Notice.Effect effect, Optional<String> text) {
    if (text.isPresent()) {
      notices.raise(key, effect, text.get());
    } else {
      notices.clear(key);
    }
  }

  /** A thread without which the gateway is half dead, in a sentence. */
  Optional<String> endedThread() {
    return Stream.of(
            reception.endedThread(),
            spool.health().endedThread(),
            journal.health().endedThread(),
            thread.isAlive() || closing.getCount() == 0
                ? Optional.<String>empty()
                : Optional.of(thread.getName()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(name -> "thread " + name + " has ended, without which the gateway cannot work");
  }

  /**
   * Whether listeners and spool do their work; takes up to their time limits.
   *
   * @return what does not, in a sentence
   */
  Optional<String> check() throws InterruptedException {
    Optional<InetSocketAddress> deaf = reception.deafListener(LISTENER_TIME);
    if (deaf.isPresent()) {
      return Optional.of(
          "the listener %s does not accept within %d s"
              .formatted(Addresses.shown(deaf.get()), LISTENER_TIME.toSeconds()));
    }
    try {
      spool.probe().get(SPOOL_TIME.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of("the spool does not commit within %d s".formatted(SPOOL_TIME.toSeconds()));
    } catch (ExecutionException e) {
      // It answers: new mail is refused, accepted mail is delivered. A notice says so.
      LOG.log(Level.DEBUG, "health: the spool refuses", e);
    }
    return endedThread();
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join(PERIOD);
  }
}
