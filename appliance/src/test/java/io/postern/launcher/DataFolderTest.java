package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path temporary;

  private DataFolder folder() {
    return new DataFolder(temporary.resolve("data"));
  }

  @Test
  void aNewFolderIsItsOwnersAlone() throws IOException {
    try (DataLock lock = folder().take()) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().root())));
    }
  }

  @Test
  void theServersLastRunIsForgottenAndTheRestKept() throws IOException {
    DataFolder folder = folder();
    folder.prepare();
    Path stale =
        Files.createFile(Files.createDirectories(folder.server().resolve("a/b")).resolve("c"));
    Path kept = Files.createFile(folder.database().resolve("postern.mv.db"));

    folder.prepare();

    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(kept));
  }

  /** The server's folder may hold links; what they point to is not the server's. */
  @Test
  void aLinkInTheServersFolderIsRemovedAndItsTargetKept() throws IOException {
    DataFolder folder = folder();
    folder.prepare();
    Path outside =
        Files.createFile(Files.createDirectory(temporary.resolve("outside")).resolve("x"));
    Files.createSymbolicLink(folder.server().resolve("link"), outside.getParent());

    folder.prepare();

    assertTrue(Files.exists(outside));
  }

  @Test
  void jarsOfTheSiteAreGivenToTheServer() throws IOException {
    DataFolder folder = folder();
    folder.prepare();
    Files.writeString(folder.libraries().resolve("driver.jar"), "jar");

    folder.prepare();

    assertTrue(Files.exists(folder.server().resolve("lib/driver.jar")));
  }

  @Test
  void aFolderInUseIsNotTakenTwice() {
    try (DataLock lock = folder().take()) {
      // Within one process the JDK itself objects; LauncherIT has the case of two.
      assertThrows(OverlappingFileLockException.class, () -> folder().take());
    }
    folder().take().close();
  }

  @Test
  void aFileInItsPlaceIsTold() throws IOException {
    Files.createFile(temporary.resolve("data"));

    NotStarted refused = assertThrows(NotStarted.class, () -> folder().take());

    assertTrue(refused.line().startsWith("cannot use the data folder "), refused.line());
  }
}
