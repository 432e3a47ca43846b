package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fuzzer's comparison finds what it is there for. */
final class FuzzOracleTest {

  private static final long SEED = 7;
  private static final int MESSAGES = 150;
  private static final String ADDED =
      """
      Received: from fuzz.test ([127.0.0.1])\r
      \tby gateway.test with ESMTP id 1\r
      \tfor <f@in.example>;\r
      \tSun, 29 Nov 2026 01:42:47 +0000\r
      X-Postern-Stamp: stamped\r
      """;

  private static FuzzOracle oracle;

  @BeforeAll
  static void read() throws Exception {
    oracle = FuzzOracle.ofDisclaimer(Path.of(System.getProperty("postern.checkout")));
  }

  private static Optional<String> fault(FuzzedMessage sent, String arrived) {
    return oracle.fault(sent, (ADDED + arrived).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Those that a mutation changed may lack the disclaimer; no octet of them may be another. */
  @Test
  void anOctetThatIsAnotherOrIsGone_isAFault() {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (int number = 0; number < MESSAGES; number++) {
      FuzzedMessage sent = MimeGenerator.message(SEED, number);
      String original = new String(sent.octets(), StandardCharsets.ISO_8859_1);
      if (!sent.mutated || !original.startsWith("From: A")) {
        continue;
      }
      compared++;
      assertEquals(Optional.empty(), fault(sent, original), "message " + number);
      int at = letter(original, random);
      String another =
          original.substring(0, at)
              + (original.charAt(at) == 'Z' ? 'Y' : 'Z')
              + original.substring(at + 1);
      assertNotEquals(Optional.empty(), fault(sent, another), number + " changed at " + at);
      String shorter = original.substring(0, at) + original.substring(at + 1);
      assertNotEquals(Optional.empty(), fault(sent, shorter), number + " shorter at " + at);
    }
    assertTrue(compared > MESSAGES / 3, "compared " + compared);
  }

  private static int letter(String text, SplittableRandom random) {
    int at = random.nextInt(text.length());
    while (!Character.isLetter(text.charAt(at)) || text.charAt(at) > 'z') {
      at = random.nextInt(text.length());
    }
    return at;
  }

  @Test
  void aDisclaimerThatIsMissing_isAFault() {
    int compared = 0;
    for (int number = 0; number < MESSAGES; number++) {
      FuzzedMessage sent = MimeGenerator.message(SEED, number);
      if (sent.disclaimers > 0) {
        compared++;
        String original = new String(sent.octets(), StandardCharsets.ISO_8859_1);
        assertEquals(
            Optional.of("0 disclaimers instead of " + sent.disclaimers), fault(sent, original));
      }
    }
    assertTrue(compared > 0);
  }

  @Test
  void aTextInBase64ThatLostAnOctet_isAFault() {
    byte[] text = "some text, and more\r\n".getBytes(StandardCharsets.US_ASCII);
    String head = "From: A\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    String original = head + Base64.getEncoder().encodeToString(text) + "\r\n";
    FuzzedMessage sent = FuzzedMessage.of(original.getBytes(StandardCharsets.ISO_8859_1), 0);
    byte[] shorter = "some text and more\r\n".getBytes(StandardCharsets.US_ASCII);
    String arrived = head + Base64.getEncoder().encodeToString(shorter) + "\r\n";

    assertEquals(Optional.empty(), fault(sent, original));
    assertEquals(Optional.of("octets changed"), fault(sent, arrived));
  }
}
