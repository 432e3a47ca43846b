package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOffsetTest {

  private static final long FIRST = 1_000;

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** Lines of all lengths, some damaged; each one's begin. */
  private List<Long> write(Path file, int lines, int longest) throws IOException {
    StringBuilder text = new StringBuilder();
    List<Long> begins = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      begins.add((long) text.length());
      String fill = "x".repeat(random.nextInt(longest));
      text.append(
          random.nextInt(50) == 0
              ? "damaged" + fill + "\n"
              : "{\"seq\":%d,\"event\":\"%s\"}\n".formatted(FIRST + i, fill));
    }
    Files.writeString(file, text, ISO_8859_1);
    return begins;
  }

  @Test
  void noLineBeforeTheOffset_isOneThatIsLookedFor() throws IOException {
    for (int longest : new int[] {10, 500, 100_000}) {
      Path file = folder.resolve("lines" + longest);
      List<Long> begins = write(file, longest > 1_000 ? 60 : 3_000, longest);
      long length = Files.size(file);
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        for (int i = 0; i < begins.size(); i++) {
          long offset = LineOffset.of(in, length, FIRST + i);
          assertTrue(offset <= begins.get(i), "seed " + seed + ", line " + i + " at " + offset);
          assertTrue(begins.contains(offset), "seed " + seed + ", line " + i + " at " + offset);
        }
        assertTrue(LineOffset.of(in, length, Long.MAX_VALUE) <= begins.getLast());
        assertEquals(0, LineOffset.of(in, length, FIRST));
      }
    }
  }

  @Test
  void ofManyShortLines_littleIsReadBeforeTheOne() throws IOException {
    Path file = folder.resolve("lines");
    List<Long> begins = write(file, 20_000, 500);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      int last = begins.size() - 1;
      long offset = LineOffset.of(in, Files.size(file), FIRST + last);
      assertTrue(begins.get(last) - offset < 1 << 18, "seed " + seed + ": " + offset);
    }
  }
}
