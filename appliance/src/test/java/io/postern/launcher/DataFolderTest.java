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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path temporary;

  private DataFolder folder() {
    return new DataFolder(temporary.resolve("data"));
  }

  private StartNotices notices() {
    return new StartNotices(folder().damaged(), Instant.parse("2026-03-01T08:00:00Z"));
  }

  @Test
  void whatStandsInTheWayOfAFolderOrFileThatCanBeMadeAgainIsSetAside() throws IOException {
    DataFolder folder = folder();
    Files.createDirectories(folder.root());
    for (Path path : List.of(folder.broker(), folder.log(), folder.tls(), folder.extensions())) {
      Files.writeString(path, "no folder");
    }
    Files.createDirectories(folder.root().resolve("running/x"));

    folder.prepare(notices());

    assertTrue(Files.isDirectory(folder.broker()) && Files.isDirectory(folder.tls()));
    assertEquals(
        "no folder", Files.readString(folder.damaged().resolve("broker-20260301T080000Z")));
    assertTrue(Files.isDirectory(folder.damaged().resolve("running-20260301T080000Z/x")));
  }

  @Test
  void linksThatLeadNowhereAreSetAside() throws IOException {
    DataFolder folder = folder();
    Files.createDirectories(folder.root());
    for (Path path : List.of(folder.tls(), folder.root().resolve("running.new"))) {
      Files.createSymbolicLink(path, temporary.resolve("nowhere"));
    }

    folder.prepare(notices());

    assertTrue(Files.isDirectory(folder.tls()));
    assertTrue(Files.isSymbolicLink(folder.damaged().resolve("tls-20260301T080000Z")));
    assertTrue(Files.isSymbolicLink(folder.damaged().resolve("running.new-20260301T080000Z")));
  }

  /** Its tickets are rebuilt from the spool, whatever the store holds. */
  /** Else all logging is lost without a word. */
  @Test
  void whatStandsInTheWayOfTheLogIsSetAsideAndALinkToAnotherFileIsKept() throws IOException {
    DataFolder folder = folder();
    folder.prepare(notices());
    Path log = folder.log().resolve("server.log");
    Files.createDirectory(log);
    folder.prepare(notices());
    assertFalse(Files.exists(log));

    Path elsewhere = Files.createFile(temporary.resolve("elsewhere.log"));
    Files.createSymbolicLink(log, elsewhere);
    folder.prepare(notices());
    assertEquals(elsewhere, Files.readSymbolicLink(log));
  }

  @Test
  void brokerStartsWithAnEmptyStore() throws IOException {
    DataFolder folder = folder();
    folder.prepare(notices());
    Path store = folder.broker().resolve("instances/imqbroker/fs370/message");
    Files.createDirectories(store);
    Files.writeString(store.resolve("0"), "damaged");
    Files.createSymbolicLink(store.resolve("gone"), temporary.resolve("nowhere"));

    new Broker(Path.of("unused"), folder.broker()).configure(notices());

    assertFalse(Files.exists(store));
    assertTrue(
        Files.exists(folder.broker().resolve("instances/imqbroker/props/config.properties")));
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
    folder.prepare(notices());
    Path stale =
        Files.createFile(Files.createDirectories(folder.server().resolve("a/b")).resolve("c"));
    Path kept = Files.createFile(folder.database().resolve("postern.mv.db"));

    folder.prepare(notices());

    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(kept));
  }

  /** The server's folder may hold links; what they point to is not the server's. */
  @Test
  void aLinkInTheServersFolderIsRemovedAndItsTargetKept() throws IOException {
    DataFolder folder = folder();
    folder.prepare(notices());
    Path outside =
        Files.createFile(Files.createDirectory(temporary.resolve("outside")).resolve("x"));
    Files.createSymbolicLink(folder.server().resolve("link"), outside.getParent());

    folder.prepare(notices());

    assertTrue(Files.exists(outside));
  }

  @Test
  void jarsOfTheSiteAreGivenToTheServer() throws IOException {
    DataFolder folder = folder();
    folder.prepare(notices());
    Files.writeString(folder.libraries().resolve("driver.jar"), "jar");

    folder.prepare(notices());

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
