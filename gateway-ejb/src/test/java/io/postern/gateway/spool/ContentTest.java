package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contents before they are accepted. */
class ContentTest {

  private static final int THRESHOLD = 4_000;

  @TempDir private Path folder;
  private Spool spool;

  @BeforeEach
  void open() {
    spool =
        Spool.open(
            new SpoolOptions(folder, 64 << 10, THRESHOLD, 0), Mail.CLOCK, new RecordedEvents());
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private long incoming() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
      return files.count();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'A: b\r\n\r\nbody\r\n\r\nmore', 8",
    "'\r\nbody', 2",
    "'A: b\r\n', 6",
    "'A: b\r\n\n\r\n\r\nbody', 11",
    "'A: b\r\r\n\r\nbody', 9",
    "'A: b\n\nbody\r\n', 12",
    "'\r\r\n\r\nbody', 5",
    "'A: b\r\n\r\n', 8",
    "'', 0"
  })
  void headEndsBehindTheFirstEmptyLineHoweverTheContentArrives(String text, int head)
      throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    for (int first = 0; first <= octets.length; first++) {
      for (int second = first; second <= octets.length; second++) {
        try (ContentWriter writer = spool.newContent()) {
          writer.write(octets, 0, first);
          writer.write(octets, first, second - first);
          writer.write(octets, second, octets.length - second);
          assertEquals(head, writer.headSize());
          try (Content content = writer.finish()) {
            assertEquals(
                text.substring(0, head), new String(content.head(), StandardCharsets.US_ASCII));
            assertEquals(text, Mail.text(content));
            assertEquals(octets.length, content.size());
          }
        }
      }
    }
  }

  @Test
  void contentIsTheSameWhereverItIsSplit() throws IOException {
    String text = "A: b\r\n\r\n" + "0123456789".repeat(1_500);
    for (int piece : new int[] {1, 7, 64, 3_999, 4_000, 4_001, 8_000, 20_000}) {
      try (ContentWriter writer = spool.newContent()) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < octets.length; at += piece) {
          writer.write(octets, at, Math.min(piece, octets.length - at));
        }
        assertEquals(text.length(), writer.size());
        try (Content content = writer.finish()) {
          assertEquals(text, Mail.text(content));
        }
      }
    }
    assertEquals(0, incoming());
  }

  @Test
  void bodyIsReadFromAnyOctetOn() throws IOException {
    for (int size : new int[] {100, 10_000}) {
      String body = "0123456789".repeat(size / 10);
      try (Content content = Mail.content(spool, "A: b\r\n\r\n" + body)) {
        for (int offset : new int[] {0, 1, size / 2, size - 1, size}) {
          try (InputStream octets = content.openBody(offset)) {
            assertEquals(
                body.substring(offset),
                new String(octets.readAllBytes(), StandardCharsets.US_ASCII));
          }
        }
      }
    }
  }

  @Test
  void smallContentNeedsNoFile() throws IOException {
    try (Content content = Mail.content(spool, "A: b\r\n\r\n" + "x".repeat(THRESHOLD - 8))) {
      assertEquals(THRESHOLD, content.size());
      assertEquals(0, incoming());
    }
  }

  @Test
  void fileLivesAsLongAsAVersionIsOpen() throws IOException {
    Content content = Mail.content(spool, "A: b\r\n\r\n" + "x".repeat(10_000));
    Content version = content.withHead(Mail.octets("C: d\r\n\r\n"));
    content.close();
    content.close();
    assertEquals(1, incoming());
    assertEquals("C: d\r\n\r\n" + "x".repeat(10_000), Mail.text(version));
    version.close();
    assertEquals(0, incoming());
  }

  @Test
  void closedContentIsNotRead() {
    Content content = Mail.content(spool, "A: b\r\n\r\ntext");
    content.close();
    assertThrows(IllegalStateException.class, () -> content.openBody(0).close());
  }

  @Test
  void abandonedContentLeavesNothingAThousandTimes() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      try (ContentWriter writer = spool.newContent()) {
        writer.write(new byte[10_000], 0, 10 * i);
        if (i % 3 == 0) {
          writer.finish().close();
        }
      }
    }
    assertEquals(0, incoming());
  }

  @Test
  void whatACrashLeavesInTheFolderOfIncomingGoesAtTheStart() throws IOException {
    spool.close();
    Files.writeString(folder.resolve("incoming").resolve("7.part"), "left");
    open();
    assertEquals(0, incoming());
  }
}
