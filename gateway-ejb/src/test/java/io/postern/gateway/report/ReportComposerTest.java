package io.postern.gateway.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Mailbox;
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
            Mailbox.parse("a@x.example"),
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
            new Mailbox("\"x --=_postern_ \u202e\"", "evil.example"),
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

  private static Undelivered.Loss refused(String recipient) {
    return new Undelivered.Loss(
        Mailbox.parse(recipient),
        new EnhancedStatusCode(5, 1, 1),
        "550 5.1.1 no such user",
        true,
        Optional.of("mx.example.com"),
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
