package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The power goes, or the process is killed, at any moment under load: what was acknowledged is
 * there, whole; what was finished is not; and the audit journal hears of each just once.
 */
class PowerCutTest {

  private static final int MOMENTS = 60;

  /** What the clients and deliveries knew at one moment, and the disk then. */
  private record Moment(
      Set<SpoolId> accepted, Set<SpoolId> finished, Set<SpoolId> finishing, MemoryFiles disk) {}

  private final Set<SpoolId> handedIn = new ConcurrentSkipListSet<>();
  private final Set<SpoolId> accepted = new ConcurrentSkipListSet<>();
  private final Set<SpoolId> finishing = new ConcurrentSkipListSet<>();
  private final Set<SpoolId> finished = new ConcurrentSkipListSet<>();

  private void client(Spool spool, Random random, AtomicBoolean stopped, CountDownLatch some) {
    List<SpoolId> mine = new ArrayList<>();
    while (!stopped.get()) {
      int size = random.nextInt(10) == 0 ? 5_000 : random.nextInt(1_500);
      SpoolId id = spool.newId();
      handedIn.add(id);
      try (Content content = Mail.content(spool, Mail.text(id, size))) {
        spool.accept(Mail.arrival(id, content, 1));
      }
      accepted.add(id);
      mine.add(id);
      while (mine.size() > 5) {
        SpoolId done = mine.remove(random.nextInt(mine.size()));
        finishing.add(done);
        Mail.finish(spool, done);
        finished.add(done);
      }
      some.countDown();
    }
  }

  private interface Cut {
    MemoryFiles of(MemoryFiles disk, Random random);
  }

  private void cutAtRandomMoments(Cut cut, boolean mayTear) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    MemoryFiles disk = new MemoryFiles();
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch some = new CountDownLatch(50);
    List<Moment> moments = new ArrayList<>();
    List<Thread> clients = new ArrayList<>();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), disk)) {
      for (int i = 0; i < 8; i++) {
        Random own = new Random(random.nextLong());
        clients.add(Thread.startVirtualThread(() -> client(spool, own, stopped, some)));
      }
      some.await();
      for (int i = 0; i < MOMENTS; i++) {
        // What is known before the cut must be there after it; what began before the end may be.
        Set<SpoolId> acceptedBefore = new HashSet<>(accepted);
        Set<SpoolId> finishedBefore = new HashSet<>(finished);
        int progress = accepted.size();
        MemoryFiles left = cut.of(disk, random);
        moments.add(new Moment(acceptedBefore, finishedBefore, new HashSet<>(finishing), left));
        while (accepted.size() < progress + 5) {
          Thread.onSpinWait();
        }
      }
      stopped.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
    for (Moment moment : moments) {
      verify(moment, mayTear, "seed " + seed);
    }
  }

  private void verify(Moment moment, boolean mayTear, String seed) throws IOException {
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, moment.disk())) {
      assertEquals(Optional.empty(), spool.loss(), "a loss was reported, " + seed);
      Set<SpoolId> there = new HashSet<>(Mail.unfinished(spool));
      Set<SpoolId> missing = new HashSet<>(moment.accepted());
      missing.removeAll(moment.finishing());
      missing.removeAll(there);
      assertEquals(Set.of(), missing, "acknowledged and lost, " + seed);
      Set<SpoolId> back = new HashSet<>(moment.finished());
      back.retainAll(there);
      assertEquals(Set.of(), back, "finished and back, " + seed);
      assertTrue(handedIn.containsAll(there), "made up, " + seed);
      for (SpoolId id : there) {
        String text = Mail.read(spool, id).orElseThrow();
        assertEquals(Mail.text(id, text.length() - Mail.text(id, 0).length()), text, seed);
      }
      Mail.accept(spool, 10);
    }
    assertEquals(new HashSet<>(told.accepted()).size(), told.accepted().size(), seed);
    // Of the last, unacknowledged group a record may be torn with a whole one behind it.
    assertTrue(mayTear || told.of(Committed.Damaged.class).isEmpty(), seed);
  }

  @Test
  void powerCutLosesNothingAcknowledgedAndRevivesNothingFinished() throws Exception {
    cutAtRandomMoments(MemoryFiles::afterPowerCut, true);
  }

  @Test
  void killedProcessLosesNothingAcknowledgedAndRevivesNothingFinished() throws Exception {
    cutAtRandomMoments((disk, random) -> disk.copy(), false);
  }
}
