package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFileTest {

  @TempDir private Path folder;

  @Test
  void whatIsWritten_isRead_andOnlyByItsOwner() throws IOException {
    RunFile written =
        RunFile.ofThisProcess(Path.of("/a b/ü=:#\\data"), "https://127.0.0.1:8443", "[::1]:25");
    Path file = folder.resolve("running");
    written.write(file);
    written.write(file);
    assertEquals(Optional.of(written), RunFile.read(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void thisProcessIsAlive_andAnEarlierOneOfItsNumberIsNot() {
    RunFile own = RunFile.ofThisProcess(folder, "", "");
    assertEquals(true, own.isAlive());
    assertEquals(
        false, new RunFile(folder, own.pid(), own.started().minusSeconds(60), "", "").isAlive());
    assertEquals(false, new RunFile(folder, -1, own.started(), "", "").isAlive());
  }

  @Test
  void brokenFilesAreNone() throws IOException {
    Path file = folder.resolve("running");
    assertEquals(Optional.empty(), RunFile.read(file));
    for (String text :
        List.of(
            "", "pid=1", "data=/x\npid=x\nstarted=2026-01-31T08:00:00Z", "data=\\u00zz", "\0")) {
      Files.writeString(file, text);
      assertEquals(Optional.empty(), RunFile.read(file), text);
    }
  }

  @Test
  void foldersComeFromTheUsersEnvironment_andRelativeOnesAreIgnored() {
    assertEquals(List.of(), RunFile.folders(Map.of()));
    assertEquals(List.of(), RunFile.folders(Map.of("HOME", "", "XDG_RUNTIME_DIR", "relative")));
    assertEquals(
        List.of(
            Path.of("/run/user/7/postern"),
            Path.of("/s/postern"),
            Path.of("/h/.local/state/postern")),
        RunFile.folders(
            Map.of("HOME", "/h", "XDG_RUNTIME_DIR", "/run/user/7", "XDG_STATE_HOME", "/s")));
  }
}
