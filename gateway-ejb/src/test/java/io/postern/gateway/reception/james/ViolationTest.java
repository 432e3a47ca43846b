package io.postern.gateway.reception.james;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationTest {

  private static Optional<Violation> violation(String line) {
    byte[] octets = line.getBytes(ISO_8859_1);
    return Violation.inCommand(octets, 0, octets.length);
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
