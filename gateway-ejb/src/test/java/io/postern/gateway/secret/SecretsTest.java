package io.postern.gateway.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path data;

  private Secrets open() {
    return Secrets.open(data, CLOCK);
  }

  @Test
  void value_isThereAfterARestart() {
    open().set("audit-database", "grün & geheim");
    open().set("other", "b");
    assertEquals(Optional.of("grün & geheim"), open().value("audit-database"));
    assertEquals(
        List.of(
            new NamedSecret("audit-database", CLOCK.instant()),
            new NamedSecret("other", CLOCK.instant())),
        open().list());
    assertTrue(open().remove("other"));
    assertFalse(open().remove("other"));
    assertEquals(Optional.empty(), open().value("other"));
  }

  @Test
  void onDisk_isNothingOfTheValueAndNobodyElseMayRead() throws Exception {
    open().set("audit", "correct horse");
    Path folder = data.resolve("secrets");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    for (String name : List.of("key", "values")) {
      Path file = folder.resolve(name);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertFalse(new String(Files.readAllBytes(file), ISO_8859_1).contains("horse"));
    }
  }

  @Test
  void sameValueTwice_looksDifferent() throws Exception {
    Secrets secrets = open();
    secrets.set("a", "same");
    secrets.set("b", "same");
    List<String> lines = Files.readAllLines(data.resolve("secrets/values"));
    assertFalse(lines.get(0).split(" ")[2].equals(lines.get(1).split(" ")[2]));
  }

  @Test
  void valueOfAnotherName_isNotTaken() throws Exception {
    open().set("a", "one");
    Path values = data.resolve("secrets/values");
    Files.writeString(values, Files.readString(values).replaceFirst("^a", "b"));
    assertThrows(SecretsUnavailable.class, () -> open().value("b"));
  }

  @Test
  void lostKey_isSaidAndTheValueCanBeSetAgain() throws Exception {
    open().set("a", "one");
    Files.delete(data.resolve("secrets/key"));
    SecretsUnavailable lost = assertThrows(SecretsUnavailable.class, () -> open().value("a"));
    assertTrue(String.valueOf(lost.getMessage()).contains("set it again"), lost.getMessage());
    open().set("a", "two");
    assertEquals(Optional.of("two"), open().value("a"));
  }

  @Test
  void keyThatNobodyGave_staysTheSame() {
    assertEquals(32, open().key("pseudonym-key").length);
    assertArrayEquals(open().key("pseudonym-key"), open().key("pseudonym-key"));
  }

  @Test
  void oddNamesAndValues_areRefused() {
    for (String name : List.of("", "A", "a b", "../key", "a--b", "1a")) {
      assertThrows(SecretRefused.class, () -> open().set(name, "x"), name);
    }
    assertThrows(SecretRefused.class, () -> open().set("a", ""));
    assertThrows(SecretRefused.class, () -> open().set("a", "x".repeat(4_097)));
    assertFalse(Files.exists(data.resolve("secrets/values")));
  }
}
