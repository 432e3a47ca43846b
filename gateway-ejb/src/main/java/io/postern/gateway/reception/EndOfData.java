package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Quarantine;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens between the final dot and its reply: the last rules, the trace field, the callouts
 * that see the content, the spool. The 250 is the promise of RFC 5321 section 4.2.5, so it is built
 * only after the spool has the message on disk.
 */
final class EndOfData {

  private final MessageStore store;
  private final AcceptedSink accepted;
  private final VerdictPolicy policy;
  private final StorageFailure failure;
  private final Clock clock;

  EndOfData(
      MessageStore store,
      AcceptedSink accepted,
      VerdictPolicy policy,
      StorageFailure failure,
      Clock clock) {
    this.failure = failure;
    this.store = store;
    this.accepted = accepted;
    this.policy = policy;
    this.clock = clock;
  }

  /** Gives a message to delivery whose reply was written, or could not be. */
  void replied(HandOver message) {
    message.to(accepted);
  }

  /**
   * The reply to the final dot. Whatever it is, nothing is left open. When delivery is to have the
   * message, {@link MailTransaction#handOver()} is there behind it.
   */
  SmtpReply reply(Client client, MailTransaction transaction, Settings settings) {
    Subject subject = Subject.of(client, transaction);
    Optional<Reply> refusal = transaction.content().refusal();
    if (refusal.isPresent()) {
      return policy.refuse(transaction.content().refusedAt(), refusal.get(), subject);
    }
    if (transaction.action() instanceof MessageAction.Discard discard) {
      return discarded(discard, transaction.envelope().mailboxes(), subject, Duration.ZERO);
    }
    if (!transaction.hasRecipients()) {
      return taken(store.newId()); // Each of them was dropped, and reported, when it was given.
    }
    Content content;
    try {
      content = transaction.content().finish();
    } catch (IOException e) {
      return policy.refuse(Stage.SPOOL, failure.replyTo(e), subject);
    }
    try (Holder held = new Holder(content)) {
      if (HeadFacts.receivedFields(content.head()) > settings.limits().receivedFields()) {
        return policy.refuse(Stage.CONTENT, Replies.LOOP, subject);
      }
      return ask(client, transaction, settings, held, subject);
    }
  }

  /**
   * The content that is to be closed, exactly one at a time. That the spool accepted it does not
   * change it: the spool has its own then.
   */
  private static final class Holder implements AutoCloseable {
    private Content content;

    Holder(Content content) {
      this.content = content;
    }

    Content content() {
      return content;
    }

    /** Content that takes the place of the former, which is closed already. */
    void replace(Content next) {
      content = next;
    }

    @Override
    public void close() {
      content.close();
    }
  }

  private SmtpReply ask(
      Client client, MailTransaction transaction, Settings settings, Holder held, Subject subject) {
    SpoolId id = store.newId();
    Instant now = clock.instant();
    Envelope envelope = transaction.envelope();
    byte[] trace =
        TraceField.of(
            client.greetedName().orElse(""),
            client.remoteAddress().getAddress(),
            settings.hostName(),
            client.protocol(),
            id,
            envelope.recipients(),
            now);
    Content received = held.content();
    try {
      held.replace(TraceField.onTopOf(received, trace, store));
    } catch (IOException e) {
      return policy.refuse(Stage.SPOOL, failure.replyTo(e), subject);
    }
    received.close();
    MailObject mail = new MailObject(Optional.of(id), envelope, held.content());

    Answer<MailObject> validated = transaction.callouts().messageReceived(client, mail);
    held.replace(validated.value().content());
    Optional<SmtpReply> refused = conclude(Stage.MESSAGE_RECEIVED, validated, transaction, subject);
    if (refused.isPresent()) {
      return refused.get();
    }
    Answer<MailObject> manipulated =
        transaction.callouts().messageBeforeSpool(client, validated.value());
    held.replace(manipulated.value().content());
    refused = conclude(Stage.MESSAGE_BEFORE_SPOOL, manipulated, transaction, subject);
    if (refused.isPresent()) {
      return refused.get();
    }
    Duration delay = longer(validated.delay(), manipulated.delay());
    return keep(client, transaction, manipulated.value(), id, now, subject).delayed(delay);
  }

