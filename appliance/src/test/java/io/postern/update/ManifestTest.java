package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManifestTest {

  private static Manifest manifest() {
    Map<Part, Manifest.Content> contents = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      contents.put(part, new Manifest.Content("0".repeat(64), part.ordinal() + 1));
    }
    return new Manifest(
        new Version("1.2"),
        Instant.parse("2026-01-01T00:00:00Z"),
        "x86-64",
        Archives.NEW,
        contents);
  }

  private static void assertRefused(String reason, String from, String to) {
    String text = new String(manifest().octets(), US_ASCII).replace(from, to);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Manifest.parse(text.getBytes(US_ASCII)));
    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
  }

  @Test
  void whatIsWritten_isRead() {
    Manifest read = Manifest.parse(manifest().octets());
    assertEquals(manifest(), read);
    assertArrayEquals(manifest().octets(), read.octets());
    assertEquals(15, read.size());
  }

  @Test
  void anotherFormat_isNotGuessedAt() {
    assertRefused("format 2, this system reads format 1", "format=1", "format=2");
  }

  @Test
  void whatIsMissingDoubledUnknownOrMalformed_isNamed() {
    assertRefused("lacks root.size", "root.size=", "x.size=");
    assertRefused("has version twice", "created=", "version=1\ncreated=");
    assertRefused("does not know: minimum-version", "created=", "minimum-version=1\ncreated=");
    assertRefused("'nonsense' of the manifest", "created=", "nonsense\ncreated=");
    assertRefused("not a size: -1", "verity.size=5", "verity.size=-1");
    assertRefused("not a hash and a size", "verity.size=5", "verity.size=0");
    assertRefused("not a version", "version=1.2", "version=../x");
    assertRefused("not a time", "created=2026-01-01T00:00:00Z", "created=yesterday");
    assertRefused("not a root hash", "roothash=fed", "roothash=FED");
  }
}
