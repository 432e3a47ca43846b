package io.postern.gateway.audit;

import io.postern.gateway.spool.MessageAttributes;
import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferredLogged;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.logging.RecipientFailedLogged;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes of a line the event that extensions observe. */
final class LoggedEvents {

  private static final Set<String> HEADER_FIELDS =
      Set.of("message-id", "from", "to", "subject", "date");

  private LoggedEvents() {}

  /** The kind of event a line tells of; empty when logging callouts get none of it. */
  static Optional<Class<? extends LoggedEvent>> kind(JournalLine line) {
    return switch (line.event()) {
      case "Accepted" -> Optional.of(MessageAcceptedLogged.class);
      case "Delivered" -> Optional.of(RecipientDeliveredLogged.class);
      case "Deferred" -> Optional.of(RecipientDeferredLogged.class);
      case "Failed", "Expired" -> Optional.of(RecipientFailedLogged.class);
      default -> Optional.empty();
    };
  }

  /**
   * @throws IllegalArgumentException when the line lacks what its kind has
   */
  static LoggedEvent of(JournalLine line) {
    Common common =
        new Common(
            line.sequence(),
            line.at(),
            line.id().orElse(""),
            ReversePath.parse(line.fact("reverse-path").orElse("")),
            line.facts());
    if (line.event().equals("Accepted")) {
      return new Accepted(
          common,
          line.recipients().stream().map(LoggedEvents::mailbox).toList(),
          number(line, "size"));
    }
    Attempt attempt =
        new Attempt(
            mailbox(line.fact("recipient").orElse("")),
            (int) number(line, "attempt"),
            Duration.ofMillis(number(line, "age-ms")));
    return switch (line.event()) {
      case "Delivered" -> new Delivered(common, attempt);
      case "Deferred" ->
          new Deferred(
              common,
              attempt,
              line.fact("next-attempt").flatMap(LoggedEvents::instant).orElse(line.at()));
      case "Failed" -> new Failed(common, attempt, false);
      case "Expired" -> new Failed(common, attempt, true);
      default -> throw new IllegalArgumentException("no logging callout for " + line.event());
    };
  }

  /** The domain-less postmaster included (RFC 5321 section 4.1.1.3). */
  private static Mailbox mailbox(String text) {
    return text.indexOf('@') < 0 ? new Mailbox(text, "") : Mailbox.parse(text);
  }

  private static long number(JournalLine line, String name) {
    String text = line.fact(name).orElse("0");
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return 0;
      }
    }
    return text.isEmpty() || text.length() > 18 ? 0 : Long.parseLong(text);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private record Common(
      long sequence, Instant at, String spoolId, ReversePath reversePath, Map<String, String> facts)
      implements LoggedEvent {

    @Override
    public Optional<String> header(String name) {
      String key = name.toLowerCase(Locale.ROOT);
      return HEADER_FIELDS.contains(key) ? fact(key) : Optional.empty();
    }

    @Override
    public Optional<String> decidedBy() {
      return fact("decided-by");
    }

    /** Looked for when asked for, as few observers do. */
    @Override
    public Map<String, String> messageNotes() {
      Map<String, String> notes = new TreeMap<>();
      facts.forEach(
          (name, value) -> {
            if (name.startsWith(MessageAttributes.NOTE)) {
              notes.put(name.substring(MessageAttributes.NOTE.length()), value);
            }
          });
      return Collections.unmodifiableMap(notes);
    }

    Optional<String> fact(String name) {
      return Optional.ofNullable(facts.get(name));
    }
  }

  private record Attempt(Mailbox recipient, int number, Duration age) {}

  /** What all events share. */
  private abstract static class OfLine implements LoggedEvent {

    final Common common;

    OfLine(Common common) {
      this.common = common;
    }

    @Override
    public long sequence() {
      return common.sequence();
    }

    @Override
    public Instant at() {
      return common.at();
    }

    @Override
    public String spoolId() {
      return common.spoolId();
    }

    @Override
    public ReversePath reversePath() {
      return common.reversePath();
    }

    @Override
    public Optional<String> header(String name) {
      return common.header(name);
    }

    @Override
    public Optional<String> decidedBy() {
      return common.decidedBy();
    }

    @Override
    public Map<String, String> messageNotes() {
      return common.messageNotes();
    }

    @Override
    public Map<String, String> facts() {
      return common.facts();
    }

    @Override
    public String toString() {
      return getClass().getSimpleName() + " " + sequence() + " " + spoolId();
    }
  }

  private static final class Accepted extends OfLine implements MessageAcceptedLogged {

    private final List<Mailbox> recipients;
    private final long size;

    Accepted(Common common, List<Mailbox> recipients, long size) {
      super(common);
      this.recipients = recipients;
      this.size = size;
    }

    @Override
    public List<Mailbox> recipients() {
      return recipients;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Optional<String> peer() {
      return common.fact("peer");
    }

    @Override
    public Optional<String> greetedName() {
      return common.fact("helo");
    }
  }

  private abstract static class OfRecipient extends OfLine
      implements io.postern.logging.RecipientLogged {

    private final Attempt attempt;

    OfRecipient(Common common, Attempt attempt) {
      super(common);
      this.attempt = attempt;
    }

    @Override
    public Mailbox recipient() {
      return attempt.recipient();
    }

    @Override
    public String nextHop() {
      return common.fact("next-hop").orElse("");
    }

    @Override
    public int attempt() {
      return attempt.number();
    }

    @Override
    public String remoteReply() {
      return common.fact("reply").or(() -> common.fact("reason")).orElse("");
    }

    @Override
    public Duration age() {
      return attempt.age();
    }

    @Override
    public Optional<String> remoteAddress() {
      return common.fact("remote");
    }
  }

  private static final class Delivered extends OfRecipient implements RecipientDeliveredLogged {
    Delivered(Common common, Attempt attempt) {
      super(common, attempt);
    }
  }

  private static final class Deferred extends OfRecipient implements RecipientDeferredLogged {

    private final Instant nextAttemptAt;

    Deferred(Common common, Attempt attempt, Instant nextAttemptAt) {
      super(common, attempt);
      this.nextAttemptAt = nextAttemptAt;
    }

    @Override
    public Instant nextAttemptAt() {
      return nextAttemptAt;
    }
  }

  private static final class Failed extends OfRecipient implements RecipientFailedLogged {

    private final boolean expired;

    Failed(Common common, Attempt attempt, boolean expired) {
      super(common, attempt);
      this.expired = expired;
    }

    @Override
    public boolean expired() {
      return expired;
    }
  }
}
