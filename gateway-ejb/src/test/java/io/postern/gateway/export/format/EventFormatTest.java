package io.postern.gateway.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.TestEvents;
import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.LineStyle;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EventFormatTest {

  private static final String AT = "2026-11-24T19:01:02.123Z";
  private static final String ID = "0RWK7Q0791900";

  private static final Map<String, String> TEMPLATES =
      Map.of(
          "default",
          EventField.of("subject")
              .map(
                  _ ->
                      "{at} {event} <{reverse-path}> {subject} {subject:json} {subject:csv} {rest} {json}")
              .orElseThrow());

  private static EventFormat format(LineStyle style) {
    return EventFormat.of(
        new LineFormat(style, CsvColumns.USUAL, TEMPLATES, Escaping.TEXT), "mail.example.com");
  }

  private static SequencedMap<String, String> facts(String... namesAndValues) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return facts;
  }

  private static final SequencedMap<String, String> CLIENT =
      facts(
          "session",
          "S4F",
          "listener",
          "smtp",
          "peer",
          "192.0.2.7:40022",
          "helo",
          "client.example.org",
          "protocol",
          "ESMTP");

  private static SequencedMap<String, String> with(
      SequencedMap<String, String> some, String... more) {
    SequencedMap<String, String> all = new LinkedHashMap<>(facts(more));
    all.putAll(some);
    return all;
  }

  /** What each style makes of an event. */
  private record Case(
      String event,
      SequencedMap<String, String> facts,
      String postfix,
      String sendmail,
      String exim) {}

  private static final SequencedMap<String, String> ATTEMPT =
      facts(
          "reverse-path", "ann@example.org",
          "recipient", "bob@example.com",
          "age-ms", "3725412",
          "next-hop", "mx.example.com:25",
          "remote", "[2001:db8::25]:25",
          "attempt", "2",
          "duration-ms", "96",
          "queue-ms", "12",
          "connect-ms", "304",
          "session", "S4F");

  private static final String TO =
      "PID: 0RWK7Q0791900: to=<bob@example.com>, relay=mx.example.com[2001:db8::25]:25,"
          + " delay=3725.41, delays=3725.00/0.01/0.30/0.10, ";

  private static List<Case> cases() {
    return List.of(
        new Case(
            "Accepted",
            with(
                CLIENT,
                "reverse-path",
                "ann@example.org",
                "recipients",
                "bob@example.com eve@example.net",
                "size",
                "1234",
                "message-id",
                "<1@example.org>"),
            """
            postfix/smtpd PID: 0RWK7Q0791900: client=unknown[192.0.2.7]
            postfix/cleanup PID: 0RWK7Q0791900: message-id=<1@example.org>
            postfix/qmgr[1]: 0RWK7Q0791900: from=<ann@example.org>, size=1234, nrcpt=2 (queue active)""",
            "sendmail PID: 0RWK7Q0791900: from=<ann@example.org>, size=1234, class=0, nrcpts=2,"
                + " msgid=<1@example.org>, proto=ESMTP, daemon=smtp,"
                + " relay=client.example.org [192.0.2.7]",
            "00RWK7-Q07919-00 <= ann@example.org H=(client.example.org) [192.0.2.7]:40022 P=esmtp"
                + " S=1234 id=1@example.org"),
        new Case(
            "Accepted",
            facts(
                "reverse-path",
                "",
                "recipients",
                "ann@example.org",
                "size",
                "99",
                "report-on",
                "X"),
            """
            postfix/cleanup[1]: 0RWK7Q0791900: message-id=<>
            postfix/qmgr[1]: 0RWK7Q0791900: from=<>, size=99, nrcpt=1 (queue active)""",
            "sendmail[1]: 0RWK7Q0791900: from=<>, size=99, class=0, nrcpts=1, msgid=<>, proto=SMTP,"
                + " daemon=MTA, relay=localhost [unknown]",
            "00RWK7-Q07919-00 <= <> U=postern P=local S=99 id="),
        new Case(
            "Delivered",
            with(ATTEMPT, "status", "2.0.0", "reply", "250 2.0.0 taken"),
            "postfix/smtp " + TO + "dsn=2.0.0, status=sent (250 2.0.0 taken)",
            "sendmail PID: 0RWK7Q0791900: to=<bob@example.com>, delay=01:02:05, xdelay=00:00:00,"
                + " mailer=esmtp, pri=0, relay=mx.example.com. [2001:db8::25], dsn=2.0.0, stat=Sent"
                + " (250 2.0.0 taken)",
            "00RWK7-Q07919-00 => bob@example.com R=postern T=remote_smtp H=mx.example.com"
                + " [2001:db8::25]:25 QT=3725.412s DT=0.096s C=\"250 2.0.0 taken\""),
        new Case(
            "Deferred",
            with(ATTEMPT, "status", "4.2.2", "reply", "452 4.2.2 mailbox full"),
            "postfix/smtp "
                + TO
                + "dsn=4.2.2, status=deferred (host mx.example.com[2001:db8::25] said: 452 4.2.2"
                + " mailbox full)",
            "sendmail PID: 0RWK7Q0791900: to=<bob@example.com>, delay=01:02:05, xdelay=00:00:00,"
                + " mailer=esmtp, pri=0, relay=mx.example.com. [2001:db8::25], dsn=4.2.2,"
                + " stat=Deferred: 452 4.2.2 mailbox full",
            "00RWK7-Q07919-00 == bob@example.com R=postern T=remote_smtp H=mx.example.com"
                + " [2001:db8::25]:25 defer (0): 452 4.2.2 mailbox full"),
        new Case(
            "Failed",
            facts(
                "recipient",
                "bob@example.com",
                "next-hop",
                "nowhere.example",
                "reason",
                "no such domain"),
            "postfix/smtp[1]: 0RWK7Q0791900: to=<bob@example.com>, relay=none, delay=0.00,"
                + " delays=0.00/0.00/0.00/0.00, dsn=5.0.0, status=bounced (no such domain)",
            "sendmail[1]: 0RWK7Q0791900: to=<bob@example.com>, delay=00:00:00, xdelay=00:00:00,"
                + " mailer=esmtp, pri=0, dsn=5.0.0, stat=Service unavailable: no such domain",
            "00RWK7-Q07919-00 ** bob@example.com R=postern T=remote_smtp: SMTP error from remote mail"
                + " server: no such domain"),
        new Case(
            "Rejected",
            with(
                CLIENT,
                "reverse-path",
                "ann@example.org",
                "recipient",
                "bob@example.com",
                "stage",
                "RecipientGiven",
                "reply",
                "550 5.7.1 relaying denied"),
            "postfix/smtpd PID: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 550 5.7.1"
                + " <bob@example.com>: relaying denied; from=<ann@example.org>"
                + " to=<bob@example.com> proto=ESMTP helo=<client.example.org>",
            "sendmail PID: NOQUEUE: ruleset=check_rcpt, arg1=<bob@example.com>,"
                + " relay=client.example.org [192.0.2.7], reject=550 5.7.1 relaying denied",
            "H=[192.0.2.7]:40022 rejected RCPT <bob@example.com>: 550 5.7.1 relaying denied"
                + " F=<ann@example.org> helo=client.example.org"),
        new Case(
            "Rejected",
            with(
                CLIENT,
                "reverse-path",
                "ann@example.org",
                "recipient",
                "bob@example.com",
                "stage",
                "Protocol",
                "reply",
                "550 5.4.4 No route"),
            "postfix/smtpd PID: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 550 5.4.4"
                + " <bob@example.com>: No route; from=<ann@example.org>"
                + " to=<bob@example.com> proto=ESMTP helo=<client.example.org>",
            "sendmail PID: NOQUEUE: ruleset=check_rcpt, arg1=<bob@example.com>,"
                + " relay=client.example.org [192.0.2.7], reject=550 5.4.4 No route",
            "H=[192.0.2.7]:40022 rejected RCPT <bob@example.com>: 550 5.4.4 No route"
                + " F=<ann@example.org> helo=client.example.org"),
        new Case(
            "Held",
            facts("recipient", "bob@example.com", "reason", "its route holds mail"),
            "postfix/smtpd[1]: 0RWK7Q0791900: hold: RCPT from unknown[unknown]: its route holds"
                + " mail; from=<> to=<bob@example.com> proto=SMTP helo=<>",
            "sendmail[1]: 0RWK7Q0791900: to=<bob@example.com>, delay=00:00:00, xdelay=00:00:00,"
                + " mailer=esmtp, pri=0, dsn=2.0.0, stat=quarantined: its route holds mail",
            "00RWK7-Q07919-00 Frozen"),
        new Case(
            "NoticeRaised",
            facts("what", "the disk is nearly full"),
            "postfix/postern[1]: warning: NoticeRaised the disk is nearly full",
            "",
            ""),
        new Case("AdministratorActed", facts("actor", "admin", "action", "login"), "", "", ""));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachStyle_writesItsOwnLines(Case of) {
    String id = of.event().equals("Rejected") || of.event().equals("NoticeRaised") ? "" : ID;
    ExportEvent event = TestEvents.of(7, AT, of.event(), id, of.facts());
    String pid =
        "[%d]".formatted(new MailFacts(TestEvents.of(7, AT, "Held", "", CLIENT)).process());
    String before = "2026-11-24T19:01:02.123+00:00 mail.example.com ";
    assertEquals(
        expected(of.postfix(), before).replace(" PID", pid), file(LineStyle.POSTFIX, event));
    assertEquals(
        expected(of.sendmail(), before).replace(" PID", pid), file(LineStyle.SENDMAIL, event));
    assertEquals(expected(of.exim(), "2026-11-24 19:01:02 "), file(LineStyle.EXIM, event));
  }

  private static String expected(String lines, String before) {
    return lines.lines().map(line -> before + line).collect(Collectors.joining("\n"));
  }

  private static String file(LineStyle style, ExportEvent event) {
    return format(style).lines(event).stream()
        .map(line -> line.inFile(event.at(), "mail.example.com"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aRowOfCsv_hasOneLineAndNoFormula() {
    EventFormat csv =
        EventFormat.of(
            new LineFormat(
                LineStyle.CSV,
                CsvColumns.of(List.of("seq", "subject", "recipients")).orElseThrow(),
                Map.of(),
                Escaping.TEXT),
            "mail.example.com");
    assertEquals("seq,subject,recipients,others", csv.header().orElseThrow());
    assertEquals(
        List.of(
            "7,\"'=HYPERLINK(\"\"http://x\"\")\\u{d}\\u{a}8,forged\",\"a@b.example, c@d.example\","
                + "\"{\"\"size\"\":\"\"12\"\"}\""),
        csv
            .lines(
                TestEvents.of(
                    7,
                    AT,
                    "Accepted",
                    ID,
                    facts(
                        "recipients", "a@b.example c@d.example",
                        "size", "12",
                        "subject", "=HYPERLINK(\"http://x\")\r\n8,forged")))
            .stream()
            .map(FormattedLine::text)
            .toList());
  }

  @Test
  void aTemplate_isOfTheEventOrTheDefault() {
    EventFormat templates =
        EventFormat.of(
            new LineFormat(
                LineStyle.TEMPLATE,
                CsvColumns.USUAL,
                Map.of(
                    "Delivered", "{{{gateway}}} {seq} {recipient:csv} {subject} {helo:json} {rest}",
                    "Failed", "{reason:json}"),
                Escaping.JSON),
            "mail.example.com");
    assertEquals(
        "{\"mail.example.com\"} \"7\" \"'=a,b\" \"say \\\"hi\\u000a\\\"\" null \"{\\\"size\\\":\\\"1\\\"}\"",
        templates
            .lines(
                TestEvents.of(
                    7,
                    AT,
                    "Delivered",
                    ID,
                    facts("recipient", "=a,b", "subject", "say \"hi\n\"", "size", "1")))
            .getFirst()
            .text());
    assertEquals(List.of(), templates.lines(TestEvents.of(7, AT, "Held", ID, facts())));
  }

  private static Stream<EventType> events() {
    return Stream.of(EventType.values());
  }

  /** Whatever mail brings in, the lines are as many, and each is one. */
  @ParameterizedTest
  @EnumSource(LineStyle.class)
  void hostileValues_endNoLine(LineStyle style) {
    EventFormat format = format(style);
    events()
        .forEach(
            type -> {
              int lines = -1;
              for (String value : TestEvents.HOSTILE) {
                SequencedMap<String, String> facts = new LinkedHashMap<>();
                for (EventField field : EventField.values()) {
                  boolean given =
                      switch (field) {
                        case SEQ, POS, AT, EVENT, ID, RECIPIENTS, CRC, CHAIN, REPORT_ON -> false;
                        default -> true;
                      };
                  if (given) {
                    facts.put(field.member(), value);
                  }
                }
                ExportEvent event = TestEvents.of(7, AT, type.eventName(), ID, facts);
                List<FormattedLine> written = format.lines(event);
                lines = lines < 0 ? written.size() : lines;
                assertEquals(lines, written.size(), () -> type + " with " + value);
                for (FormattedLine line : written) {
                  String text = line.inFile(event.at(), "mail.example.com");
                  assertTrue(text.codePoints().noneMatch(EventFormatTest::endsALine), () -> text);
                }
              }
            });
  }

  private static boolean endsALine(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
