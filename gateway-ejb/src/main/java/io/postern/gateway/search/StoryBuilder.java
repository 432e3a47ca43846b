package io.postern.gateway.search;

import io.postern.gateway.audit.CalloutLogLine;
import io.postern.gateway.audit.CalloutStep;
import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.search.MessageStory.StoryAccepted;
import io.postern.gateway.search.MessageStory.StoryAct;
import io.postern.gateway.search.MessageStory.StoryLog;
import io.postern.gateway.search.MessageStory.StoryReport;
import io.postern.gateway.search.MessageStory.StorySession;
import io.postern.gateway.search.MessageStory.StoryState;
import io.postern.gateway.search.MessageStory.StoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a message's story of its lines. Not thread-safe; used once. */
final class StoryBuilder {

  private final String id;
  private final List<JournalLine> lines;
  private final List<JournalLine> ofSession;
  private final Function<String, Optional<JournalLine>> lastEvent;
  private final Map<String, RecipientHistory> recipients = new LinkedHashMap<>();
  private final List<StoryStep> steps = new ArrayList<>();
  private final List<StoryLog> logged = new ArrayList<>();
  private final List<StoryAct> acts = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();

  /**
   * @param lines all of the message, in the order of what happened; at least one
   * @param ofSession lines of its session that name no message
   * @param lastEvent of another message, by its id
   */
  StoryBuilder(
      String id,
      List<JournalLine> lines,
      List<JournalLine> ofSession,
      Function<String, Optional<JournalLine>> lastEvent) {
    this.id = id;
    this.lines = lines;
    this.ofSession = ofSession;
    this.lastEvent = lastEvent;
  }

  MessageStory story() {
    Optional<JournalLine> accepted =
        lines.stream().filter(line -> is(line, EventType.ACCEPTED)).findFirst();
    accepted.ifPresent(line -> line.recipients().forEach(this::recipient));
    lines.forEach(this::add);
    Optional<String> sender =
        lines.stream().flatMap(l -> l.fact("reverse-path").stream()).findFirst();
    List<StoryReport> reports = reports(sender);
    List<MessageStory.StoryRecipient> ofEach =
        recipients.values().stream().map(history -> history.recipient(sender)).toList();
    boolean finished =
        !ofEach.isEmpty() && ofEach.stream().allMatch(each -> each.state().isFinal());
    Optional<Instant> last =
        ofEach.stream().flatMap(each -> each.since().stream()).max(Instant::compareTo);
    return new MessageStory(
        id,
        session(),
        accepted.map(StoryBuilder::accepted),
        refusal,
        steps,
        number("callouts-omitted"),
        logged,
        number("callout-log-omitted"),
        ofEach,
        acts,
        reports,
        finished,
        finished ? last : Optional.empty(),
        accepted.isPresent() && last.isPresent()
            ? OptionalLong.of(
                Math.max(0, Duration.between(accepted.get().at(), last.get()).toMillis()))
            : OptionalLong.empty());
  }

