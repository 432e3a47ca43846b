package io.postern.gateway.reception.james;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.reception.james.ContentScanner.Found;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentScannerTest {

  /** What a scan came to: the content, how it ended, and how many octets were used. */
  private record Scan(String content, Found found, int used) {}

  private static Scan scan(String wire, int... cuts) {
    byte[] octets = wire.getBytes(ISO_8859_1);
    ContentScanner scanner = new ContentScanner();
    StringBuilder content = new StringBuilder();
    Found found = Found.MORE;
    int from = 0;
    for (int i = 0; i <= cuts.length && found == Found.MORE; i++) {
      int to = i < cuts.length ? cuts[i] : octets.length;
      found =
          scanner.scan(
              octets,
              from,
              to,
              (array, offset, length) ->
                  content.append(new String(array, offset, length, ISO_8859_1)));
      from = to;
    }
    return new Scan(content.toString(), found, scanner.position());
  }

  @Test
  void endOfDataIsFoundAndNotPartOfTheContent() {
    assertEquals(
        new Scan("Subject: x\r\n\r\nbody\r\n", Found.END, 23),
        scan("Subject: x\r\n\r\nbody\r\n.\r\nQUIT"));
  }

  @Test
  void contentMayBeEmpty() {
    assertEquals(new Scan("", Found.END, 3), scan(".\r\n"));
  }

  @Test
  void stuffedDotsAreRemoved_onlyAtTheStartOfALine() {
    assertEquals(".\r\n..\r\na.b.\r\n.\r\n", scan("..\r\n...\r\na.b.\r\n..\r\n.\r\n").content());
  }

  @Test
  void oneDotOfALineThatGoesOnIsRemoved() {
    assertEquals("x\r\n", scan(".x\r\n.\r\n").content());
  }

  @Test
  void endOfData_cutAtEveryTwoPositions_isTheSame() {
    String wire = "a: b\r\n\r\n..\r\n.c\r\n\r\n.\r\nMAIL FROM:<x@y>\r\n";
    Scan whole = scan(wire);
    for (int one = 0; one <= wire.length(); one++) {
      for (int two = one; two <= wire.length(); two++) {
        assertEquals(whole, scan(wire, one, two), "cut at " + one + " and " + two);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n.\n",
        "a\n.\r\n",
        "a\r\n.\n",
        "a\n\n.\r\n",
        "\n.\r\n",
        ".\n",
        "a\r\n.x\n.\r\n",
      })
  void aBareLf_neverEndsTheData(String wire) {
    for (int cut = 0; cut <= wire.length(); cut++) {
      assertEquals(Found.BARE_LF, scan(wire, cut).found(), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r.\r\r\n",
        "a\r\n.\r.\r\n",
        "a\r.\r\n",
        "a\r\n.\r\r\n",
        "a\r\r\n.\r\n",
        "\r.\r\n",
        ".\rQUIT\r\n",
        "a\r\0\n.\r\n",
      })
  void aBareCr_neverEndsTheData(String wire) {
    for (int cut = 0; cut <= wire.length(); cut++) {
      assertEquals(Found.BARE_CR, scan(wire, cut).found(), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.\r\n",
        "a\r\n..\r\n",
        "a\r\n. \r\n",
        "a\r\n.\u0085",
        "a\r\n.\t\r\n",
        "a\r\n.x\r\n"
      })
  void whatLooksLikeTheEndIsNone(String wire) {
    assertEquals(Found.MORE, scan(wire).found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\0", ".\0", "\r\n\0", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0"})
  void nulIsSeenWhereverItStands(String wire) {
    byte[] octets = (wire + "\r\n.\r\n").getBytes(ISO_8859_1);
    ContentScanner scanner = new ContentScanner();

    Found found = scanner.scan(octets, 0, octets.length, (array, offset, length) -> {});

    assertEquals(Found.END, found);
    assertTrue(scanner.sawNul());
  }

  @Test
  void allOctetsButNulCrAndLfArePlainContent() {
    StringBuilder text = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      if (c != '\r' && c != '\n') {
        text.append(c);
      }
    }
    byte[] octets = (text + "\r\n.\r\n").getBytes(ISO_8859_1);
    ContentScanner scanner = new ContentScanner();
    StringBuilder content = new StringBuilder();

    scanner.scan(
        octets,
        0,
        octets.length,
        (array, offset, length) -> content.append(new String(array, offset, length, ISO_8859_1)));

    assertEquals(text + "\r\n", content.toString());
    assertFalse(scanner.sawNul());
  }

  @Test
  void randomLines_stuffedAndChopped_arriveAsTheyWere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder content = new StringBuilder();
      StringBuilder wire = new StringBuilder();
      for (int line = random.nextInt(6); line > 0; line--) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
          text.append(".a \u00e9".charAt(random.nextInt(4)));
        }
        content.append(text).append("\r\n");
        wire.append(text.indexOf(".") == 0 ? "." : "").append(text).append("\r\n");
      }
      wire.append(".\r\n");
      int[] cuts = random.ints(random.nextInt(8), 0, wire.length() + 1).sorted().toArray();

      assertEquals(
          new Scan(content.toString(), Found.END, wire.length()),
          scan(wire.toString(), cuts),
          "seed " + seed);
    }
  }
}
