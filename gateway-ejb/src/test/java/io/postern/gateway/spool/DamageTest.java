package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.MemoryFiles;
import io.postern.gateway.spool.log.MadeUpRecord;
import io.postern.gateway.spool.log.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files change at rest: it is found, set aside and told, and the other messages are unaffected. */
class DamageTest {

  private static final Path SEGMENTS = Mail.SMALL.folder().resolve("segments");
  private static final Path CONTENT = Mail.SMALL.folder().resolve("content");
  private static final Path DAMAGED = Mail.SMALL.folder().resolve("damaged");
  private static final Path FIRST = SEGMENTS.resolve("00000001.seg");
  private static final int BODY = 300;

  private final MemoryFiles original = new MemoryFiles();
  private final List<SpoolId> ids = new ArrayList<>();

  /** Five messages in the first segment, as a killed process leaves them. */
  @BeforeEach
  void spoolFiveMessages() {
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      for (int i = 0; i < 5; i++) {
        ids.add(Mail.accept(spool, BODY));
      }
    }
  }

  private static int indexOf(byte[] octets, String text) {
    byte[] wanted = Mail.octets(text);
    for (int i = 0; i < octets.length; i++) {
      if (Arrays.equals(
          octets, i, Math.min(octets.length, i + wanted.length), wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError(text + " is not there");
  }

  private static List<SpoolId> readable(Spool spool) throws IOException {
    List<SpoolId> readable = new ArrayList<>();
    for (SpoolId id : Mail.unfinished(spool)) {
      try {
        if (Mail.read(spool, id).filter(Mail.text(id, BODY)::equals).isPresent()) {
          readable.add(id);
        }
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains(id.toString()));
      }
    }
    return readable;
  }

  @Test
  void whicheverOctetFlipsAtMostItsOwnMessageIsLostAndThatIsTold() throws IOException {
    byte[] whole = original.octets(FIRST);
    int end =
        indexOf(whole, Mail.text(ids.getLast(), BODY)) + Mail.text(ids.getLast(), BODY).length();
    int losses = 0;
    for (int at = 0; at < end; at += 3) {
      MemoryFiles disk = original.copy();
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      disk.replace(FIRST, flipped);
      RecordedEvents told = new RecordedEvents();
      List<SpoolId> readable;
      try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, disk)) {
        readable = readable(spool);
      }
      List<SpoolId> lost = new ArrayList<>(ids);
      lost.removeAll(readable);
      assertTrue(lost.size() <= 1, "octet " + at + " cost " + lost);
      assertEquals(lost.size(), told.of(Committed.Damaged.class).size(), "told of octet " + at);
      assertEquals(lost.isEmpty(), disk.list(DAMAGED).isEmpty(), "set aside for octet " + at);
      losses += lost.size();
      RecordedEvents again = new RecordedEvents(told.safePosition());
      try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, again, disk)) {
        assertEquals(readable, Mail.unfinished(spool), "after octet " + at);
      }
      assertEquals(List.of(), again.events(), "told twice of octet " + at);
    }
    assertTrue(losses > 100, "only " + losses + " flips were noticed");
  }

  @Test
  void damagedSectorsCostOnlyTheMessagesInThem() throws IOException {
    byte[] octets = original.octets(FIRST);
    int at = indexOf(octets, "Subject: " + ids.get(2));
    Arrays.fill(octets, at / 512 * 512, at / 512 * 512 + 512, (byte) 0);
    original.replace(FIRST, octets);
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      List<SpoolId> readable = readable(spool);
      assertTrue(readable.containsAll(List.of(ids.get(0), ids.get(4))), readable.toString());
      assertTrue(readable.size() < 5, "nothing was lost");
    }
    assertTrue(!told.of(Committed.Damaged.class).isEmpty());
  }

  @Test
  void bothHeadersOfASegmentDamagedIsToldAndTheSegmentKept() throws IOException {
    byte[] octets = original.octets(FIRST);
    octets[9] ^= 1;
    octets[octets.length - 40] ^= 1;
    original.replace(FIRST, octets);
    RecordedEvents told = new RecordedEvents();
    SpoolId later;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      assertEquals(0, spool.size());
      later = Mail.accept(spool, BODY);
    }
    assertEquals(1, told.of(Committed.Damaged.class).size());
    assertEquals(Set.of("00000001.seg"), original.list(DAMAGED).keySet());
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(List.of(later), Mail.unfinished(spool));
    }
  }

  @Test
  void segmentCutShortIsToldAndWhatIsInItIsKept() throws IOException {
    byte[] octets = original.octets(FIRST);
    int at = indexOf(octets, "Subject: " + ids.get(3));
    original.replace(FIRST, Arrays.copyOf(octets, at));
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      assertEquals(ids.subList(0, 3), readable(spool));
    }
    assertEquals(1, told.of(Committed.Damaged.class).size());
  }

  @Test
  void olderSegmentCutShortIsToldAndTheLaterOnesAreUnaffected() throws IOException {
    SpoolId later;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      later = Mail.accept(spool, BODY);
    }
    original.replace(FIRST, Arrays.copyOf(original.octets(FIRST), 100));
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      assertEquals(List.of(later), readable(spool));
    }
    assertEquals(1, told.of(Committed.Damaged.class).size());
  }

  /** What the older one held is known by the number that the newer one's header gives. */
  @Test
  void missingOlderSegmentIsALossOfAsManyMessagesAsWereInIt() throws IOException {
    SpoolId later;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      later = Mail.accept(spool, BODY);
      Mail.finish(spool, ids.get(1));
    }
    original.delete(FIRST);
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(List.of(later), Mail.unfinished(spool));
      Loss loss = spool.loss().orElseThrow();
      assertEquals(4, loss.count());
      assertEquals(List.of("segment 00000001 is missing"), loss.reasons());
    }
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(Optional.empty(), spool.loss(), "reported twice");
    }
  }

  @Test
  void missingSegmentBetweenOthersIsALoss() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
        ids.add(Mail.accept(spool, BODY));
      }
    }
    original.delete(SEGMENTS.resolve("00000002.seg"));
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(6, readable(spool).size());
      assertEquals(1, spool.loss().orElseThrow().count());
    }
  }

  @Test
  void segmentsThatWereCutAreNotMissing() throws IOException {
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      for (SpoolId id : ids) {
        Mail.finish(spool, id);
      }
      await().until(() -> !original.list(SEGMENTS).containsKey("00000001.seg"));
    }
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      assertEquals(Optional.empty(), spool.loss());
    }
  }

  /** Only what is known outside of the spool can name it. */
  @Test
  void missingNewestSegmentIsALossOfTheMessagesKnownElsewhere() throws IOException {
    UnfinishedCounts known = new UnfinishedCounts();
    ids.forEach(id -> known.put(id.value(), 1));
    RecordedEvents told = new RecordedEvents();
    SpoolId large;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      large = Mail.accept(spool, 200 << 10);
      known.put(large.value(), 1);
      await().until(() -> told.accepted().contains(large));
    }
    original.delete(SEGMENTS.resolve("00000002.seg"));
    Evidence evidence =
        new Evidence(told.safePosition(), known, told.safePosition(), true, -1, large.value());
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, evidence, original)) {
      Loss loss = spool.loss().orElseThrow();
      assertEquals(List.of(large), loss.ids());
      assertEquals(1, loss.count());
      assertEquals(Set.of(large + ".body", loss.list()), original.list(DAMAGED).keySet());
      assertTrue(spool.newId().value() > large.value());
      assertEquals(ids, Mail.unfinished(spool));
    }
  }

  /** A mark that the journal did not have yet finishes what it knows as unfinished. */
  @Test
  void messageFinishedBehindTheEvidenceIsNotLost() throws IOException {
    UnfinishedCounts known = new UnfinishedCounts();
    ids.forEach(id -> known.put(id.value(), 1));
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      await().until(() -> told.accepted().size() == 5);
      long before = told.safePosition();
      Mail.finish(spool, ids.get(2));
      spool.close();
      Evidence evidence = new Evidence(before, known, before, true, -1, ids.getLast().value());
      try (Spool again =
          Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(before), evidence, original)) {
        assertEquals(Optional.empty(), again.loss());
        assertEquals(4, again.size());
      }
    }
  }

  /** A file system that answers zeros: the header is fine and nothing follows it. */
  @Test
  void newestSegmentWhoseRecordsAreGoneIsALoss() throws IOException {
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      SpoolId id = Mail.accept(spool, BODY);
      await().until(() -> told.accepted().contains(id));
    }
    Path newest = SEGMENTS.resolve("00000002.seg");
    byte[] octets = original.octets(newest);
    Arrays.fill(octets, 64, octets.length, (byte) 0);
    original.replace(newest, octets);
    Evidence evidence = new Evidence(told.safePosition(), new UnfinishedCounts(), -1, true, 6, 0);
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, evidence, original)) {
      assertEquals(1, spool.loss().orElseThrow().count());
    }
  }

  @Test
  void recordThatFlipsWhileTheSpoolRunsIsSetAsideWhenRead() throws IOException {
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      byte[] octets = original.octets(FIRST);
      octets[indexOf(octets, Mail.text(ids.get(1), BODY)) + 100] ^= 1;
      original.replace(FIRST, octets);
      assertThrows(IOException.class, () -> spool.read(ids.get(1)));
      assertEquals(Optional.empty(), spool.read(ids.get(1)));
      assertEquals(4, spool.size());
      await().until(() -> told.of(Committed.Damaged.class).size() == 1);
    }
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(4, Mail.unfinished(spool).size());
    }
  }

  @Test
  void bodyFileThatFlippedIsSetAsideWhenRead() throws IOException {
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      SpoolId large = Mail.accept(spool, 30_000);
      Path file = CONTENT.resolve(large.toString());
      byte[] octets = original.octets(file);
      octets[29_999] ^= 1;
      original.replace(file, octets);
      assertThrows(IOException.class, () -> spool.read(large));
      await().until(() -> told.of(Committed.Damaged.class).size() == 1);
      assertEquals(ids, readable(spool));
      assertTrue(original.list(DAMAGED).containsKey(large + ".body"));
    }
  }

  @Test
  void missingBodyFileIsToldAtTheStart() {
    SpoolId large;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      large = Mail.accept(spool, 30_000);
    }
    original.delete(CONTENT.resolve(large.toString()));
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, original)) {
      assertEquals(ids, Mail.unfinished(spool));
    }
    assertTrue(told.of(Committed.Damaged.class).getFirst().what().contains(large.toString()));
  }

  @Test
  void bodyFileOfADamagedRecordIsKept() throws IOException {
    SpoolId large;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      large = Mail.accept(spool, 30_000);
      Mail.accept(spool, 10);
    }
    Path second = SEGMENTS.resolve("00000002.seg");
    byte[] octets = original.octets(second);
    octets[indexOf(octets, "sender")] ^= 1;
    original.replace(second, octets);
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), original)) {
      assertEquals(6, spool.size());
    }
    assertTrue(original.list(DAMAGED).containsKey(large + ".body"));
  }

  /**
   * A client that knows the format, and even where its message will stand, writes records into it
   * and hopes for damage. What it cannot know is the segment's salt.
   */
  @Test
  void recordMadeUpByAClientIsNoneEvenBehindDamage() throws IOException {
    MemoryFiles trial = new MemoryFiles();
    spoolAlone(trial, new byte[1_024]);
    int body = indexOf(trial.octets(FIRST), "A: b\r\n\r\n") + 8;
    MemoryFiles disk = new MemoryFiles();
    spoolAlone(disk, madeUp(body));
    byte[] damaged = disk.octets(FIRST);
    damaged[70] ^= 1;
    disk.replace(FIRST, damaged);
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, disk)) {
      assertEquals(0, spool.size());
    }
    assertEquals(1, told.events().size());
  }

  private static void spoolAlone(MemoryFiles disk, byte[] body) throws IOException {
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, new RecordedEvents(), disk);
        ContentWriter writer = spool.newContent()) {
      writer.write(Mail.octets("A: b\r\n\r\n"), 0, 8);
      writer.write(body, 0, body.length);
      try (Content content = writer.finish()) {
        spool.accept(Mail.arrival(spool.newId(), content, 1));
      }
    }
  }

  /** A body whose first octet will stand at the offset, with an acceptance in it. */
  private static byte[] madeUp(int offset) {
    SpoolId id = new SpoolId(4711);
    DescriptionWriter description = new DescriptionWriter();
    Description.of(Mail.arrival(id, HeapContents.content(""), 1), Optional.empty())
        .write(description);
    MarkGroup.writeAll(List.of(), description);
    int aligned = (offset + 63) & -64;
    ByteBuffer body = ByteBuffer.allocate(1_024).position(aligned - offset);
    MadeUpRecord.put(description.record(RecordType.ACCEPTED), body, aligned);
    return body.array();
  }
}
