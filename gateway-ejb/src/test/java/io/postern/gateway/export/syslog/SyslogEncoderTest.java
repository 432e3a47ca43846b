package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.TestEvents;
import io.postern.gateway.settings.ExportEntry.Syslog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyslogEncoderTest {

  /** RFC 5424 section 6, as far as it is used; MSG is ASCII. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "<([0-9]{1,3})>1 [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z [!-~]{1,255}"
              + " [!-~]{1,48} [!-~]{1,128} [!-~]{1,32} \\[postern@32473(?:"
              + " [!-<>-\\\\^-~&&[^\"]]{1,32}=\"(?:[^\"\\\\\\]\\p{Cntrl}]++|\\\\[\"\\\\\\]])*+\")*+\\](?:"
              + " [ -~]*)?");

  private static SyslogEncoder encoder(String more) {
    return encoder(more, "mail.example.com");
  }

  private static SyslogEncoder encoder(String more, String gateway) {
    Syslog syslog =
        (Syslog)
            ExportFixture.entry(
                    "exports: {log: {type: syslog, host: log.example%s}}".formatted(more))
                .kind();
    return new SyslogEncoder(syslog, syslog.gateway().orElse(gateway));
  }

  private static ExportEvent event(String name, String... namesAndValues) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return TestEvents.of(7, "2026-11-24T19:01:02.123Z", name, "0RWK7Q0791900", facts);
  }

  private static List<String> texts(SyslogEncoder encoder, ExportEvent event) {
    return encoder.messages(event).stream().map(octets -> new String(octets, UTF_8)).toList();
  }

  @Test
  void anEventIsJson_whenNothingElseIsSaid() {
    assertEquals(
        List.of(
            "<22>1 2026-11-24T19:01:02.123Z mail.example.com postern - Delivered"
                + " [postern@32473 seq=\"7\"]"
                + " {\"seq\":7,\"at\":\"2026-11-24T19:01:02.123Z\",\"event\":\"Delivered\","
                + "\"id\":\"0RWK7Q0791900\",\"subject\":\"M\\u00fcll\"}"),
        texts(encoder(""), event("Delivered", "subject", "Müll")));
  }

  @Test
  void membersAreStructuredData_whenSaid() {
    assertEquals(
        List.of(
            "<148>1 2026-11-24T19:01:02.123Z gw mailgate - Failed [postern@32473 seq=\"7\""
                + " event=\"Failed\" id=\"0RWK7Q0791900\" recipients=\"a@b.example, c@d.example\""
                + " subject=\"M\u00fcll \\\\ \\\" \\] \\\\u{a}\"]"),
        texts(
            encoder(", structured: true, facility: local2, application: mailgate, gateway: gw"),
            event(
                "Failed", "subject", "Müll \\ \" ] \n", "recipients", "a@b.example c@d.example")));
  }

  @Test
  void linesOfPostfix_areOfItsPrograms() {
    List<String> texts =
        texts(encoder(", format: postfix"), event("Accepted", "size", "12", "peer", "192.0.2.7:1"));
    assertEquals(
        List.of(
            "<22>1 2026-11-24T19:01:02.123Z mail.example.com postfix/smtpd 1 Accepted"
                + " [postern@32473 seq=\"7\"] 0RWK7Q0791900: client=unknown[192.0.2.7]",
            "<22>1 2026-11-24T19:01:02.123Z mail.example.com postfix/cleanup 1 Accepted"
                + " [postern@32473 seq=\"7\"] 0RWK7Q0791900: message-id=<>",
            "<22>1 2026-11-24T19:01:02.123Z mail.example.com postfix/qmgr 1 Accepted"
                + " [postern@32473 seq=\"7\"] 0RWK7Q0791900: from=<>, size=12, nrcpt=1 (queue"
                + " active)"),
        texts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", structured: true",
        ", structured: true, format: json",
        ", format: postfix",
        ", format: exim",
        ", format: csv",
        ", transport: udp",
        ", length: 1024, structured: true, templates: {default: '{subject} {json}'}",
        ", length: 1024",
        ", length: 1024, structured: true, format: json",
        ", templates: {default: 'Müll {subject} {json}'}, escaping: json"
      })
  void everyMessage_isOneOfRfc5424_withinItsLength(String more) {
    SyslogEncoder encoder = encoder(more, "g".repeat(200) + ".example");
    int most = more.contains("1024") ? 1_024 : more.contains("udp") ? 2_048 : 8_192;
    for (EventType type :
        List.of(
            EventType.ACCEPTED, EventType.DELIVERED, EventType.REJECTED, EventType.NOTICE_RAISED)) {
      for (String value : TestEvents.HOSTILE) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        for (EventField field : EventField.values()) {
          boolean given =
              switch (field) {
                case SEQ, POS, AT, EVENT, ID, RECIPIENTS, CRC, CHAIN -> false;
                default -> true;
              };
          if (given) {
            facts.put(field.member(), value);
          }
        }
        facts.put("note. odd=]\"name of an extension that is long", value);
        ExportEvent event =
            TestEvents.of(7, "2026-11-24T19:01:02.123Z", type.eventName(), "0RWK7Q0791900", facts);
        for (byte[] octets : encoder.messages(event)) {
          String text = new String(octets, UTF_8);
          assertTrue(octets.length <= most, () -> octets.length + " " + text);
          assertTrue(MESSAGE.matcher(text).matches(), text);
          assertFalse(text.contains("\ufffd") && !value.contains("half"), text);
        }
      }
    }
  }

  @Test
  void jsonThatIsTooLong_losesItsLongestMembers_andIsJson() {
    SyslogEncoder encoder = encoder(", length: 1024");
    String text =
        texts(
                encoder,
                event("Delivered", "subject", "x".repeat(900), "from", "f", "to", "y".repeat(950)))
            .getFirst();
    JournalLine line = JournalLine.parse(text.substring(text.indexOf('{')));
    assertEquals("f", line.fact("from").orElseThrow());
    assertEquals("to subject", line.fact("omitted").orElseThrow());
  }

  @Test
  void severities_grow() {
    assertEquals(6, Severity.of(event("Accepted")).number());
    assertEquals(5, Severity.of(event("Deferred")).number());
    assertEquals(4, Severity.of(event("Failed")).number());
    assertEquals(4, Severity.of(event("AdministratorActed", "action", "login failed")).number());
    assertEquals(5, Severity.of(event("AdministratorActed", "action", "login")).number());
    assertEquals(3, Severity.of(event("MessagesLost")).number());
    assertEquals(2, Severity.of(event("NoticeRaised", "effect", "refusing")).number());
    assertEquals(5, Severity.of(event("OfALaterVersion")).number());
  }
}
