package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.MemoryFiles;
import io.postern.gateway.spool.log.Position;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ids carry the node that gave them out, are unique over nodes, and grow. */
class SpoolIdsTest {

  /** More than a millisecond has. */
  private static final int MANY = 3 * 16_384;

  private final MemoryFiles disk = new MemoryFiles();

  private Spool open(int node, Clock clock, MemoryFiles files) {
    SpoolOptions options = new SpoolOptions(Mail.SMALL.folder(), 16 << 10, 8 << 10, 0, node);
    return Spool.open(options, clock, new RecordedEvents(), files);
  }

  @Test
  void idOfNodeZeroHasTheClockAboveAndNothingBesideTheCount() {
    try (Spool spool = open(0, Mail.CLOCK, disk)) {
      assertEquals(Mail.NOON.toEpochMilli() << 20, spool.newId().value());
      assertEquals((Mail.NOON.toEpochMilli() << 20) + 1, spool.newId().value());
    }
  }

  @Test
  void idsOfEveryNodeGrowAndNameItWhenAMillisecondIsUsedUp() {
    for (int node : new int[] {0, 1, SpoolId.LAST_NODE}) {
      try (Spool spool = open(node, Mail.CLOCK, new MemoryFiles())) {
        long before = 0;
        for (int i = 0; i < MANY; i++) {
          SpoolId id = spool.newId();
          assertTrue(id.value() > before, id + " after " + before);
          assertEquals(node, id.node());
          before = id.value();
        }
      }
    }
  }

  @Test
  void nodesNeverGiveOutTheSameId() {
    Set<SpoolId> ids = new HashSet<>();
    for (int node : new int[] {0, 1, 2}) {
      try (Spool spool = open(node, Mail.CLOCK, new MemoryFiles())) {
        for (int i = 0; i < MANY; i++) {
          assertTrue(ids.add(spool.newId()));
        }
      }
    }
  }

  @Test
  void idsGrowWhenTheNodeIsGivenANumber() {
    SpoolId before;
    try (Spool spool = open(0, Mail.CLOCK, disk)) {
      Mail.accept(spool, 10);
      before = spool.newId();
    }
    try (Spool spool = open(3, Clock.offset(Mail.CLOCK, Duration.ofDays(-1)), disk)) {
      assertEquals(1, spool.size());
      SpoolId id = spool.newId();
      assertTrue(id.compareTo(before) > 0);
      assertEquals(3, id.node());
    }
  }

  /** An earlier version counted on through the bits that the node has now. */
  @Test
  void idsGrowAboveThoseOfAVersionWithoutNodes() {
    long beyond = (Mail.NOON.toEpochMilli() << 20) + 900_000;
    Evidence evidence = new Evidence(-1, new UnfinishedCounts(), -1, true, -1, beyond);
    SpoolOptions options = new SpoolOptions(Mail.SMALL.folder(), 16 << 10, 8 << 10, 0, 0);
    try (Spool spool = Spool.open(options, Mail.CLOCK, new RecordedEvents(), evidence, disk)) {
      SpoolId id = spool.newId();
      assertTrue(id.value() > beyond);
      assertEquals(0, id.node());
    }
  }

  @Test
  void positionsCarryTheNodeAndMarksAreReadBackByIt() {
    RecordedEvents journal = new RecordedEvents();
    SpoolOptions options = new SpoolOptions(Mail.SMALL.folder(), 16 << 10, 8 << 10, 0, 7);
    try (Spool spool = Spool.open(options, Mail.CLOCK, journal, disk)) {
      SpoolId id = Mail.accept(spool, 10);
      Mail.accept(spool, 10);
      Mail.finish(spool, id);
    }
    try (Spool spool = Spool.open(options, Mail.CLOCK, journal, disk)) {
      assertEquals(1, spool.size());
      Mail.accept(spool, 10);
    }
    List<Long> positions = journal.events().stream().map(Committed::position).toList();
    assertEquals(4, positions.size());
    assertEquals(positions.stream().sorted().toList(), positions);
    for (long position : positions) {
      assertEquals(7, Position.node(Position.sequence(position)));
    }
  }
}
