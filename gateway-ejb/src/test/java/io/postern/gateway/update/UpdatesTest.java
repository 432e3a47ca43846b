package io.postern.gateway.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpdatesTest {

  private static final Map<String, String> WISHES = Map.of("by", "ann", "again", "true");

  @TempDir Path folder;

  private static InputStream archive(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertRefused(UploadRefused.Kind kind, Updates updates, int size) {
    UploadRefused refused =
        assertThrows(UploadRefused.class, () -> updates.keep(archive(size), 1000, WISHES));
    assertEquals(kind, refused.kind());
  }

  @Test
  void anUpload_isThereWhole_withItsWishes() throws IOException {
    Updates updates = new Updates(folder);
    assertEquals(1000, updates.keep(archive(1000), 1000, WISHES));
    assertArrayEquals(new byte[1000], Files.readAllBytes(folder.resolve("upload.update")));
    assertEquals("again=true\nby=ann\n", Files.readString(folder.resolve("upload.request")));
    assertEquals(List.of("upload.request", "upload.update"), files());
    assertTrue(updates.situation().waiting());
  }

  @Test
  void anUploadThatIsTooLargeOrEmpty_leavesNothing() throws IOException {
    Updates updates = new Updates(folder);
    assertRefused(UploadRefused.Kind.TOO_LARGE, updates, 1001);
    assertRefused(UploadRefused.Kind.EMPTY, updates, 0);
    assertEquals(List.of(), files());
  }

  @Test
  void anUploadThatBreaksOff_leavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client is gone");
          }
        };
    UploadRefused refused =
        assertThrows(UploadRefused.class, () -> new Updates(folder).keep(broken, 1000, WISHES));
    assertEquals(UploadRefused.Kind.NOT_KEPT, refused.kind());
    assertEquals(List.of(), files());
  }

  @Test
  void whileOneWaitsOrIsApplied_thereIsNoOther() throws IOException {
    Updates updates = new Updates(folder);
    Files.writeString(folder.resolve("status"), "work=writing\npercent=40\n");
    assertRefused(UploadRefused.Kind.BUSY, updates, 10);
    Files.writeString(folder.resolve("status"), "work=idle\n");
    updates.keep(archive(10), 1000, WISHES);
    assertRefused(UploadRefused.Kind.BUSY, updates, 10);
  }

  @Test
  void whatRootWrote_isTold() throws IOException {
    Updates updates = new Updates(folder);
    UpdateSituation none = updates.situation();
    assertEquals("idle", none.work());
    assertEquals(Optional.empty(), none.last());
    assertEquals(new UpdateSituation.Slot("b", "", "unknown"), none.slots().getLast());
    Files.writeString(
        folder.resolve("status"),
        "a.version=1\na.state=running\nlast.event=failed\nlast.reason=x=y\npercent=z\nnonsense\n");
    assertEquals(
        new UpdateSituation.Slot("a", "1", "running"), updates.situation().slots().getFirst());
    assertEquals(
        Optional.of(new UpdateSituation.Last("failed", "", "", "", "x=y")),
        updates.situation().last());
    assertEquals(0, updates.situation().percent());
    assertFalse(updates.situation().isBusy());
  }

  @Test
  void withoutTheImagesFolder_thereAreNoUpdates() {
    Updates updates = new Updates(folder.resolve("missing"));
    assertFalse(updates.isImage());
    assertThrows(NotAnImage.class, updates::situation);
    assertThrows(NotAnImage.class, () -> updates.keep(archive(1), 10, WISHES));
  }
}
