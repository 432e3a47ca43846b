package io.postern.gateway.export.format;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.ExportEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines of Exim's main log, with times in UTC. In lines without a message the client's address
 * comes first, and what it said only behind it: readers look at the 18th character behind the time
 * for the kind of the line.
 */
final class EximLines implements EventFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Exim's ids have three groups of 6, 6 and 2. */
  private static final int ID_CHARACTERS = 14;

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    MailFacts facts = new MailFacts(event);
    return EventType.of(event.event()).flatMap(type -> text(type, event, facts)).stream()
        .map(
            text ->
                new FormattedLine(
                    Optional.of(new FormattedLine.Program("exim", facts.process(), true)),
                    TIME.format(event.at()) + " " + text))
        .toList();
  }

  private static Optional<String> text(EventType type, ExportEvent event, MailFacts facts) {
    return switch (type) {
      case ACCEPTED -> Optional.of(accepted(event, facts));
      case DELIVERED ->
          Optional.of(
              attempt(facts, "=>")
                  + " QT=%s DT=%s C=\"%s\""
                      .formatted(
                          time(facts.number("age-ms")),
                          time(facts.number("duration-ms")),
                          facts.said().replace('"', '\'')));
      case DEFERRED, POSTPONED -> Optional.of(attempt(facts, "==") + " defer (0): " + facts.said());
      case FAILED ->
          Optional.of(
              attempt(facts, "**") + ": SMTP error from remote mail server: " + facts.said());
      case EXPIRED ->
          Optional.of(attempt(facts, "**") + ": retry timeout exceeded: " + facts.said());
      case HELD, QUARANTINED -> Optional.of(id(facts) + " Frozen");
      case RELEASED -> Optional.of(id(facts) + " Unfrozen by administrator");
      case REJECTED, REJECTED_REPEATEDLY -> Optional.of(refused(facts));
      case JOURNAL_BEGUN,
          SESSION_OPENED,
          SESSION_ENDED,
          ATTEMPT_BEGUN,
          DISCARDED,
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

  private static String accepted(ExportEvent event, MailFacts facts) {
    String sender = facts.word("reverse-path", "<>");
    String from =
        facts.has("report-on")
            ? "U=postern P=local"
            : "H=(%s) [%s]:%s P=%s"
                .formatted(
                    facts.word("helo", "unknown"),
                    facts.address("peer"),
                    facts.port("peer"),
                    facts.word("protocol", "SMTP").toLowerCase(Locale.ROOT));
    return "%s <= %s %s S=%d id=%s"
        .formatted(id(facts), sender, from, facts.number("size"), PostfixLines.messageId(event));
  }

  private static String attempt(MailFacts facts, String flag) {
    String host =
        facts.has("remote")
            ? " H=%s [%s]:%s".formatted(facts.host(), facts.address("remote"), facts.port("remote"))
            : "";
    return "%s %s %s R=postern T=remote_smtp%s".formatted(id(facts), flag, facts.recipient(), host);
  }

  private static String refused(MailFacts facts) {
    MailFacts.Reply reply = facts.reply();
    boolean counted = facts.has("client");
    return "H=[%s]%s %srejected %s <%s>: %s F=<%s> helo=%s"
        .formatted(
            facts.address(counted ? "client" : "peer"),
            counted ? "" : ":" + facts.port("peer"),
            reply.code().startsWith("4") ? "temporarily " : "",
            facts.command().equals("END-OF-MESSAGE") ? "DATA" : facts.command(),
            facts.recipient(),
            facts.said(),
            facts.mailbox("reverse-path"),
            facts.word("helo", "-"));
  }

  private static String id(MailFacts facts) {
    String id = "0".repeat(ID_CHARACTERS) + facts.queueId();
    String last = id.substring(id.length() - ID_CHARACTERS);
    return last.substring(0, 6) + "-" + last.substring(6, 12) + "-" + last.substring(12);
  }

  private static String time(long millis) {
    return String.format(Locale.ROOT, "%.3fs", millis / 1e3);
  }

  @Override
  public String signature() {
    return "exim";
  }
}
