package io.postern.gateway.search;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.search.MessageStory.StoryAttempt;
import io.postern.gateway.search.MessageStory.StoryRecipient;
import io.postern.gateway.search.MessageStory.StoryState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happened to one recipient so far. */
final class RecipientHistory {

  private final String mailbox;
  private final List<StoryAttempt> attempts = new ArrayList<>();
  private StoryState state = StoryState.QUEUED;
  private Optional<JournalLine> last = Optional.empty();
  private Optional<String> reply = Optional.empty();
  private Optional<String> report = Optional.empty();

  RecipientHistory(String mailbox) {
    this.mailbox = mailbox;
  }

  String mailbox() {
    return mailbox;
  }

  Optional<String> report() {
    return report;
  }

  boolean isFinal() {
    return state.isFinal();
  }

  void attemptBegun(JournalLine line) {
    if (state.isFinal()) {
      return;
    }
    state = StoryState.IN_ATTEMPT;
    last = Optional.of(line);
    attempts.add(
        new StoryAttempt(
            number(line),
            Optional.of(line.at()),
            Optional.empty(),
            line.fact("next-hop"),
            line.fact("remote"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty()));
  }

  void happened(JournalLine line, StoryState next) {
    state = next;
    last = Optional.of(line);
    reply = line.fact("reply").or(() -> line.fact("reason"));
    report = line.fact("report").or(() -> report);
    switch (next) {
      case DELIVERED, DEFERRED, FAILED, EXPIRED -> attempted(line);
      case QUEUED,
          IN_ATTEMPT,
          POSTPONED,
          HELD,
          QUARANTINED,
          RELEASED,
          DISCARDED,
          LOST,
          DAMAGED -> {}
    }
  }

  /** The result of an attempt; an ending without one, such as a bounce, names no next hop. */
  private void attempted(JournalLine line) {
    if (line.fact("attempt").isEmpty() || line.fact("actor").isPresent()) {
      return;
    }
    int number = number(line);
    Optional<StoryAttempt> begun =
        attempts.isEmpty()
            ? Optional.empty()
            : Optional.of(attempts.getLast())
                .filter(each -> each.number() == number && each.endedAt().isEmpty());
    if (begun.isPresent()) {
      attempts.removeLast();
    }
    attempts.add(
        new StoryAttempt(
            number,
            begun.flatMap(StoryAttempt::begunAt),
            Optional.of(line.at()),
            line.fact("next-hop").or(() -> begun.flatMap(StoryAttempt::nextHop)),
            line.fact("remote").or(() -> begun.flatMap(StoryAttempt::remote)),
            Optional.of(line.event()),
            line.fact("status"),
            line.fact("reply").or(() -> line.fact("reason")),
            Numbers.of(line, "duration-ms")));
  }

  private static int number(JournalLine line) {
    return (int) Math.min(Integer.MAX_VALUE, Numbers.of(line, "attempt").orElse(1));
  }

  /**
   * @param sender of the message, to whom a report goes
   */
  StoryRecipient recipient(Optional<String> sender) {
    return new StoryRecipient(
        mailbox,
        state,
        last.map(JournalLine::at),
        reply,
        fact("actor").or(() -> fact("decided-by")),
        nextAttempt(),
        next(sender),
        report,
        attempts);
  }

  private Optional<String> fact(String name) {
    return last.flatMap(line -> line.fact(name));
  }

  private Optional<Instant> nextAttempt() {
    return switch (state) {
      case DEFERRED, POSTPONED -> fact("next-attempt").flatMap(RecipientHistory::time);
      case QUEUED,
          IN_ATTEMPT,
          HELD,
          QUARANTINED,
          RELEASED,
          DELIVERED,
          FAILED,
          EXPIRED,
          DISCARDED,
          LOST,
          DAMAGED ->
          Optional.empty();
    };
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> next(Optional<String> sender) {
    return switch (state) {
      case QUEUED -> Optional.of("It waits for its first attempt.");
      case IN_ATTEMPT -> Optional.of("An attempt is under way.");
      case DEFERRED ->
          Optional.of(
              "It is tried again"
                  + nextAttempt().map(at -> ", not before " + at).orElse("")
                  + ". The reply says why it was deferred.");
      case POSTPONED ->
          Optional.of(
              "Its next hop is paused after failed connections; it is tried"
                  + nextAttempt().map(at -> ", not before " + at).orElse(" when that is over")
                  + ". Check the next hop.");
      case HELD ->
          Optional.of(
              "It is kept as its route holds mail. Release, bounce or delete it under Queue, or change the route.");
      case QUARANTINED ->
          Optional.of(
              "It is kept by a verdict"
                  + fact("decided-by").map(by -> " of " + by).orElse("")
                  + ". Release, bounce or delete it under Queue.");
      case RELEASED -> Optional.of("It was released; an attempt follows.");
      case FAILED, EXPIRED -> Optional.of(ended(sender));
      case LOST -> Optional.of("It is not in the spool any more. Ask the sender to send it again.");
      case DAMAGED ->
          Optional.of("What could not be read is kept in spool/damaged; see docs/spool-states.md.");
      case DELIVERED, DISCARDED -> Optional.empty();
    };
  }

  private String ended(Optional<String> sender) {
    if (report.isPresent()) {
      return "Report %s was sent to %s.".formatted(report.get(), sender.orElse("the sender"));
    }
    return sender.map(String::isEmpty).orElse(false)
        ? "Nobody gets a report, as the reverse-path is null."
        : "No report was written.";
  }
}
