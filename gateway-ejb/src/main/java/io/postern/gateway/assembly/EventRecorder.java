package io.postern.gateway.assembly;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.callout.CalloutFailure;
import io.postern.gateway.callout.MailContext;
import io.postern.gateway.delivery.AttemptBegun;
import io.postern.gateway.notice.NoticeChange;
import io.postern.gateway.operation.Addresses;
import io.postern.gateway.reception.Discarded;
import io.postern.gateway.reception.ReceptionEvents;
import io.postern.gateway.reception.Rejected;
import io.postern.gateway.reception.RejectedRepeatedly;
import io.postern.gateway.reception.SessionEnded;
import io.postern.gateway.reception.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Writes into the journal what the spool does not report. Thread-safe. */
final class EventRecorder implements ReceptionEvents, Consumer<CalloutFailure> {

  /** How long the client of a discarded message may wait for the record of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Journal journal;
  private final Totals totals;
  private final Consumer<Instant> acceptances;

  /**
   * @param acceptances gets the time of the final dot of each message that is on disk
   */
  EventRecorder(Journal journal, Totals totals, Consumer<Instant> acceptances) {
    this.journal = journal;
    this.totals = totals;
    this.acceptances = acceptances;
  }

  @Override
  public void accepted(Instant receivedAt) {
    acceptances.accept(receivedAt);
  }

  @Override
  public void sessionOpened(SessionOpened opened) {
    append(
        EventType.SESSION_OPENED,
        opened.at(),
        Map.of("session", opened.session(), "listener", opened.listener(), "peer", opened.peer()));
  }

  @Override
  public void sessionEnded(SessionEnded ended) {
    Map<String, String> facts = new HashMap<>(ended.facts());
    facts.put("ended", ended.how());
    facts.put("duration-ms", Long.toString(Math.max(0, ended.duration().toMillis())));
    facts.put("octets-in", Long.toString(ended.octetsIn()));
    facts.put("octets-out", Long.toString(ended.octetsOut()));
    facts.put("commands", Long.toString(ended.commands()));
    facts.put("messages", Long.toString(ended.messages()));
    append(EventType.SESSION_ENDED, ended.at(), facts);
  }

  /** An attempt begins; for {@link io.postern.gateway.delivery.Delivery}. */
  void attemptBegun(AttemptBegun begun) {
    journal.append(
        new JournalEvent(
            EventType.ATTEMPT_BEGUN,
            Optional.of(begun.id()),
            begun.at(),
            begun.recipients(),
            Map.of(
                "next-hop", begun.destination().toString(),
                "remote", begun.remote(),
                "attempt", Integer.toString(begun.attempt()))));
  }

  private void append(EventType event, Instant at, Map<String, String> facts) {
    journal.append(new JournalEvent(event, Optional.empty(), at, facts));
  }

  @Override
  public void rejected(Rejected rejected) {
    totals.rejected(1);
    Map<String, String> facts = new HashMap<>(rejected.facts());
    facts.put("stage", rejected.stage().toString());
    facts.put("reply", rejected.reply().toString());
    rejected.decidedBy().ifPresent(extension -> facts.put("decided-by", extension));
    journal.append(new JournalEvent(EventType.REJECTED, Optional.empty(), rejected.at(), facts));
  }

  @Override
  public void rejectedRepeatedly(RejectedRepeatedly rejected) {
    totals.rejected(rejected.count());
    Map<String, String> facts = new HashMap<>();
    rejected.client().ifPresent(client -> facts.put("client", client));
    facts.put("listener", rejected.listener());
    facts.put("stage", rejected.stage().toString());
    facts.put("reply", rejected.reply().toString());
    rejected.decidedBy().ifPresent(extension -> facts.put("decided-by", extension));
    facts.put("count", Long.toString(rejected.count()));
    facts.put("since", rejected.since().truncatedTo(ChronoUnit.MILLIS).toString());
    journal.append(
        new JournalEvent(EventType.REJECTED_REPEATEDLY, Optional.empty(), rejected.at(), facts));
  }

  /**
   * Returns when the record is on disk: a message that was answered 250 and dropped must be found
   * in the journal.
   *
   * @throws IllegalStateException when the record cannot be written; the client must then not get
   *     250
   */
  @Override
  public void discarded(Discarded discarded) {
    Map<String, String> facts = new HashMap<>(discarded.facts());
    facts.put("stage", discarded.stage().toString());
    facts.put("reason", discarded.reason());
    discarded.decidedBy().ifPresent(extension -> facts.put("decided-by", extension));
    JournalEvent event =
        new JournalEvent(
            EventType.DISCARDED, Optional.empty(), discarded.at(), discarded.recipients(), facts);
    try {
      journal.appendSynced(event).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("journal: a discarded message cannot be recorded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "journal: interrupted while recording a discarded message", e);
    }
  }

  /** In the shape of docs/journal.md, the same as of logging callouts. */
  @Override
  public void accept(CalloutFailure failure) {
    boolean unparsable = failure.kind() == CalloutFailure.Kind.UNPARSABLE;
    MailContext mail = failure.mail();
    Map<String, String> facts = new HashMap<>();
    facts.put("extension", failure.extension());
    facts.put("application", failure.application());
    facts.put("stage", failure.stage());
    facts.put("observer", failure.observer());
    facts.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
    facts.put("failure", failure.what());
    facts.put("failures", "1");
    facts.put("policy", failure.policy());
    facts.put("session", mail.session());
    facts.put("listener", mail.listener());
    facts.put("peer", Addresses.shown(mail.peer()));
    mail.helo().ifPresent(helo -> facts.put("helo", helo));
    mail.reversePath().ifPresent(path -> facts.put("reverse-path", path.toString()));
    mail.messageId().ifPresent(id -> facts.put("message-id", id));
    journal.append(
        new JournalEvent(
            unparsable ? EventType.UNPARSABLE : EventType.EXTENSION_FAILED,
            mail.id(),
            failure.at(),
            facts));
  }

  /** Records that a condition began, changed or ended. */
  static void noticeChanged(Journal journal, NoticeChange change) {
    EventType event;
    Instant at;
    switch (change) {
      case NoticeChange.Raised raised -> {
        event = EventType.NOTICE_RAISED;
        at = raised.at();
      }
      case NoticeChange.Cleared cleared -> {
        event = EventType.NOTICE_CLEARED;
        at = cleared.at();
      }
    }
    Map<String, String> facts =
        Map.of(
            "notice", change.notice().key(),
            "effect", change.notice().effect().name().toLowerCase(Locale.ROOT),
            "what", change.notice().text(),
            "since", change.notice().since().toString());
    journal.append(new JournalEvent(event, Optional.empty(), at, facts));
  }
}
