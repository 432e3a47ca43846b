package io.postern.gateway.reception;

import io.postern.mail.Reply;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Reports every refusal: each by itself, or, when a client is refused the same too often within an
 * interval, or all clients together are, as a count at the end of the interval. None is left out.
 * Memory is bounded: when too many clients are counted, those that follow are counted together.
 * Thread-safe.
 */
final class Refusals {

  /** After which {@link #endInterval} reports the counts. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Reported one by one, of one kind to one client in an interval. */
  static final int EACH = 100;

  /** Reported one by one in an interval, of all clients together. */
  static final int ALL = 10_000;

  /** Kinds and clients counted apart. */
  static final int COUNTED = 10_000;

  /** The text of a reply is no part of it: it may name a recipient. */
  private record Kind(long client, boolean anyone, Stage stage, int code, String decidedBy) {}

  private final ReceptionEvents events;
  private final Clock clock;
  private final Map<Kind, Count> counts = new ConcurrentHashMap<>();
  private final AtomicInteger reported = new AtomicInteger();

  Refusals(ReceptionEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * @param facts asked only when this refusal is reported by itself
   */
  void add(
      InetAddress client,
      String listener,
      Stage stage,
      Reply reply,
      Optional<String> decidedBy,
      Supplier<Map<String, String>> facts) {
    Kind kind =
        new Kind(ClientNetwork.key(client), false, stage, code(reply), decidedBy.orElse(""));
    Count.Added added;
    do {
      Count counted = counts.get(kind);
      if (counted == null) {
        boolean room = counts.size() < COUNTED;
        kind = room ? kind : new Kind(0, true, stage, kind.code(), kind.decidedBy());
        Optional<String> name = room ? Optional.of(ClientNetwork.text(client)) : Optional.empty();
        counted =
            counts.computeIfAbsent(kind, k -> new Count(name, listener, stage, reply, decidedBy));
      }
      added = counted.add(reported, clock);
    } while (added == Count.Added.ENDED);
    if (added == Count.Added.REPORTED) {
      events.rejected(new Rejected(facts.get(), stage, reply, decidedBy, clock.instant()));
    }
  }

  /** Code and enhanced status code in one number. */
  private static int code(Reply reply) {
    return reply
        .status()
        .map(
            status ->
                (reply.code() * 1000 + status.subject() % 1000) * 1000 + status.detail() % 1000)
        .orElse(reply.code());
  }

  /** Reports what was only counted since the last call, and begins again. */
  void endInterval() {
    reported.set(0);
    Instant now = clock.instant();
    for (Kind kind : counts.keySet()) {
      Count counted = counts.remove(kind);
      if (counted != null) {
        counted.end(now).ifPresent(events::rejectedRepeatedly);
      }
    }
  }

  /** How many kinds and clients are counted now. */
  int size() {
    return counts.size();
  }

  /** The refusals of one kind to one client in one interval. */
  private static final class Count {

    enum Added {
      REPORTED,
      COUNTED,
      /** Its interval is over; it counts no more. */
      ENDED
    }

    private final Optional<String> client;
    private final String listener;
    private final Stage stage;
    private final Reply reply;
    private final Optional<String> decidedBy;
    private int reportedHere;
    private long count;
    private Instant since = Instant.EPOCH;
    private boolean ended;

    Count(
        Optional<String> client,
        String listener,
        Stage stage,
        Reply reply,
        Optional<String> decidedBy) {
      this.client = client;
      this.listener = listener;
      this.stage = stage;
      this.reply = reply;
      this.decidedBy = decidedBy;
    }

    synchronized Added add(AtomicInteger reportedOfAll, Clock clock) {
      if (ended) {
        return Added.ENDED;
      }
      if (client.isPresent() && reportedHere < EACH && reportedOfAll.get() < ALL) {
        reportedHere++;
        reportedOfAll.incrementAndGet();
        return Added.REPORTED;
      }
      if (count++ == 0) {
        since = clock.instant();
      }
      return Added.COUNTED;
    }

    synchronized Optional<RejectedRepeatedly> end(Instant now) {
      ended = true;
      return count == 0
          ? Optional.empty()
          : Optional.of(
              new RejectedRepeatedly(client, listener, stage, reply, decidedBy, count, since, now));
    }
  }
}
