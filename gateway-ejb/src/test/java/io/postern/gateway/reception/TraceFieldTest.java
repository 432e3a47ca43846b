package io.postern.gateway.reception;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.text.MailDate;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceFieldTest {

  private static final Instant AT = Instant.parse("2026-11-04T08:05:09Z");
  private static final List<Mailbox> ONE = List.of(new Mailbox("user", "example.com"));

  private static String field(String helo, String client, List<Mailbox> recipients) {
    return new String(
        TraceField.of(
            helo,
            InetAddress.ofLiteral(client),
            "mx.example.com",
            "ESMTP",
            new SpoolId(33),
            recipients.stream().map(Recipient::of).toList(),
            AT),
        US_ASCII);
  }

  @Test
  void field_namesClientGatewayAndRecipient() {
    assertEquals(
        """
        Received: from client.example.net ([192.0.2.1])\r
        \tby mx.example.com with ESMTP id 0000000000011\r
        \tfor <user@example.com>;\r
        \tWed, 4 Nov 2026 08:05:09 +0000\r
        """,
        field("client.example.net", "192.0.2.1", ONE));
  }

  @Test
  void severalRecipients_areNotToldOfEachOther() {
    List<Mailbox> two = List.of(new Mailbox("a", "example.com"), new Mailbox("b", "example.com"));
    assertEquals(
        """
        Received: from [192.0.2.1] ([IPv6:2001:db8::1])\r
        \tby mx.example.com with ESMTP id 0000000000011;\r
        \tWed, 4 Nov 2026 08:05:09 +0000\r
        """,
        field("[192.0.2.1]", "2001:db8::1", two));
  }

  @Test
  void hostileName_cannotLeaveItsPlace() {
    String field = field("a(b);c\"d\\e<f>", "192.0.2.1", ONE);
    assertEquals(
        "Received: from a?b??c?d?e?f? ([192.0.2.1])", field.substring(0, field.indexOf("\r\n")));
  }

  @Test
  void dates_areThoseOfTheFormatter() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    DateTimeFormatter formatter = DateTimeFormatter.RFC_1123_DATE_TIME;
    for (int i = 0; i < 1_000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
      StringBuilder text = new StringBuilder();
      MailDate.append(text, instant);
      assertEquals(
          formatter.format(instant.atOffset(ZoneOffset.UTC)).replace("GMT", "+0000"),
          text.toString(),
          "seed " + seed);
    }
  }
}
