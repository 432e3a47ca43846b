package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder, or a link that leads nowhere, stands where a file of the journal was. */
class MisplacedTest {

  private static final String NAME = "archive";

  @TempDir Path folder;

  private enum What {
    FOLDER,
    LINK;

    void inPlaceOf(Path file) throws IOException {
      Files.delete(file);
      if (this == FOLDER) {
        Files.createDirectory(file);
      } else {
        Files.createSymbolicLink(file, Path.of("/nowhere/it"));
      }
    }
  }

  private Journal open(JournalKnown known) {
    return Journal.open(
        folder, Lines.withFileSize(1_500), Lines.CLOCK, new RealJournalDisk(), known);
  }

  @BeforeEach
  void write() throws Exception {
    try (Journal journal = open(JournalKnown.nothing())) {
      try (Subscription archive = journal.subscribe(NAME)) {
        journal.read(Records.acceptances(12));
        Lines.awaitPosition(journal, 84);
        archive.done(5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(What.class)
  void positionIsRestored_andWhatWasThereIsKept(What what) throws Exception {
    Path file = folder.resolve("positions").resolve(NAME);
    what.inPlaceOf(file);
    try (Journal journal = open(new JournalKnown(5, 35, Map.of(NAME, 5L)))) {
      assertEquals(Set.of(NAME), journal.restoredPositions());
      try (Subscription archive = journal.subscribe(NAME)) {
        assertEquals(5, archive.position());
        archive.done(7);
      }
    }
    assertTrue(Files.isRegularFile(file));
    assertEquals(1, kept(file).size());
  }

  @Test
  void positionsAreRestored_whereTheirFolderBecameAFile() throws Exception {
    Path positions = folder.resolve("positions");
    Files.delete(positions.resolve(NAME));
    Files.delete(positions);
    Files.createFile(positions);
    try (Journal journal = open(new JournalKnown(5, 35, Map.of(NAME, 5L)));
        Subscription archive = journal.subscribe(NAME)) {
      assertEquals(5, archive.position());
      assertEquals(Set.of(NAME), journal.restoredPositions());
    }
    assertEquals(1, kept(positions).size());
  }

  @Test
  void journalThatIsNotMounted_isNotBegunAnew() throws Exception {
    Path absent = folder.resolve("absent");
    Files.createSymbolicLink(absent, Path.of("/nowhere/it"));
    JournalUnavailable refused =
        assertThrows(
            JournalUnavailable.class, () -> Journal.open(absent, Lines.OPTIONS, Lines.CLOCK));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("journal: " + absent + " is a symbolic link that"), said);
    assertTrue(Files.isSymbolicLink(absent));
  }

  @ParameterizedTest
  @EnumSource(What.class)
  void indexIsMadeAgain(What what) throws Exception {
    Path index = UnfinishedIndex.path(folder, JournalFile.first(Lines.files(folder).getLast()));
    what.inPlaceOf(index);
    try (Journal journal = open(JournalKnown.nothing())) {
      assertEquals(12, journal.takeEvidence().unfinished().size());
    }
    assertEquals(1, kept(index).size());
  }

  @ParameterizedTest
  @EnumSource(What.class)
  void linesThatMayBeElsewhereAreNotTakenForLost(What what) throws Exception {
    Path file = Lines.files(folder).getLast();
    what.inPlaceOf(file);
    Path position = folder.resolve("positions").resolve(NAME);
    what.inPlaceOf(position);
    JournalUnavailable refused =
        assertThrows(JournalUnavailable.class, () -> open(JournalKnown.nothing()));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("journal: " + file + " is "), said);
    assertEquals(List.of(), kept(position), "it says that nothing was changed");
    Files.delete(file);
    try (Journal journal = open(new JournalKnown(5, 35, Map.of()))) {
      assertEquals(1, journal.missing().size());
    }
  }

  private static List<Path> kept(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("~" + file.getFileName()))
          .toList();
    }
  }
}