  /** The reply, when a stage ends the message. */
  private Optional<SmtpReply> conclude(
      Stage stage, Answer<MailObject> answer, MailTransaction transaction, Subject subject) {
    transaction.history().add(answer);
    Optional<SmtpReply> refusal = policy.refusal(stage, answer, subject);
    if (refusal.isPresent()) {
      return refusal;
    }
    transaction.add(VerdictPolicy.action(stage, answer));
    List<Mailbox> recipients = answer.value().envelope().mailboxes();
    if (transaction.action() instanceof MessageAction.Discard discard) {
      return Optional.of(discarded(discard, recipients, subject, answer.delay()));
    }
    return recipients.isEmpty()
        ? Optional.of(policy.refuse(stage, Replies.EMPTIED, subject))
        : Optional.empty();
  }

  private SmtpReply discarded(
      MessageAction.Discard discard, List<Mailbox> recipients, Subject subject, Duration delay) {
    policy.discarded(discard, recipients, subject);
    return taken(store.newId()).delayed(delay);
  }

  /** Hands the message to the spool: in two when some recipients alone are held back. */
  private SmtpReply keep(
      Client client,
      MailTransaction transaction,
      MailObject mail,
      SpoolId id,
      Instant now,
      Subject subject) {
    Arrival whole = arrival(client, transaction, mail, id, now);
    Map<Mailbox, MessageAction.Quarantine> heldBack = transaction.heldBack();
    List<Recipient> recipients = mail.envelope().recipients();
    List<Recipient> apart =
        heldBack.isEmpty()
            ? List.of()
            : recipients.stream().filter(each -> heldBack.containsKey(each.mailbox())).toList();
    try {
      if (transaction.action() instanceof MessageAction.Quarantine quarantine) {
        store.accept(quarantined(whole, quarantine));
        return taken(id);
      }
      if (apart.size() == recipients.size()) {
        store.accept(quarantined(whole, why(heldBack, apart)));
        return taken(id);
      }
      if (!apart.isEmpty()) {
        // First the part that is held back: if the other fails, the client repeats it all, and a
        // second copy in quarantine hurts nobody.
        Arrival part = whole.as(store.newId(), mail.envelope().to(apart));
        store.accept(quarantined(part, why(heldBack, apart)));
      }
      Arrival free = apart.isEmpty() ? whole : whole.as(id, without(apart, mail.envelope()));
      Optional<Hold> hold = accepted.hold(free.envelope());
      store.accept(hold.isEmpty() ? free : free.held(hold));
      transaction.handOver(new HandOver(id, free.envelope(), hold));
      return taken(id);
    } catch (SpoolUnavailable e) {
      return policy.refuse(
          Stage.SPOOL, e.full() ? Replies.STORAGE_FULL : Replies.STORAGE_FAULT, subject);
    }
  }

  private static Arrival arrival(
      Client client, MailTransaction transaction, MailObject mail, SpoolId id, Instant now) {
    Arrival arrival =
        new Arrival(
            id,
            mail.envelope(),
            mail.content(),
            recordedFacts(client, transaction, mail.content()),
            now);
    Map<String, String> notes = transaction.callouts().messageNotes();
    return notes.isEmpty() ? arrival : arrival.noting(notes);
  }

  private static Envelope without(List<Recipient> apart, Envelope envelope) {
    List<Recipient> left = new ArrayList<>(envelope.recipients());
    left.removeAll(apart);
    return envelope.to(left);
  }

  private static MessageAction.Quarantine why(
      Map<Mailbox, MessageAction.Quarantine> heldBack, List<Recipient> apart) {
    return Objects.requireNonNull(heldBack.get(apart.getFirst().mailbox()));
  }

  private static Arrival quarantined(Arrival arrival, MessageAction.Quarantine why) {
    Map<String, String> facts = new HashMap<>(arrival.facts());
    why.decidedBy().ifPresent(name -> facts.put(Facts.DECIDED_BY, name));
    return arrival.recording(facts).quarantined(Quarantine.of(why.reason(), why.decidedBy()));
  }

  private static SmtpReply taken(SpoolId id) {
    return SmtpReply.line("250 2.0.0 " + id + " accepted");
  }

  private static Map<String, String> recordedFacts(
      Client client, MailTransaction transaction, Content content) {
    Map<String, String> facts = client.facts();
    facts.put(Facts.QUEUE_REASON, "received");
    transaction.history().putInto(facts);
    facts.put(Facts.RELAY_DECISION, transaction.relayDecisions());
    HeadFacts.put(content.head(), facts);
    return facts;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
