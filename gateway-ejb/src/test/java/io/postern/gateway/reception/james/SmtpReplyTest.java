package io.postern.gateway.reception.james;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmtpReplyTest {

  private static String wire(SmtpReply reply) {
    return new String(reply.octets(), US_ASCII);
  }

  @Test
  void everyLineHasCodeAndStatus() {
    Reply reply =
        new Reply(550, Optional.of(new EnhancedStatusCode(5, 7, 1)), List.of("No.", "Never."));

    assertEquals("550-5.7.1 No.\r\n550 5.7.1 Never.\r\n", wire(SmtpReply.of(reply)));
  }

  @Test
  void aReplyWithoutStatus_getsTheUndefinedOneOfItsClass() {
    assertEquals("451 4.0.0 later\r\n", wire(SmtpReply.of(Reply.of(451, "later"))));
  }

  @Test
  void linesOfEhlo_haveNoStatus() {
    assertEquals(
        "250-mx.example.com\r\n250 8BITMIME\r\n",
        wire(SmtpReply.lines(250, List.of("mx.example.com", "8BITMIME"))));
  }

  @Test
  void whatIsNotAscii_doesNotReachTheWire() {
    assertEquals("550 5.7.1 n?t\r\n", wire(SmtpReply.of(Reply.of(550, "5.7.1", "n\u00f6t"))));
  }
}
