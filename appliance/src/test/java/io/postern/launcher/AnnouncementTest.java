package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.client.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnnouncementTest {

  @TempDir private Path folder;

  @Test
  void aGateway_leavesItsPlaceWhileItRuns() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Map<String, String> environment = Map.of("HOME", folder.toString());
    try (Announcement announcement =
        Announcement.begin(new DataFolder(data), new Endpoint("0.0.0.0", 8443), environment)) {
      assertEquals(List.of(expected(data, "")), RunFile.running(environment));
      announcement.ready("postern ready smtp=0.0.0.0:25,[::1]:587 admin=https://0.0.0.0:8443/");
      assertEquals(List.of(expected(data, "127.0.0.1:25")), RunFile.running(environment));
      assertEquals(expected(data, "127.0.0.1:25"), RunFile.read(RunFile.in(data)).orElseThrow());
    }
    assertEquals(List.of(), RunFile.running(environment));
    assertEquals(false, Files.exists(RunFile.in(data)));
  }

  @Test
  void filesOfGatewaysThatWereKilled_areRemoved() throws IOException {
    Path state = Files.createDirectories(folder.resolve(".local/state/postern"));
    Path stale = RunFile.in(state, 1);
    new RunFile(folder, 1, Instant.EPOCH, "", "").write(stale);
    Announcement.begin(
            new DataFolder(folder),
            new Endpoint("127.0.0.1", 8443),
            Map.of("HOME", folder.toString()))
        .close();
    assertEquals(false, Files.exists(stale));
  }

  @Test
  void withoutAFolderOfTheUser_theDataFolderAloneHasIt() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Announcement.begin(
        new DataFolder(folder),
        new Endpoint("127.0.0.1", 8443),
        Map.of("XDG_RUNTIME_DIR", file.toString()));
    assertEquals("https://127.0.0.1:8443", RunFile.read(RunFile.in(folder)).orElseThrow().admin());
  }

  @Test
  void theFirstListener_isThatOfTheReadyLine() {
    assertEquals("127.0.0.1:2525", Announcement.smtp("postern ready smtp=127.0.0.1:2525 admin=x"));
    assertEquals("127.0.0.1:25", Announcement.smtp("postern ready smtp=[::]:25 admin=x"));
    assertEquals("[::1]:25", Announcement.smtp("postern ready smtp=[::1]:25,[::1]:26 admin=x"));
    assertEquals("", Announcement.smtp("postern ready admin=x"));
  }

  private static RunFile expected(Path data, String smtp) {
    return RunFile.ofThisProcess(data, "https://127.0.0.1:8443", smtp);
  }
}
