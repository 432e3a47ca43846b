package io.postern.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extensions that were built with the recorded API still compile and run; docs/extension-api.md
 * says what to do when they do not. With the system property {@code postern.api.record} the API
 * that is built now is recorded first.
 */
class ApiBaselineTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
  private static final Path CLASSES = MODULE.resolve("target/classes");
  private static final Path BASELINE = MODULE.resolve("src/baseline/extension-api.jar");

  @TempDir static Path folder;
  private static Path present;

  @BeforeAll
  static void reduce() throws IOException {
    present = folder.resolve("present.jar");
    int classes = ApiJar.write(CLASSES, present);
    assertTrue(classes > 40, "only " + classes + " classes in " + CLASSES);
    if (Boolean.getBoolean("postern.api.record")) {
      Files.createDirectories(BASELINE.getParent());
      ApiJar.write(CLASSES, BASELINE);
    }
  }

  @Test
  void theApiIsCompatibleWithItsBaseline() {
    assertEquals(
        "",
        String.join("\n", ApiComparison.incompatibilities(BASELINE, present)),
        "incompatible changes; see docs/extension-api.md");
  }

  @Test
  void sameClasses_giveTheSameOctets() throws IOException {
    Path again = folder.resolve("again.jar");
    ApiJar.write(CLASSES, again);
    assertEquals(-1, Files.mismatch(present, again));
  }
}
