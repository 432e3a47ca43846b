package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many sessions, one sync. */
class GroupCommitTest {

  private static final int SESSIONS = 100;

  private final MemoryFiles disk = new MemoryFiles();
  private final FailingFiles files = new FailingFiles(disk, "Input/output error");
  private final RecordedEvents told = new RecordedEvents();

  private Spool open() {
    return Spool.open(Mail.options(1 << 20), Mail.CLOCK, told, files);
  }

  private static <T> List<T> atOnce(Callable<T> session) throws Exception {
    try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all =
          Stream.generate(() -> sessions.submit(session)).limit(SESSIONS).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> each : all) {
        results.add(each.get());
      }
      return results;
    }
  }

  @Test
  void sessionsThatWaitDuringASyncShareTheNext() throws Exception {
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Spool spool = open()) {
      files
          .faults()
          .failWhile(
              operation -> {
                if (operation.startsWith("force") && goOn.getCount() > 0) {
                  syncing.countDown();
                  try {
                    goOn.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
                return false;
              });
      Thread first = Thread.startVirtualThread(() -> Mail.accept(spool, 10));
      syncing.await();
      List<Thread> others =
          Stream.generate(() -> Thread.startVirtualThread(() -> Mail.accept(spool, 10)))
              .limit(SESSIONS)
              .toList();
      await().until(() -> others.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
      int before = disk.syncs();
      goOn.countDown();
      first.join();
      for (Thread other : others) {
        other.join();
      }
      assertEquals(SESSIONS + 1, spool.size());
      assertEquals(before + 2, disk.syncs());
    }
  }

  @Test
  void everySessionsMessageIsItsOwn() throws Exception {
    Set<SpoolId> ids = new ConcurrentSkipListSet<>();
    try (Spool spool = open()) {
      atOnce(
          () -> {
            for (int i = 0; i < 20; i++) {
              SpoolId id = Mail.accept(spool, 200 * i);
              ids.add(id);
              assertEquals(Optional.of(Mail.text(id, 200 * i)), Mail.read(spool, id));
            }
            return ids;
          });
      assertEquals(20 * SESSIONS, ids.size());
    }
    try (Spool spool = open()) {
      assertEquals(ids, new TreeSet<>(Mail.unfinished(spool)));
    }
    assertEquals(ids, new TreeSet<>(told.accepted()));
    assertEquals(ids.size(), told.accepted().size());
  }

  @Test
  void failedSyncFailsAllThatShareItAndNoOther() throws Exception {
    try (Spool spool = open()) {
      SpoolId before = Mail.accept(spool, 10);
      files.faults().failWhile(operation -> operation.startsWith("force 00000001"));
      List<Boolean> accepted =
          atOnce(
              () -> {
                try {
                  Mail.accept(spool, 10);
                  return true;
                } catch (SpoolUnavailable e) {
                  return false;
                }
              });
      SpoolId after = Mail.accept(spool, 10);
      List<SpoolId> there = Mail.unfinished(spool);
      assertTrue(accepted.contains(false), "none failed");
      assertEquals(2 + accepted.stream().filter(a -> a).count(), there.size());
      assertTrue(there.contains(before) && there.contains(after));
    }
  }

  @Test
  void interruptedSessionStillLearnsWhatBecameOfItsMessage() throws IOException {
    try (Spool spool = open()) {
      Thread.currentThread().interrupt();
      SpoolId id = Mail.accept(spool, 10);
      assertTrue(Thread.interrupted(), "the interruption is passed on");
      assertEquals(Optional.of(Mail.text(id, 10)), Mail.read(spool, id));
    }
  }
}
