package io.postern.gateway.search;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the search index costs and how fast it answers: a journal of messages of one recipient, some
 * deferred first, over thirty days, made by the journal's own writer. Prints the size of the index,
 * the rate at which it is made, and the times of searches of fifty lines, lines read included.
 */
public final class SearchIndexMeasurement {

  private static final int BATCH = 500;
  private static final int DOMAINS = 5_000;
  private static final int USERS = 50_000;
  private static final int WORDS = 20_000;
  private static final int QUERIES = 200;
  private static final int LIMIT = 50;
  private static final Duration PERIOD = Duration.ofDays(30);

  private final Random random = new Random(11);
  private final Instant begin = Instant.parse("2026-10-25T00:00:00Z");
  private final int lines;
  private long position;

  private SearchIndexMeasurement(int lines) {
    this.lines = lines;
  }

  /**
   * @param arguments number of lines, folder
   */
  public static void main(String[] arguments) throws Exception {
    int lines = Integer.parseInt(arguments[0]);
    Path folder = Path.of(arguments[1]);
    new SearchIndexMeasurement(lines).run(folder);
  }

  private void run(Path folder) throws Exception {
    JournalOptions options =
        new JournalOptions(
            64L << 20, 1L << 40, Duration.ofDays(36_500), 1L << 41, Duration.ofMillis(20), 16_384);
    Notices notices = new Notices(Clock.systemUTC(), change -> {});
    try (Journal journal = Journal.open(folder.resolve("journal"), options, Clock.systemUTC())) {
      long began = System.nanoTime();
      fill(journal);
      double seconds = secondsSince(began);
      long octets = size(folder.resolve("journal"));
      System.out.printf(
          "journal: %,d lines, %,d octets, %.0f for each, written in %.1f s%n",
          journal.lastSequence(), octets, (double) octets / journal.lastSequence(), seconds);
      began = System.nanoTime();
      long processor = processorNanos();
      long lastSize;
      try (JournalIndex index =
          JournalIndex.open(folder.resolve("index"), IndexOptions.defaults(), journal, notices)) {
        while (index.indexedTo() < journal.lastSequence()) {
          Thread.sleep(20);
        }
        seconds = secondsSince(began);
        System.out.printf(
            "indexed in %.1f s, %,.0f lines a second, heap in use %,d MiB%n",
            seconds, journal.lastSequence() / seconds, heap() >> 20);
        seconds = (processorNanos() - processor) / 1e9;
        System.out.printf(
            "processor time of the process meanwhile %.1f s, %,.0f lines a second of it%n",
            seconds, journal.lastSequence() / seconds);
      }
      began = System.nanoTime();
      try (JournalIndex index =
          JournalIndex.open(folder.resolve("index"), IndexOptions.defaults(), journal, notices)) {
        while (index.find(JournalQuery.newest(1)).indexedTo() < journal.lastSequence()) {
          Thread.sleep(20);
        }
        System.out.printf("verified and opened in %.2f s%n", secondsSince(began));
        lastSize = size(folder.resolve("index"));
        System.out.printf(
            "index: %,d octets, %.1f for each line, %.1f %% of the journal%n",
            lastSize, (double) lastSize / journal.lastSequence(), 100.0 * lastSize / octets);
        for (Map.Entry<String, Supplier<JournalQuery>> kind : kinds().entrySet()) {
          measure(index, kind.getKey(), kind.getValue());
        }
        System.out.printf("heap in use %,d MiB%n", heap() >> 20);
      }
    }
  }

  private void measure(JournalIndex index, String name, Supplier<JournalQuery> queries) {
    long[] nanos = new long[QUERIES];
    long found = 0;
    for (int i = 0; i < QUERIES; i++) {
      JournalQuery query = queries.get();
      long began = System.nanoTime();
      SearchPage page = index.find(query);
      nanos[i] = System.nanoTime() - began;
      found += page.count();
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-42s p50 %8.2f ms  p99 %8.2f ms  longest %8.2f ms  %,d matches on average%n",
        name,
        nanos[QUERIES / 2] / 1e6,
        nanos[QUERIES * 99 / 100] / 1e6,
        nanos[QUERIES - 1] / 1e6,
        found / QUERIES);
  }

