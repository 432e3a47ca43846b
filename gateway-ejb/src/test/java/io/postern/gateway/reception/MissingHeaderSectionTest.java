package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs send text without a header section. Their first lines were taken for fields, so that
 * what extensions added stood within the text, and a first line that begins with a blank continued
 * the trace field.
 */
class MissingHeaderSectionTest {

  /** What is handed on behind the trace field. */
  private static String behindTrace(String content) {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      assertEquals("250", client.ask(content.replaceAll("(?m)^\\.", "..") + ".").substring(0, 3));
      String kept = gateway.onlyMessage().content();
      int end = kept.indexOf("+0000\r\n") + 7;
      assertTrue(kept.startsWith("Received: from "), kept);
      return kept.substring(end);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Backup of host one: finished\r\nAll 3 volumes were saved.\r\nNext run: tomorrow\r\n",
        "Hello\r\n\r\nthis is text\r\n",
        " indented\r\nSubject: x\r\n\r\ny\r\n",
        "\tindented\r\n",
        " \r\nSubject: x\r\n\r\n",
        "Note: the server is down\r\nplease look\r\n\r\nbye\r\n",
        "Status: fine\r\n more\r\n-- \r\n",
        "---- Original ----\r\nFrom: a\r\nSubject: b\r\n\r\nc\r\n",
        "From here on it is text\r\nand more\r\n",
        "http://example.org/a\r\n\r\nlook at this\r\n",
        "\u00e9: x\r\n\r\ny\r\n",
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
        "{\"json\": 1}\r\n",
        "..\r\n"
      })
  void textWithoutHeaderSection_isTheBodyBelowOneOfOurs(String text) {
    assertEquals("\r\n" + text, behindTrace(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "\r\nSubject: text\r\n",
        "Subject: x\r\n\r\ny\r\n",
        "From: a\r\nTo: b\r\nSubject: c\r\nX-Last: field\r\n",
        "X-Own \t: 1\r\n\tfolded\r\n \t \r\nX-Two:2\r\n\r\ny\r\n",
        "From s@example.org Mon Dec  1 10:00:00 2025\r\nFrom: a\r\nThis line is none\r\nX: y\r\n\r\nz\r\n",
        "X/Own: 1\r\nSubject: x\r\n\r\ny\r\n",
        ">From s@example.org\r\nX: y\r\n\r\nz\r\n",
        "MIME-Version: 1.0\r\nContent-type: multipart/mixed; boundary=b\r\n--b\r\nA: 1\r\n\r\nx\r\n"
      })
  void headerSectionThoughDamaged_staysBelowTheTraceField(String content) {
    assertEquals(content, behindTrace(content));
  }

  @Test
  void largeTextWithoutHeaderSection_isWhole() {
    String text = "Hello\r\n\r\n" + "0123456789abcdef\r\n".repeat(4_000);
    assertEquals("\r\n" + text, behindTrace(text));
  }

  @Test
  void textThatLooksLikeFields_isNoFactOfTheMessage() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask("Hello\r\nSubject: no subject\r\n\r\nx\r\n.");
      assertFalse(gateway.onlyMessage().facts().containsKey(Facts.SUBJECT));
      assertEquals("221", client.ask("QUIT").substring(0, 3));
    }
  }
}
