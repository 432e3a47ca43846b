package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.format.EventFormat;
import io.postern.gateway.export.format.FormattedLine;
import io.postern.gateway.export.mapping.LineStyle;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import io.postern.gateway.settings.ExportEntry.Syslog;
import io.postern.text.Shown;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Writes events as messages of RFC 5424: {@code <PRI>1 TIME HOST APP PROCID MSGID SD MSG}. MSGID is
 * the event's name. MSG is printable US-ASCII alone, so that it needs no byte order mark (section
 * 6.4). Thread-safe.
 */
final class SyslogEncoder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** RFC 5424 sections 6.2.4, 6.2.5 and 6.2.7. */
  private static final int LONGEST_HOST = 255;

  private static final int LONGEST_APPLICATION = 48;
  private static final int LONGEST_ID = 32;

  private final Syslog syslog;
  private final String gateway;
  private final Optional<EventFormat> format;
  private final StructuredMembers structured;

  /**
   * @param gateway HOSTNAME
   */
  SyslogEncoder(Syslog syslog, String gateway) {
    this.syslog = syslog;
    this.gateway = gateway;
    format = syslog.format().map(lines -> EventFormat.of(lines, gateway));
    structured = new StructuredMembers(syslog.structured());
  }

  /**
   * The messages of an event, one for each line of its format; one when there is no format. Each
   * has at most as many octets as the settings say: what does not fit is left out.
   */
  List<byte[]> messages(ExportEvent event) {
    if (format.isEmpty()) {
      return List.of(message(event, new FormattedLine(Optional.empty(), "")));
    }
    if (style(syslog.format()).equals(Optional.of(LineStyle.JSON))) {
      String head = head(event, Optional.empty());
      return List.of(octets(head + ' ' + event.portableJson(left(head))));
    }
    return format.get().lines(event).stream().map(line -> message(event, line)).toList();
  }

  private static Optional<LineStyle> style(Optional<LineFormat> format) {
    return format.map(LineFormat::style);
  }

  private byte[] message(ExportEvent event, FormattedLine line) {
    String head = head(event, line.program());
    if (line.text().isEmpty()) {
      return octets(head);
    }
    String text = Shown.ascii(line.text(), Integer.MAX_VALUE);
    int most = left(head);
    return octets(
        head + ' ' + (text.length() <= most ? text : text.substring(0, most - 3) + "..."));
  }

  /** Octets for MSG. */
  private int left(String head) {
    return syslog.length() - head.getBytes(UTF_8).length - 1;
  }

  private static byte[] octets(String message) {
    return message.getBytes(UTF_8);
  }

  private String head(ExportEvent event, Optional<FormattedLine.Program> program) {
    String begin =
        "<%d>1 %s %s %s %s %s "
            .formatted(
                syslog.facility().number() * 8 + Severity.of(event).number(),
                TIME.format(event.at()),
                field(gateway, LONGEST_HOST),
                field(
                    program.map(FormattedLine.Program::name).orElse(syslog.application()),
                    LONGEST_APPLICATION),
                program.map(from -> Integer.toString(from.process())).orElse("-"),
                field(event.event(), LONGEST_ID));
    int left = syslog.length() - begin.length();
    return begin + structured.element(event, format.isEmpty() ? left : left / 2);
  }

  /** Printable US-ASCII without blanks; a dash for nothing. */
  private static String field(String text, int longest) {
    String field = text.replaceAll("[^!-~]", "_");
    return field.isEmpty() ? "-" : field.substring(0, Math.min(longest, field.length()));
  }
}