  private long number(String fact) {
    return lines.stream()
        .flatMap(line -> line.fact(fact).stream())
        .filter(text -> text.matches("[0-9]{1,9}"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private void add(JournalLine line) {
    CalloutStep.of(line).forEach(step -> steps.add(new StoryStep(line.at(), step)));
    CalloutLogLine.of(line).forEach(entry -> logged.add(new StoryLog(line.at(), entry)));
    Optional<EventType> type = EventType.of(line.event());
    if (type.isEmpty()) {
      return;
    }
    switch (type.get()) {
      case ATTEMPT_BEGUN -> line.recipients().forEach(each -> recipient(each).attemptBegun(line));
      case REJECTED -> refusal = line.fact("reply").or(() -> refusal);
      case ADMINISTRATOR_ACTED ->
          acts.add(
              new StoryAct(
                  line.at(),
                  line.fact("action").orElse(""),
                  line.fact("actor"),
                  line.fact("reason")));
      case DELIVERED -> happened(line, StoryState.DELIVERED);
      case DEFERRED -> happened(line, StoryState.DEFERRED);
      case POSTPONED -> happened(line, StoryState.POSTPONED);
      case FAILED -> happened(line, StoryState.FAILED);
      case EXPIRED -> happened(line, StoryState.EXPIRED);
      case DISCARDED -> happened(line, StoryState.DISCARDED);
      case HELD -> happened(line, StoryState.HELD);
      case QUARANTINED -> happened(line, StoryState.QUARANTINED);
      case RELEASED -> happened(line, released(line));
      case LOST -> happened(line, StoryState.LOST);
      case DAMAGED -> happened(line, StoryState.DAMAGED);
      case ACCEPTED,
          JOURNAL_BEGUN,
          SESSION_OPENED,
          SESSION_ENDED,
          MESSAGES_LOST,
          REJECTED_REPEATEDLY,
          EXTENSION_FAILED,
          UNPARSABLE,
          NOTICE_RAISED,
          NOTICE_CLEARED,
          EVENTS_DROPPED,
          HISTORY_LOST -> {}
    }
  }

  /** One that left the queue by a decision has its ending in a fact. */
  private static StoryState released(JournalLine line) {
    return switch (line.fact("finished").orElse("")) {
      case "delivered" -> StoryState.DELIVERED;
      case "failed" -> StoryState.FAILED;
      case "expired" -> StoryState.EXPIRED;
      case "discarded" -> StoryState.DISCARDED;
      default -> StoryState.RELEASED;
    };
  }

  /** To its recipient, or to all that are not finished when it names none. */
  private void happened(JournalLine line, StoryState state) {
    Optional<String> one = line.fact("recipient");
    if (one.isPresent()) {
      recipient(one.get()).happened(line, state);
      return;
    }
    line.recipients().forEach(this::recipient);
    recipients.values().stream()
        .filter(Predicate.not(RecipientHistory::isFinal))
        .forEach(each -> each.happened(line, state));
  }

  private RecipientHistory recipient(String mailbox) {
    return recipients.computeIfAbsent(mailbox, RecipientHistory::new);
  }

  private static boolean is(JournalLine line, EventType type) {
    return line.event().equals(type.eventName());
  }

  private static StoryAccepted accepted(JournalLine line) {
    return new StoryAccepted(
        line.at(),
        line.fact("reverse-path").orElse(""),
        Numbers.of(line, "size"),
        line.fact("message-id"),
        decoded(line, "from"),
        decoded(line, "to"),
        decoded(line, "subject"),
        line.fact("quarantined"),
        line.fact(EventField.WITHHELD));
  }

  private static Optional<String> decoded(JournalLine line, String field) {
    return line.fact(field + "-decoded").or(() -> line.fact(field));
  }

  private Optional<StorySession> session() {
    return lines.stream()
        .filter(line -> line.fact("session").isPresent())
        .findFirst()
        .map(
            line ->
                new StorySession(
                    line.fact("session").orElse(""),
                    line.fact("listener"),
                    line.fact("peer"),
                    line.fact("helo"),
                    line.fact("protocol"),
                    line.fact("relay-decision"),
                    ofSession(EventType.SESSION_OPENED).map(JournalLine::at),
                    ofSession(EventType.SESSION_ENDED).map(JournalLine::at),
                    ofSession(EventType.SESSION_ENDED).flatMap(ended -> ended.fact("ended"))));
  }

  private Optional<JournalLine> ofSession(EventType type) {
    return ofSession.stream().filter(line -> is(line, type)).findFirst();
  }

  private List<StoryReport> reports(Optional<String> sender) {
    Map<String, List<String>> about = new LinkedHashMap<>();
    for (RecipientHistory history : recipients.values()) {
      history
          .report()
          .ifPresent(
              report ->
                  about.computeIfAbsent(report, each -> new ArrayList<>()).add(history.mailbox()));
    }
    List<StoryReport> reports = new ArrayList<>();
    about.forEach(
        (report, mailboxes) ->
            reports.add(
                new StoryReport(
                    report, mailboxes, sender, lastEvent.apply(report).map(JournalLine::event))));
    return reports;
  }
}
