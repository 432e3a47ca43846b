package io.postern.gateway.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportComposerTest {

  private static final Instant ARRIVED = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:11:12Z");
  private static final SpoolId REPORT = new SpoolId(33);
  private static final SpoolId MESSAGE = new SpoolId(32);
  private static final String HEAD =
      "From: <from@example.org>\r\nSubject: hello\r\nMessage-ID: <1@example.org>\r\n\r\n";

  private final ReportComposer composer = new ReportComposer(() -> "gate.example");

  @Test
  void reportIsMultipartReportWithItsThreeParts() throws IOException {
    Message report = parsed(compose(HEAD, refused("ann@example.com")));
    assertEquals("multipart/report", report.getMimeType());
    assertTrue(
        report
            .getHeader()
            .getField("Content-Type")
            .getBody()
            .contains("report-type=delivery-status"));
    assertEquals(
        List.of("text/plain", "message/delivery-status", "text/rfc822-headers"),
        parts(report).stream().map(Entity::getMimeType).toList());
  }

  @Test
  void reportIsFromTheGatewayAndSaysItIsAutomatic() throws IOException {
    Message report = parsed(compose(HEAD, refused("ann@example.com")));
    assertEquals("MAILER-DAEMON@gate.example", report.getFrom().get(0).getAddress());
    assertEquals("auto-replied", report.getHeader().getField("Auto-Submitted").getBody());
    assertEquals(NOW, report.getDate().toInstant());
    assertEquals("<" + REPORT + "@gate.example>", report.getMessageId());
  }

  @Test
  void statusNamesGatewayRecipientReplyAndTimes() throws IOException {
    assertEquals(
        """
        Reporting-MTA: dns; gate.example
        X-Postern-Spool-Id: %s
        Arrival-Date: Sun, 1 Mar 2026 08:00:00 +0000

        Final-Recipient: rfc822; ann@example.com
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.example.com
        Diagnostic-Code: smtp; 550 5.1.1 no such user
        Last-Attempt-Date: Sun, 1 Mar 2026 10:00:00 +0000
        """
            .formatted(MESSAGE)
            .replace("\n", "\r\n"),
        text(parts(parsed(compose(HEAD, refused("ann@example.com")))).get(1)));
  }

  @Test
  void everyRecipientHasAGroupOfFields() throws IOException {
    String status =
        text(parts(parsed(compose(HEAD, refused("a@x.example"), refused("b@x.example")))).get(1));
    assertEquals(3, status.split("\r\n\r\n").length);
  }

  @Test
  void localReasonIsNotPresentedAsARemoteReply() throws IOException {
    Undelivered.Loss loss =
        new Undelivered.Loss(
            Recipient.of(Mailbox.parse("a@x.example")),
            new EnhancedStatusCode(5, 4, 4),
            "no route for x.example",
            false,
            Optional.empty(),
            ARRIVED,
            false);
    String status = text(parts(parsed(compose(HEAD, loss))).get(1));
    assertTrue(status.contains("Diagnostic-Code: x-postern; no route for x.example\r\n"));
    assertFalse(status.contains("Remote-MTA"));
  }

  @Test
  void headOfTheMessageIsAttachedAsItIs() throws IOException {
    assertEquals(HEAD, text(parts(parsed(compose(HEAD, refused("a@x.example")))).get(2)));
  }

  @Test
  void foreignOctetsInTheHeadComeBackOctetForOctet() throws IOException {
    String head =
        "Subject: \u00e9\u00ff\u0000 = \t \r\nX: trailing \r\nY: " + "z".repeat(3_000) + "\r\n\r\n";
    byte[] report = compose(head, refused("a@x.example"));
    assertEquals(head, text(parts(parsed(report)).get(2)));
    assertClean(report);
  }

  @Test
  void hugeHeadIsCutAtALine() throws IOException {
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      head.append("X-Field: ").append(i).append("\r\n");
    }
    byte[] report = compose(head + "\r\n", refused("a@x.example"));
    assertTrue(report.length < 40 << 10);
    String attached = text(parts(parsed(report)).get(2));
    assertTrue(head.toString().startsWith(attached) && attached.endsWith("\r\n"));
  }

  @Test
  void hostileTextCannotAddFieldsOrParts() throws IOException {
    Undelivered.Loss hostile =
        new Undelivered.Loss(
            Recipient.of(new Mailbox("\"x --=_postern_ \u202e\"", "evil.example")),
            new EnhancedStatusCode(5, 0, 0),
            "550 \r\nAction: delivered\r\n\r\n--=_postern_\r\n\u0000\u001b[31m".repeat(40),
            true,
            Optional.of("mx\r\nBcc: a@b"),
            ARRIVED,
            true);
    byte[] report = compose(HEAD, hostile);
    Message parsed = parsed(report);
    assertEquals(3, parts(parsed).size());
    assertFalse(text(parts(parsed).get(1)).contains("\r\nAction: delivered"));
    assertFalse(text(parts(parsed).get(1)).contains("\r\nBcc"));
    assertClean(report);
  }

  @Test
  void foreignReversePathIsNotInTheFields() throws IOException {
    byte[] report =
        composer.compose(
            REPORT,
            new Undelivered(
                MESSAGE,
                new Mailbox("j\u00f6rg", "example.org"),
                ARRIVED,
                HEAD,
                List.of(refused("j\u00f6rg@example.com"))),
            NOW);
    assertClean(report);
    assertTrue(
        text(parts(parsed(report)).get(1))
            .contains("Final-Recipient: utf-8; j\\x{F6}rg@example.com\r\n"));
  }

  /** Case 96: addresses of mail services are 60 to 90 octets long. */
  @ParameterizedTest
  @ValueSource(ints = {12, 45, 46, 47, 48, 52, 72, 76, 90, 150, 240, 254})
  void finalRecipientUnfoldsToTheAddress(int length) throws IOException {
    String domain = length < 70 ? "" : "b.".repeat(length).substring(0, (length - 70) / 2 * 2);
    String address = "a".repeat(length - 10 - domain.length()) + "@" + domain + "h.example";
    assertEquals(length, address.length());
    byte[] report = compose(HEAD, refused(address));
    assertEquals("rfc822; " + address, field(report, "Final-Recipient"));
    assertTrue(text(parts(parsed(report)).get(1)).contains(address));
    assertClean(report);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"two  blanks and a long local part that goes on   and on\"@x.example",
        "\"  \"@a-domain-that-makes-this-address-longer-than-a-line-should-be.of.some.example",
        "\"a @ b\"@x.example"
      })
  void finalRecipientWithBlanksIsNotFoldedWithin(String address) throws IOException {
    byte[] report = compose(HEAD, refused(address));
    assertTrue(text(parts(parsed(report)).get(1)).contains("rfc822;"));
    assertTrue(text(parts(parsed(report)).get(1)).contains(" " + address + "\r\n"));
    assertEquals("rfc822; " + address, field(report, "Final-Recipient"));
  }

  /** Case 95: a reply of several lines with an address of the web in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.1.1 does not exist / https://support.example.net/answer.py?answer=6596 a1si1.1 - hop",
        "550 5.1.1 https://support.example.net/a/path/that/is/longer/than/one/line/should/be/and/goes/on",
        "550 two  blanks,   three blanks, and a line that is long enough to be folded   somewhere  ",
        "550 5.7.1 <0102019a-1111-2222-3333-444444444444-000000@eu-central-1.mail.example>: no"
      })
  void diagnosisUnfoldsToWhatTheServerSaid(String said) throws IOException {
    byte[] report = compose(HEAD, refused("a@x.example", said, "mx.example.com"));
    assertEquals("smtp; " + said, field(report, "Diagnostic-Code"));
    assertClean(report);
  }

  @Test
  void wordBeyondTheLimitOfLinesIsShortened() throws IOException {
    byte[] report = compose(HEAD, refused("a@x.example", "550 " + "y".repeat(1_990), "mx"));
    assertTrue(field(report, "Diagnostic-Code").endsWith("y[...]"));
    assertClean(report);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, [192.0.2.1]",
    "2001:db8::1, [IPv6:2001:db8::1]",
    "[192.0.2.1], [192.0.2.1]",
    "mx1.example.com, mx1.example.com",
    "192.0.2.1.example, 192.0.2.1.example"
  })
  void remoteMtaNamesLiteralsInBrackets(String host, String shown) throws IOException {
    assertEquals(
        "dns; " + shown,
        field(compose(HEAD, refused("a@x.example", "550 no", host)), "Remote-MTA"));
  }

  @Test
  void tenThousandRecipientsMakeAReportWithinBounds() throws IOException {
    List<Undelivered.Loss> losses = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      losses.add(refused("user" + i + "@example.com"));
    }
    byte[] report = compose(HEAD, losses.toArray(Undelivered.Loss[]::new));
    assertTrue(report.length < 4 << 20);
    assertTrue(text(parts(parsed(report)).get(0)).contains("... and 9900 more."));
  }

  /** A field of the recipient's, unfolded as RFC 5322 section 2.2.3 says. */
  private static String field(byte[] report, String name) throws IOException {
    String unfolded = text(parts(parsed(report)).get(1)).replaceAll("\r\n(?=[ \t])", "");
    int at = unfolded.indexOf("\r\n" + name + ": ") + name.length() + 4;
    return unfolded.substring(at, unfolded.indexOf("\r\n", at));
  }

  private static Undelivered.Loss refused(String recipient) {
    return refused(recipient, "550 5.1.1 no such user", "mx.example.com");
  }

  private static Undelivered.Loss refused(String recipient, String said, String host) {
    int at = recipient.lastIndexOf('@');
    return new Undelivered.Loss(
        Recipient.of(new Mailbox(recipient.substring(0, at), recipient.substring(at + 1))),
        new EnhancedStatusCode(5, 1, 1),
        said,
        true,
        Optional.of(host),
        Instant.parse("2026-03-01T10:00:00Z"),
        false);
  }

  private byte[] compose(String head, Undelivered.Loss... losses) {
    return composer.compose(
        REPORT,
        new Undelivered(MESSAGE, Mailbox.parse("from@example.org"), ARRIVED, head, List.of(losses)),
        NOW);
  }

  /** US-ASCII without NUL, lines of at most 998 octets that end in CRLF. */
  private static void assertClean(byte[] report) {
    int length = 0;
    for (int i = 0; i < report.length; i++) {
      assertTrue(report[i] > 0, "octet " + report[i] + " at " + i);
      boolean lineEnd = report[i] == '\n';
      assertEquals(lineEnd, i > 0 && report[i - 1] == '\r', "bare CR or LF at " + i);
      length = lineEnd ? 0 : length + 1;
      assertTrue(length <= 999, "long line at " + i);
    }
    assertEquals(0, length);
  }

  private static Message parsed(byte[] report) throws IOException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    return builder.parseMessage(new ByteArrayInputStream(report));
  }

  private static List<Entity> parts(Message report) {
    return assertInstanceOf(Multipart.class, report.getBody()).getBodyParts();
  }

  private static String text(Entity part) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    switch (part.getBody()) {
      case SingleBody single -> single.writeTo(octets);
      default -> throw new AssertionError("not a leaf: " + part.getBody());
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }
}
