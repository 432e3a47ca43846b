package io.postern.gateway.reception.james;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineScannerTest {

  private static int endOfLine(String wire) {
    byte[] octets = wire.getBytes(ISO_8859_1);
    return LineScanner.endOfLine(octets, 0, octets.length);
  }

  private static Optional<Violation> violation(String line) {
    byte[] octets = line.getBytes(ISO_8859_1);
    return LineScanner.violation(octets, 0, octets.length);
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

  @ParameterizedTest
  @CsvSource({
    "0, CONTROL_CHARACTER",
    "9, CONTROL_CHARACTER",
    "127, CONTROL_CHARACTER",
    "128, EIGHT_BIT",
    "233, EIGHT_BIT",
    "255, EIGHT_BIT"
  })
  void octetsThatNoCommandMayHold_areNamed(int octet, Violation violation) {
    assertEquals(Optional.of(violation), violation("NOOP " + (char) octet + "x"));
  }

  @Test
  void printableAscii_isAllowed() {
    StringBuilder line = new StringBuilder();
    for (char c = ' '; c <= '~'; c++) {
      line.append(c);
    }
    assertEquals(Optional.empty(), violation(line.toString()));
  }
}