  private Map<String, Supplier<JournalQuery>> kinds() {
    Map<String, Supplier<JournalQuery>> kinds = new LinkedHashMap<>();
    kinds.put("newest", () -> newest());
    kinds.put("id", () -> with(JournalCondition.ID, id(1 + random.nextInt(lines / 3)).toString()));
    kinds.put(
        "message-id",
        () -> with(JournalCondition.MESSAGE_ID, messageId(1 + random.nextInt(lines / 3))));
    kinds.put("session", () -> with(JournalCondition.SESSION, "S" + random.nextInt(lines / 9)));
    kinds.put("sender, mailbox", () -> with(JournalCondition.SENDER, mailbox()));
    kinds.put("recipient, mailbox", () -> with(JournalCondition.RECIPIENT, mailbox()));
    kinds.put("recipient-domain", () -> with(JournalCondition.RECIPIENT_DOMAIN, domain()));
    kinds.put(
        "recipient-domain, all of a top level",
        () -> with(JournalCondition.RECIPIENT_DOMAIN, "example"));
    kinds.put("subject, two words", () -> with(JournalCondition.SUBJECT, word() + " " + word()));
    kinds.put(
        "subject, beginning of a word",
        () -> with(JournalCondition.SUBJECT, "w" + random.nextInt(10) + "*"));
    kinds.put(
        "peer, network of 24 bits",
        () -> with(JournalCondition.PEER, "10.0." + random.nextInt(80) + ".0/24"));
    kinds.put("peer, network of 8 bits", () -> with(JournalCondition.PEER, "10.0.0.0/8"));
    kinds.put("status 5", () -> with(JournalCondition.STATUS, "5"));
    kinds.put(
        "status 4.7.1 and a recipient-domain",
        () ->
            with(JournalCondition.STATUS, "4.7.1")
                .with(JournalCondition.RECIPIENT_DOMAIN, domain()));
    kinds.put("event and an hour", () -> hour(with(JournalCondition.EVENT, "Delivered")));
    kinds.put("sender-domain and a day", () -> day(with(JournalCondition.SENDER_DOMAIN, domain())));
    kinds.put(
        "verdict and extension",
        () ->
            with(JournalCondition.VERDICT, "quarantine").with(JournalCondition.EXTENSION, "spam"));
    kinds.put("reply, two words", () -> with(JournalCondition.REPLY, "greylisted later"));
    kinds.put("next-hop", () -> with(JournalCondition.NEXT_HOP, "mx." + domain()));
    kinds.put(
        "text, a word and an address", () -> with(JournalCondition.TEXT, word() + " " + mailbox()));
    kinds.put("text, two words", () -> with(JournalCondition.TEXT, word() + " " + word()));
    kinds.put(
        "event, a page far back",
        () -> with(JournalCondition.EVENT, "Delivered").before(1 + random.nextInt(lines)));
    kinds.put(
        "all conditions match all",
        () ->
            with(JournalCondition.PEER, "0.0.0.0/0")
                .with(JournalCondition.SENDER_DOMAIN, "example")
                .with(JournalCondition.TEXT, "example"));
    return kinds;
  }

  private static JournalQuery newest() {
    return JournalQuery.newest(LIMIT);
  }

  private static JournalQuery with(JournalCondition condition, String value) {
    return newest().with(condition, value);
  }

  private JournalQuery hour(JournalQuery query) {
    Instant from = begin.plusSeconds(random.nextInt((int) PERIOD.toSeconds()));
    return query.between(from, from.plus(Duration.ofHours(1)));
  }

  private JournalQuery day(JournalQuery query) {
    Instant from = begin.plusSeconds(random.nextInt((int) PERIOD.toSeconds()));
    return query.between(from, from.plus(Duration.ofDays(1)));
  }

  private void fill(Journal journal) {
    List<Committed> records = new ArrayList<>();
    for (int message = 1; position < lines; message++) {
      add(records, message);
      if (records.size() >= BATCH) {
        journal.read(records);
        records = new ArrayList<>();
      }
    }
    if (!records.isEmpty()) {
      journal.read(records);
    }
    while (journal.safePosition() < position) {
      Thread.onSpinWait();
    }
  }

