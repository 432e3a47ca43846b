package io.postern.gateway.delivery.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotStufferTest {

  private final StringBuilder written = new StringBuilder();

  @Test
  void dotsAtTheBeginningOfLinesAreDoubled() {
    assertEquals("..a\r\n...\r\nb.c\r\n..\r\n.\r\n", stuffed(".a\r\n..\r\nb.c\r\n.\r\n", 64, 64));
  }

  @Test
  void contentWithoutFinalLineEndGetsOne() {
    assertEquals("a\r\n.\r\n", stuffed("a", 64, 64));
  }

  @Test
  void emptyContentIsTheFinalDotAlone() {
    assertEquals(".\r\n", stuffed("", 64, 64));
  }

  @Test
  void contentSplitAnywhereComesOutTheSame() {
    String content = "X: y\r\n\r\n.\r\n..\r\n\r\n.b\r\nlast.\r\n.";
    String whole = stuffed(content, 1 << 10, 1 << 10);
    for (int part = 1; part < content.length(); part++) {
      for (int room = 1; room < 8; room++) {
        written.setLength(0);
        assertEquals(whole, stuffed(content, part, room), "parts of " + part + ", room " + room);
      }
    }
  }

  @Test
  void randomContentIsRestoredByUnstuffing() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder content = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        content.append(
            switch (random.nextInt(4)) {
              case 0 -> "\r\n";
              case 1 -> ".";
              case 2 -> "a";
              default -> "\u00e9";
            });
      }
      content.append("\r\n");
      written.setLength(0);
      String stuffed = stuffed(content.toString(), 1 + random.nextInt(9), 1 + random.nextInt(9));
      assertTrue(stuffed.endsWith("\r\n.\r\n"), "seed " + seed);
      String lines = "\r\n" + stuffed.substring(0, stuffed.length() - 3);
      assertEquals(content.toString(), lines.replace("\r\n.", "\r\n").substring(2), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\r\r\n", "\n", "a\r", "a\r\n\n"})
  void crOrLfAloneIsNoticed(String content) {
    DotStuffer stuffer = stuffer(64);
    stuffer.write(octets(content), 0, content.length());
    stuffer.finish();
    assertTrue(stuffer.bare());
  }

  @Test
  void lineEndSplitBetweenWritesIsNotTakenForBare() {
    DotStuffer stuffer = stuffer(64);
    stuffer.write(octets("a\r"), 0, 2);
    stuffer.write(octets("\nb\r\n"), 0, 4);
    stuffer.finish();
    assertFalse(stuffer.bare());
  }

  @Test
  void octetAbove127IsNoticed() {
    DotStuffer plain = stuffer(64);
    plain.write(octets("a\r\n"), 0, 3);
    DotStuffer eight = stuffer(64);
    eight.write(octets("aaa\u00e9\r\n"), 0, 6);
    assertTrue(eight.eightBit() && !plain.eightBit());
  }

  private String stuffed(String content, int part, int room) {
    DotStuffer stuffer = stuffer(room);
    byte[] octets = octets(content);
    for (int from = 0; from < octets.length; from += part) {
      int length = Math.min(part, octets.length - from);
      if (from % 2 == 0) {
        stuffer.write(octets, from, length);
      } else {
        stuffer.write(ByteBuffer.allocateDirect(length).put(octets, from, length).flip());
      }
    }
    stuffer.finish();
    take(buffer);
    return written.toString();
  }

  private ByteBuffer buffer = ByteBuffer.allocate(0);

  private DotStuffer stuffer(int room) {
    buffer = ByteBuffer.allocate(room);
    return new DotStuffer(buffer, this::take);
  }

  private void take(ByteBuffer full) {
    full.flip();
    written.append(StandardCharsets.ISO_8859_1.decode(full));
    full.clear();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
