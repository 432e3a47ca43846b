package io.postern.gateway.export.format;

import io.postern.gateway.export.ExportEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What log lines of mail servers are made of, safe to be put into them. */
final class MailFacts {

  private static final Pattern ENDPOINT = Pattern.compile("\\[?([^\\]]*?)\\]?(?::([0-9]{1,5}))?");

  /** RFC 5321 section 4.2, RFC 3463 section 2. */
  private static final Pattern REPLY =
      Pattern.compile(
          "([245][0-9]{2})[ -]?(?:([245]\\.[0-9]{1,3}\\.[0-9]{1,3}) ?)?(.*)", Pattern.DOTALL);

  /** Of Linux. */
  private static final int MOST_PROCESSES = 4_194_304;

  private final ExportEvent event;

  MailFacts(ExportEvent event) {
    this.event = event;
  }

  /** A member as one word. */
  String word(String member, String otherwise) {
    return SafeText.word(event.text(member), otherwise);
  }

  /** A mailbox as one word; empty for none. */
  String mailbox(String member) {
    return word(member, "");
  }

  long number(String member) {
    return event.text(member).map(MailFacts::parsed).orElse(0L);
  }

  private static long parsed(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  /** A reply, else the reason, else that there is none. */
  String said() {
    return event
        .text("reply")
        .or(() -> event.text("reason"))
        .filter(text -> !text.isBlank())
        .map(SafeText::said)
        .orElse("no reason given");
  }

  /** The address of an endpoint without brackets; {@code unknown} when there is none. */
  String address(String member) {
    return endpoint(member).map(parts -> SafeText.word(parts.group(1))).orElse("unknown");
  }

  /** The port of an endpoint; {@code 0} when there is none. */
  String port(String member) {
    return endpoint(member).flatMap(parts -> Optional.ofNullable(parts.group(2))).orElse("0");
  }

  boolean has(String member) {
    return event.text(member).isPresent();
  }

  private Optional<Matcher> endpoint(String member) {
    return event.text(member).map(ENDPOINT::matcher).filter(Matcher::matches);
  }

  /** The next hop without its port. */
  String host() {
    return SafeText.word(
        event.text("next-hop").map(hop -> hop.replaceFirst(":[0-9]{1,5}$", "")), "unknown");
  }

  /** Recipients of the line, at least one. */
  int recipients() {
    return Math.max(1, event.recipients().size());
  }

  /** Mailbox of the one recipient, or of the first of several. */
  String recipient() {
    return SafeText.word(
        event.text("recipient").or(() -> event.recipients().stream().findFirst()), "");
  }

  /**
   * A reply in its parts.
   *
   * @param status empty when there is none
   */
  record Reply(String code, String status, String text) {}

  /** Of a refusal; 550 when it was not written down. */
  Reply reply() {
    String said = said();
    Matcher parts = REPLY.matcher(said);
    if (!parts.matches()) {
      return new Reply("550", "", said);
    }
    String status = parts.group(2);
    return new Reply(
        parts.group(1),
        status == null ? "" : status,
        parts.group(3).isBlank() ? "refused" : parts.group(3));
  }

  /** The SMTP command at which something was refused. */
  String command() {
    return switch (event.text("stage").orElse("")) {
      case "ClientConnected" -> "CONNECT";
      case "ClientGreeted" -> "EHLO";
      case "SenderGiven" -> "MAIL";
      case "RecipientGiven" -> "RCPT";
      case "RecipientsComplete" -> "DATA";
      case "MessageReceived", "MessageBeforeSpool", "Content", "Spool" -> "END-OF-MESSAGE";
      // Refused by the gateway itself: only RCPT is about a recipient.
      default -> has("recipient") ? "RCPT" : "COMMAND";
    };
  }

  /** The same number for all lines of a session. */
  int process() {
    return event
        .text("session")
        .map(session -> Math.floorMod(session.hashCode(), MOST_PROCESSES - 1) + 1)
        .orElse(1);
  }

  /** The message as these lines name it; {@code NOQUEUE} when the event is about none. */
  String queueId() {
    return event.id().map(id -> id.replaceAll("[^A-Za-z0-9]", "")).orElse("NOQUEUE");
  }
}
