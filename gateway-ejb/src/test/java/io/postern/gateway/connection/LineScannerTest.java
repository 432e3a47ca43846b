package io.postern.gateway.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineScannerTest {

  private static int endOfLine(String wire) {
    byte[] octets = wire.getBytes(ISO_8859_1);
    return LineScanner.endOfLine(octets, 0, octets.length);
  }

  @Test
  void lineEndsAtTheFirstCrLf() {
    assertEquals(4, endOfLine("NOOP\r\nQUIT\r\n"));
  }

  @Test
  void aCrAtTheEndOfTheOctets_waitsForMore() {
    assertEquals(LineScanner.MORE, endOfLine("NOOP\r"));
  }

  @Test
  void aLineWithoutEnd_waitsForMore() {
    assertEquals(LineScanner.MORE, endOfLine("NOOP"));
  }

  @Test
  void aBareLf_isNoLineEnd() {
    assertEquals(LineScanner.BARE_LF, endOfLine("NOOP\nQUIT\r\n"));
  }

  @Test
  void aBareCr_isNoLineEnd() {
    assertEquals(LineScanner.BARE_CR, endOfLine("NOOP\rQUIT\r\n"));
  }

  @Test
  void twoCr_areNoLineEnd() {
    assertEquals(LineScanner.BARE_CR, endOfLine("NOOP\r\r\n"));
  }
}
