package io.postern.gateway.selftest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Mailbox;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProbeMessageTest {

  private static final String TRACE = "Received: from a\r\n\tby b;\r\n\tnow\r\n";
  private final ProbeMessage message =
      ProbeMessage.to(Mailbox.parse("probe-1@selftest.postern.invalid"), Instant.EPOCH);

  private byte[] below(String above, byte[] content) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(above.getBytes(US_ASCII));
    octets.writeBytes(content);
    return octets.toByteArray();
  }

  private void assertRefused(byte[] arrived) {
    assertThrows(PartFailed.class, () -> message.requireIn(arrived, "the octets"));
  }

  @Test
  void theContentBelowOneTraceField_isWhatWasSent() {
    assertDoesNotThrow(() -> message.requireIn(below(TRACE, message.content()), "the octets"));
  }

  @Test
  void anythingElse_isNot() {
    byte[] changed = message.content().clone();
    changed[changed.length / 2] ^= 1;
    assertRefused(below(TRACE, changed));
    assertRefused(message.content());
    assertRefused(below(TRACE + "X-Seen: yes\r\n", message.content()));
    assertRefused(below("X-Seen: yes\r\n" + TRACE, message.content()));
    assertRefused(below(TRACE, below("", "more".getBytes(US_ASCII))));
  }

  /** Lines as RFC 5321 section 4.5.3.1.6 allows them, and what the way could harm. */
  @Test
  void theContent_holdsWhatGoesWrongEasily() {
    String text = new String(message.content(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(text.contains("\r\n.\r\n..dots, f\u00fcr"), text);
    assertTrue(text.contains("x".repeat(998) + "\r\n"));
    assertFalse(text.replace("\r\n", "").matches("(?s).*[\r\n].*"));
  }
}
