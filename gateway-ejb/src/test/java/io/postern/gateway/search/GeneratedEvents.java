package io.postern.gateway.search;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Events and queries over a small vocabulary, so that queries find some of them. */
final class GeneratedEvents {

  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final List<String> DOMAINS =
      List.of(
          "example.org", "mail.example.org", "example.com", "EXAMPLE.net", "b\u00fccher.example");
  private static final List<String> LOCALS = List.of("ann", "bob", "Eve", "sales", "o'neil");
  private static final List<String> WORDS =
      List.of(
          "Minutes",
          "of",
          "the",
          "meeting",
          "Caf\u00e9",
          "Stra\u00dfe",
          "\u4f1a\u8b70",
          "invoice-17",
          "RE:");
  private static final List<String> EVENTS =
      List.of("Delivered", "Deferred", "Failed", "Rejected", "Held", "SessionEnded");
  private static final List<String> REPLIES =
      List.of("250 2.0.0 taken", "451 4.7.1 later", "550 5.1.1 no such user", "554 no", "421-x");
  private static final List<String> VERDICTS = List.of("pass", "reject", "quarantine");

  private final RandomGenerator random;

  GeneratedEvents(RandomGenerator random) {
    this.random = random;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String mailbox() {
    return one(LOCALS) + "@" + one(DOMAINS);
  }

  private String text() {
    return one(WORDS) + " " + one(WORDS) + ", " + one(WORDS);
  }

  private String address() {
    return random.nextBoolean() ? "192.0.2." + random.nextInt(9) : "2001:db8::" + random.nextInt(9);
  }

  private String peer() {
    String address = address();
    return (address.contains(":") ? "[" + address + "]" : address)
        + ":"
        + (40_000 + random.nextInt(3));
  }

  JournalEvent event(int number) {
    Map<String, String> facts = new HashMap<>();
    facts.put("reverse-path", random.nextInt(10) == 0 ? "" : mailbox());
    facts.put("recipient", mailbox());
    facts.put("session", "S" + random.nextInt(50));
    facts.put("peer", peer());
    facts.put("helo", "client." + one(DOMAINS));
    facts.put("message-id", "<" + random.nextInt(100) + "@example.org>");
    facts.put("subject", text());
    if (random.nextInt(3) == 0) {
      facts.put("subject-decoded", text());
      facts.put("callout-01", "RecipientGiven spam--r3 verdict=" + one(VERDICTS) + " ms=1.000");
      facts.put(
          "callout-02", "MessageReceived dlp verdict=" + one(VERDICTS) + " ms=1.0 text=a b=c");
    }
    facts.put("from", "\"" + one(WORDS) + "\" <" + mailbox() + ">");
    facts.put("reply", one(REPLIES));
    if (random.nextBoolean()) {
      facts.put("next-hop", "mx." + one(DOMAINS) + ":25");
      facts.put("remote", "198.51.100." + random.nextInt(4) + ":25");
      facts.put("status", "5.1." + random.nextInt(3));
    }
    if (random.nextInt(9) == 0) {
      facts.put("decided-by", "spam");
      facts.put("actor", one(LOCALS));
      facts.put("helo", "x".repeat(300) + random.nextInt(2));
    }
    boolean several = random.nextInt(4) == 0;
    return new JournalEvent(
        EventType.of(one(EVENTS)).orElseThrow(),
        random.nextInt(5) == 0 ? Optional.empty() : Optional.of(new SpoolId(number / 3 + 1L)),
        NOON.plusMillis(10L * number + random.nextInt(30)),
        several
            ? List.of(Mailbox.parse("ann@example.org"), Mailbox.parse("bob@list.example.com"))
            : List.of(),
        facts);
  }

  JournalQuery query(int lines) {
    JournalQuery query = JournalQuery.newest(5 + random.nextInt(200));
    for (int i = random.nextInt(3); i >= 0; i--) {
      JournalCondition condition = one(List.of(JournalCondition.values()));
      query = query.with(condition, value(condition, lines));
    }
    if (random.nextInt(3) == 0) {
      Instant from =
          NOON.plusMillis(random.nextInt(10 * lines)).plusNanos(random.nextInt(1_000_000));
      query = query.between(from, from.plusMillis(random.nextInt(10 * lines)));
    }
    return query;
  }

  private String value(JournalCondition condition, int lines) {
    return switch (condition) {
      case ID ->
          random.nextInt(4) == 0
              ? "0000000*"
              : new SpoolId(random.nextInt(Math.max(1, lines / 3)) + 1L).toString();
      case SESSION -> "s" + random.nextInt(50);
      case MESSAGE_ID -> one(List.of("<7@example.org>", "7@EXAMPLE.org", "1*"));
      case EVENT -> one(EVENTS);
      case SENDER, RECIPIENT ->
          one(List.of(mailbox(), "@" + one(DOMAINS), "<>", "ANN@example.org", "o'n*"));
      case SENDER_DOMAIN, RECIPIENT_DOMAIN -> one(List.of(one(DOMAINS), "org", "example", "@net"));
      case SUBJECT, HEADER_TO ->
          one(List.of(text(), "cafe", "STRASSE", "\u8b70", "invo*", "17 re"));
      case HEADER_FROM -> one(List.of(one(LOCALS), one(DOMAINS), "minut*"));
      case PEER ->
          one(List.of(address(), peer(), "192.0.2.0/30", "2001:db8::/125", "0.0.0.0/0", "::/0"));
      case HELO -> one(List.of("client." + one(DOMAINS), "client.*", "x".repeat(300) + "1", "xx*"));
      case NEXT_HOP -> one(List.of("mx.example.org:25", "MX.example.com", "198.51.100.2"));
      case STATUS -> one(List.of("5.1.1", "5.1", "5", "4", "550", "2.0.0", "421"));
      case REPLY -> one(List.of("no such", "taken", "late*", "550"));
      case EXTENSION -> one(List.of("spam", "spam--r3", "dlp", "none"));
      case VERDICT -> one(VERDICTS);
      case DECIDED_BY -> one(List.of("spam", "dlp"));
      case ACTOR -> one(LOCALS);
      case TEXT ->
          one(List.of("minutes ann@example.org", "192.0.2.3", "550", text(), "spam reject", "S7"));
    };
  }
}
