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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes of a line the event that extensions observe. */
final class LoggedEvents {

  private static final Set<String> HEADER_FIELDS =
      Stream.of(
              EventField.MESSAGE_ID,
              EventField.FROM,
              EventField.TO,
              EventField.SUBJECT,
              EventField.DATE)
          .map(EventField::member)
          .collect(Collectors.toSet());

  private LoggedEvents() {}

  /** The kind of event a line tells of; empty when logging callouts get none of it. */
  static Optional<Class<? extends LoggedEvent>> kind(JournalLine line) {
    return switch (EventType.of(line.event()).orElse(null)) {
      case ACCEPTED -> Optional.of(MessageAcceptedLogged.class);
      case DELIVERED -> Optional.of(RecipientDeliveredLogged.class);
      case DEFERRED -> Optional.of(RecipientDeferredLogged.class);
      case FAILED, EXPIRED -> Optional.of(RecipientFailedLogged.class);
      case null, default -> Optional.empty();
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
            ReversePath.parse(line.fact(EventField.REVERSE_PATH).orElse("")),
            line.facts());
    EventType type = EventType.of(line.event()).orElse(null);
    if (type == EventType.ACCEPTED) {
      return new Accepted(
          common,
          line.recipients().stream().map(LoggedEvents::mailbox).toList(),
          number(line, EventField.SIZE));
    }
    Attempt attempt =
        new Attempt(
            mailbox(line.fact(EventField.RECIPIENT).orElse("")),
            (int) number(line, EventField.ATTEMPT),
            Duration.ofMillis(number(line, EventField.AGE_MS)));
    return switch (type) {
      case DELIVERED -> new Delivered(common, attempt);
      case DEFERRED ->
          new Deferred(
              common,
              attempt,
              line.fact(EventField.NEXT_ATTEMPT).flatMap(LoggedEvents::instant).orElse(line.at()));
      case FAILED -> new Failed(common, attempt, false);
      case EXPIRED -> new Failed(common, attempt, true);
      case null, default ->
          throw new IllegalArgumentException("no logging callout for " + line.event());
    };
  }

  /** The domain-less postmaster included (RFC 5321 section 4.1.1.3). */
  private static Mailbox mailbox(String text) {
    return text.indexOf('@') < 0 ? new Mailbox(text, "") : Mailbox.parse(text);
  }

  private static long number(JournalLine line, EventField field) {
    String text = line.fact(field).orElse("0");
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
      return HEADER_FIELDS.contains(key) ? Optional.ofNullable(facts.get(key)) : Optional.empty();
    }

    @Override
    public Optional<String> decidedBy() {
      return fact(EventField.DECIDED_BY);
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

    Optional<String> fact(EventField field) {
      return Optional.ofNullable(facts.get(field.member()));
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
      return common.fact(EventField.PEER);
    }

    @Override
    public Optional<String> greetedName() {
      return common.fact(EventField.HELO);
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
      return common.fact(EventField.NEXT_HOP).orElse("");
    }

    @Override
    public int attempt() {
      return attempt.number();
    }

    @Override
    public String remoteReply() {
      return common.fact(EventField.REPLY).or(() -> common.fact(EventField.REASON)).orElse("");
    }

    @Override
    public Duration age() {
      return attempt.age();
    }

    @Override
    public Optional<String> remoteAddress() {
      return common.fact(EventField.REMOTE);
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
