package io.postern.gateway.export.format;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.ExportEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of sendmail: one when a message comes in, one for each result of a recipient. */
final class SendmailLines implements EventFormat {

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    MailFacts facts = new MailFacts(event);
    return EventType.of(event.event()).flatMap(type -> text(type, event, facts)).stream()
        .map(
            text ->
                new FormattedLine(
                    Optional.of(new FormattedLine.Program("sendmail", facts.process(), false)),
                    facts.queueId() + ": " + text))
        .toList();
  }

  private static Optional<String> text(EventType type, ExportEvent event, MailFacts facts) {
    return switch (type) {
      case ACCEPTED ->
          Optional.of(
              "from=<%s>, size=%d, class=0, nrcpts=%d, msgid=<%s>, proto=%s, daemon=%s, relay=%s"
                  .formatted(
                      facts.mailbox("reverse-path"),
                      facts.number("size"),
                      facts.recipients(),
                      PostfixLines.messageId(event),
                      facts.word("protocol", "SMTP"),
                      facts.word("listener", "MTA"),
                      client(facts)));
      case DELIVERED -> Optional.of(result(facts, "2.0.0", "Sent (%s)".formatted(facts.said())));
      case DEFERRED, POSTPONED -> Optional.of(result(facts, "4.0.0", "Deferred: " + facts.said()));
      case FAILED -> Optional.of(result(facts, "5.0.0", "Service unavailable: " + facts.said()));
      case EXPIRED -> Optional.of(result(facts, "4.4.7", "Cannot send message: " + facts.said()));
      case DISCARDED -> Optional.of(result(facts, "2.0.0", "discarded: " + facts.said()));
      case HELD, QUARANTINED -> Optional.of(result(facts, "2.0.0", "quarantined: " + facts.said()));
      case REJECTED ->
          Optional.of(
              "ruleset=%s, arg1=<%s>, relay=%s, reject=%s"
                  .formatted(ruleset(facts), argument(facts), client(facts), facts.said()));
      case REJECTED_REPEATEDLY ->
          Optional.of(
              "ruleset=%s, relay=%s, count=%d, reject=%s"
                  .formatted(
                      ruleset(facts),
                      facts.address("client"),
                      facts.number("count"),
                      facts.said()));
      case JOURNAL_BEGUN,
          SESSION_OPENED,
          SESSION_ENDED,
          ATTEMPT_BEGUN,
          RELEASED,
          DAMAGED,
          LOST,
          MESSAGES_LOST,
          EXTENSION_FAILED,
          UNPARSABLE,
          ADMINISTRATOR_ACTED,
          NOTICE_RAISED,
          NOTICE_CLEARED,
          EVENTS_DROPPED,
          HISTORY_LOST ->
          Optional.empty();
    };
  }

  private static String result(MailFacts facts, String usual, String status) {
    String relay =
        facts.has("remote")
            ? ", relay=%s. [%s]".formatted(facts.host(), facts.address("remote"))
            : "";
    return "to=<%s>, delay=%s, xdelay=%s, mailer=esmtp, pri=0%s, dsn=%s, stat=%s"
        .formatted(
            facts.recipient(),
            clock(facts.number("age-ms")),
            clock(facts.number("duration-ms")),
            relay,
            facts.word("status", usual),
            status);
  }

  /** Such as 00:00:07, with days and a plus sign before it when there are some. */
  private static String clock(long millis) {
    long seconds = millis / 1_000;
    long days = seconds / 86_400;
    return (days > 0 ? days + "+" : "")
        + String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            seconds % 86_400 / 3_600,
            seconds % 3_600 / 60,
            seconds % 60);
  }

  private static String client(MailFacts facts) {
    return "%s [%s]".formatted(facts.word("helo", "localhost"), facts.address("peer"));
  }

  private static String ruleset(MailFacts facts) {
    return switch (facts.command()) {
      case "CONNECT" -> "check_relay";
      case "MAIL" -> "check_mail";
      case "RCPT" -> "check_rcpt";
      case "DATA" -> "check_data";
      default -> "check_eom";
    };
  }

  private static String argument(MailFacts facts) {
    return facts.command().equals("MAIL") ? facts.mailbox("reverse-path") : facts.recipient();
  }

  @Override
  public String signature() {
    return "sendmail";
  }
}
