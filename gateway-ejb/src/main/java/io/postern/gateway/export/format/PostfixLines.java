package io.postern.gateway.export.format;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.ExportEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of Postfix's smtpd, cleanup, qmgr and smtp. */
final class PostfixLines implements EventFormat {

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    MailFacts facts = new MailFacts(event);
    return EventType.of(event.event()).map(type -> lines(type, event, facts)).orElse(List.of());
  }

  private static List<FormattedLine> lines(EventType type, ExportEvent event, MailFacts facts) {
    return switch (type) {
      case SESSION_OPENED -> List.of(smtpd(facts, "connect from " + client(facts)));
      case SESSION_ENDED ->
          List.of(
              smtpd(
                  facts,
                  "disconnect from %s commands=%d"
                      .formatted(client(facts), facts.number("commands"))));
      case ACCEPTED -> accepted(event, facts);
      case DELIVERED -> List.of(attempted(facts, "smtp", "sent", "2.0.0", said(facts, false)));
      case DEFERRED -> List.of(attempted(facts, "smtp", "deferred", "4.0.0", said(facts, true)));
      case POSTPONED ->
          List.of(
              attempted(
                  facts,
                  "error",
                  "deferred",
                  "4.0.0",
                  "delivery temporarily suspended: " + facts.said()));
      case FAILED -> List.of(attempted(facts, "smtp", "bounced", "5.0.0", said(facts, true)));
      case EXPIRED ->
          List.of(attempted(facts, "error", "bounced", "4.4.7", "expired: " + facts.said()));
      case REJECTED, REJECTED_REPEATEDLY -> List.of(refused(facts, type));
      case DISCARDED -> List.of(decided(facts, "discard"));
      case HELD, QUARANTINED -> List.of(decided(facts, "hold"));
      case RELEASED -> List.of(line("postsuper", 1, facts.queueId() + ": released from hold"));
      case DAMAGED,
          LOST,
          MESSAGES_LOST,
          EXTENSION_FAILED,
          NOTICE_RAISED,
          EVENTS_DROPPED,
          HISTORY_LOST ->
          List.of(line("postern", 1, "warning: " + warning(event)));
      case JOURNAL_BEGUN, ATTEMPT_BEGUN, UNPARSABLE, ADMINISTRATOR_ACTED, NOTICE_CLEARED ->
          List.of();
    };
  }

  private static List<FormattedLine> accepted(ExportEvent event, MailFacts facts) {
    String id = facts.queueId();
    List<FormattedLine> lines = new ArrayList<>();
    // A report is the gateway's own: no client brought it.
    if (!facts.has("report-on")) {
      lines.add(smtpd(facts, "%s: client=%s".formatted(id, client(facts))));
    }
    lines.add(
        line("cleanup", facts.process(), "%s: message-id=<%s>".formatted(id, messageId(event))));
    lines.add(
        line(
            "qmgr",
            1,
            "%s: from=<%s>, size=%d, nrcpt=%d (queue active)"
                .formatted(
                    id, facts.mailbox("reverse-path"), facts.number("size"), facts.recipients())));
    return lines;
  }

  static String messageId(ExportEvent event) {
    return SafeText.word(
        event.text("message-id").map(id -> id.strip().replaceFirst("^<(.*)>$", "$1")), "");
  }

  private static FormattedLine attempted(
      MailFacts facts, String program, String status, String usual, String said) {
    String relay =
        facts.has("remote")
            ? "%s[%s]:%s".formatted(facts.host(), facts.address("remote"), facts.port("remote"))
            : "none";
    long connect = facts.number("connect-ms");
    long transfer = facts.number("duration-ms");
    long queue = facts.number("queue-ms");
    long before = Math.max(0, facts.number("age-ms") - connect - transfer - queue);
    return line(
        program,
        facts.process(),
        "%s: to=<%s>, relay=%s, delay=%s, delays=%s/%s/%s/%s, dsn=%s, status=%s (%s)"
            .formatted(
                facts.queueId(),
                facts.recipient(),
                relay,
                seconds(facts.number("age-ms")),
                seconds(before),
                seconds(queue),
                seconds(connect),
                seconds(transfer),
                facts.word("status", usual),
                status,
                said));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.2f", millis / 1e3);
  }

  private static String said(MailFacts facts, boolean named) {
    return named && facts.has("remote") && facts.has("reply")
        ? "host %s[%s] said: %s".formatted(facts.host(), facts.address("remote"), facts.said())
        : facts.said();
  }

  private static FormattedLine refused(MailFacts facts, EventType type) {
    MailFacts.Reply reply = facts.reply();
    String of = facts.command().equals("RCPT") ? "<%s>: ".formatted(facts.recipient()) : "";
    String repeated =
        type == EventType.REJECTED_REPEATEDLY ? " (%d times)".formatted(facts.number("count")) : "";
    return smtpd(
        facts,
        "NOQUEUE: reject: %s from %s: %s%s %s%s%s; %s"
            .formatted(
                facts.command(),
                client(facts),
                reply.code(),
                reply.status().isEmpty() ? "" : " " + reply.status(),
                of,
                reply.text(),
                repeated,
                envelope(facts)));
  }

  private static FormattedLine decided(MailFacts facts, String what) {
    return smtpd(
        facts,
        "%s: %s: %s from %s: %s; %s"
            .formatted(
                facts.queueId(),
                what,
                facts.command().equals("COMMAND") ? "RCPT" : facts.command(),
                client(facts),
                facts.said(),
                envelope(facts)));
  }

  private static String envelope(MailFacts facts) {
    return "from=<%s> to=<%s> proto=%s helo=<%s>"
        .formatted(
            facts.mailbox("reverse-path"),
            facts.recipient(),
            facts.word("protocol", "SMTP"),
            facts.word("helo", ""));
  }

  private static String warning(ExportEvent event) {
    return event.event()
        + event
            .text("what")
            .or(() -> event.text("reason"))
            .or(() -> event.text("failure"))
            .map(text -> " " + SafeText.said(text))
            .orElse("");
  }

  private static String client(MailFacts facts) {
    return "unknown[%s]".formatted(facts.address(facts.has("peer") ? "peer" : "client"));
  }

  private static FormattedLine smtpd(MailFacts facts, String text) {
    return line("smtpd", facts.process(), text);
  }

  private static FormattedLine line(String program, int process, String text) {
    return new FormattedLine(
        Optional.of(new FormattedLine.Program("postfix/" + program, process, false)), text);
  }

  @Override
  public String signature() {
    return "postfix";
  }
}
