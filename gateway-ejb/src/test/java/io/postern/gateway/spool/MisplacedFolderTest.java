package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file, or a link that leads nowhere, stands where a folder of the spool should be. */
class MisplacedFolderTest {

  @TempDir Path data;

  private Path spool() {
    return data.resolve("spool");
  }

  private Spool open() {
    SpoolOptions options = new SpoolOptions(spool(), 64 << 10, 4 << 10, 0);
    return Spool.open(options, Clock.systemUTC(), new RecordedEvents());
  }

  @Test
  void whatIsInThePlaceOfAnAbsentSpool_isSetAside() throws IOException {
    Files.createSymbolicLink(spool(), Path.of("/nowhere/spool"));
    assertTrue(Spool.isAbsent(spool()));

    Spool.setAsideWhatIsNoFolder(spool());

    open().close();
    assertFalse(Spool.isAbsent(spool()));
    try (Stream<Path> kept = Files.list(data)) {
      assertEquals(1, kept.filter(Files::isSymbolicLink).count());
    }
  }

  @Test
  void aFileInThePlaceOfTheSegments_isSetAside() throws IOException {
    Files.createDirectory(spool());
    Files.writeString(spool().resolve("segments"), "something");

    Spool.setAsideWhatIsNoFolder(spool());

    open().close();
    try (Stream<Path> kept = Files.list(spool())) {
      assertEquals(1, kept.filter(Files::isRegularFile).filter(this::isKept).count());
    }
  }

  private boolean isKept(Path file) {
    return file.getFileName().toString().startsWith("segments.no-folder-");
  }

  /** Renaming a file to that name fails, at each start again. */
  @Test
  void aFolderInThePlaceOfTheNextSegment_isPassedOver() throws IOException {
    open().close();
    Path next = spool().resolve("segments/00000002.seg");
    Files.createDirectory(next);

    open().close();

    assertTrue(Files.isDirectory(next));
    assertTrue(Files.isRegularFile(spool().resolve("segments/00000003.seg")));
  }

  /** The contents may be on a file system that is not mounted. */
  @Test
  void contentsThatLeadNowhere_refuseTheStartWithWhatToDo() throws IOException {
    open().close();
    Path contents = spool().resolve("content");
    Files.delete(contents);
    Files.createSymbolicLink(contents, Path.of("/nowhere/content"));

    SpoolUnavailable refused = assertThrows(SpoolUnavailable.class, this::open);

    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("spool: " + contents + " is no folder"), said);
    assertTrue(said.contains("not started"), said);
    Files.delete(contents);
    open().close();
  }
}
