package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackCommandTest {

  @TempDir Path folder;
  private final List<String> out = new ArrayList<>();

  private void pack(Map<String, String> environment) throws IOException {
    pack(environment, Optional.empty());
  }

  private void pack(Map<String, String> environment, Optional<Path> key) throws IOException {
    new PackCommand(folder, "1.0-SNAPSHOT", out::add, environment)
        .run(
            new PackCommand.PackOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), key));
  }

  @Test
  void theSameImageAndDate_giveTheSameOctets() throws IOException {
    Map<String, String> date = Map.of("SOURCE_DATE_EPOCH", "1700000000");
    new Archives(folder).image(Archives.NEW);
    pack(date);
    Path archive = Path.of(out.getFirst());
    assertEquals(folder.resolve("postern_1.0-SNAPSHOT.update"), archive);
    byte[] first = Files.readAllBytes(archive);
    Files.setLastModifiedTime(
        folder.resolve("image/root"), java.nio.file.attribute.FileTime.fromMillis(0));
    pack(date);
    assertArrayEquals(first, Files.readAllBytes(archive));
  }

  @Test
  void theDevelopmentKey_isMadeOnce_andForItsOwnerAlone() throws IOException {
    KeyPairFolder first = KeyPairFolder.provide(folder.resolve("update-key"));
    String text = Files.readString(first.privateKey());
    assertEquals(first, KeyPairFolder.provide(folder.resolve("update-key")));
    assertEquals(text, Files.readString(first.privateKey()));
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        new java.util.TreeSet<>(Files.getPosixFilePermissions(first.privateKey())).toString());
    assertTrue(Files.readString(first.publicKey()).startsWith("-----BEGIN PUBLIC KEY-----\n"));
  }

  @Test
  void anImageThatIsNotWhole_isNamed() throws IOException {
    Path image = new Archives(folder).image(Archives.NEW);
    Files.delete(image.resolve("verity"));
    UpdateFailed failed = assertThrows(UpdateFailed.class, () -> pack(Map.of()));
    assertTrue(failed.line().contains("lacks verity; build the image first"), failed.line());
    Files.writeString(image.resolve("verity"), "x");
    Files.writeString(image.resolve("cmdline.cfg"), "set cmdline=\"ro\"\n");
    failed = assertThrows(UpdateFailed.class, () -> pack(Map.of()));
    assertTrue(failed.line().contains("has no roothash="), failed.line());
  }

  @Test
  void aKeyThatIsNone_isNamed() throws IOException {
    new Archives(folder).image(Archives.NEW);
    Path key = Files.writeString(folder.resolve("bad.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
    UpdateFailed failed = assertThrows(UpdateFailed.class, () -> pack(Map.of(), Optional.of(key)));
    assertTrue(failed.line().contains("is not an Ed25519 private key"), failed.line());
  }
}