  private void add(List<Committed> records, int message) {
    Instant at = begin.plus(Duration.ofMillis(PERIOD.toMillis() * position / lines));
    ReversePath sender = ReversePath.parse(mailbox());
    Mailbox recipient = Mailbox.parse(mailbox());
    Map<String, String> facts = new HashMap<>();
    facts.put("session", "S" + message / 3);
    facts.put("listener", "inbound");
    facts.put(
        "peer",
        "10.0."
            + random.nextInt(80)
            + "."
            + random.nextInt(256)
            + ":"
            + (32_768 + random.nextInt(28_000)));
    facts.put("helo", "client." + domain());
    facts.put("protocol", "ESMTP");
    facts.put("relay-decision", "relay-domain example");
    facts.put("message-id", messageId(message));
    facts.put("from", "User Name <" + sender + ">");
    facts.put("to", "<" + recipient + ">");
    facts.put("subject", word() + " " + word() + " " + word() + " " + word() + " " + word());
    facts.put("date", "Tue, 24 Nov 2026 12:00:00 +0000");
    Map<String, String> accepted = new HashMap<>(facts);
    accepted.put(
        "callout-01",
        "MessageReceived spam--r12 verdict="
            + (random.nextInt(50) == 0 ? "quarantine" : "pass")
            + " changed=header ms=1.203");
    records.add(
        new Committed.Accepted(
            ++position,
            id(message),
            Envelope.of(sender, List.of(recipient)),
            10_240,
            accepted,
            at,
            Optional.empty()));
    String hop = "mx." + recipient.toString().substring(recipient.toString().indexOf('@') + 1);
    if (random.nextInt(10) == 0) {
      records.add(
          marked(
              message,
              new RecipientState.Waiting(1, at.plusSeconds(900)),
              sender,
              recipient,
              facts,
              at,
              Map.of(
                  "next-hop",
                  hop + ":25",
                  "remote",
                  "198.51.100.1:25",
                  "attempt",
                  "1",
                  "status",
                  "4.7.1",
                  "reply",
                  "451 4.7.1 greylisted, try again later",
                  "duration-ms",
                  "31")));
    }
    boolean failed = random.nextInt(30) == 0;
    records.add(
        marked(
            message,
            new RecipientState.Finished(
                failed ? RecipientState.Ending.FAILED : RecipientState.Ending.DELIVERED),
            sender,
            recipient,
            facts,
            at.plusMillis(200),
            Map.of(
                "next-hop",
                hop + ":25",
                "remote",
                "198.51.100.1:25",
                "attempt",
                "1",
                "status",
                failed ? "5.1.1" : "2.0.0",
                "reply",
                failed
                    ? "550 5.1.1 no such user"
                    : "250 2.0.0 queued as " + Long.toHexString(random.nextLong()),
                "duration-ms",
                "96")));
  }

  private Committed marked(
      int message,
      RecipientState state,
      ReversePath sender,
      Mailbox recipient,
      Map<String, String> ofMessage,
      Instant at,
      Map<String, String> facts) {
    return new Committed.Marked(
        ++position,
        new Mark(id(message), 0, state, at, facts),
        sender,
        Recipient.of(recipient),
        ofMessage,
        at);
  }

  private static SpoolId id(int message) {
    return new SpoolId(1_000_000_000L + 1_000L * message);
  }

  private static String messageId(int message) {
    return "<%08x.%d@client.example>".formatted(message * 0x9e3779b9, message);
  }

  /** Some are much more frequent than others. */
  private int skewed(int most) {
    double share = random.nextDouble();
    return (int) (most * share * share * share);
  }

  private String mailbox() {
    return "user" + skewed(USERS) + "@" + domain();
  }

  private String domain() {
    return "d" + skewed(DOMAINS) + ".example";
  }

  private String word() {
    return "w" + skewed(WORDS);
  }

  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(SearchIndexMeasurement::length).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return 0; // merged meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
