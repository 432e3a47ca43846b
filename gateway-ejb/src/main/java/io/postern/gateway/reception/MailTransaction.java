package io.postern.gateway.reception;

import io.postern.gateway.callout.CalloutHistory;
import io.postern.gateway.callout.CalloutSet;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From MAIL to the end of data (RFC 5321 section 3.3), with the one callout set that handles it.
 */
final class MailTransaction implements AutoCloseable {

  /** Different reasons recorded of one message, so that the record stays short. */
  private static final int RELAY_DECISIONS = 8;

  private final CalloutSet callouts;
  private final CalloutHistory history;
  private final List<Recipient> recipients = new ArrayList<>();
  private final Map<Mailbox, MessageAction.Quarantine> heldBack = new HashMap<>();
  private Envelope begun;
  private MessageAction action;
  private int taken;
  private @Nullable IncomingContent content;
  private @Nullable HandOver handOver;
  private List<RelayDecision.Allowed> relayDecisions = List.of();

  /**
   * @param history what extensions did to it so far
   * @param begun what MAIL gave; without recipients
   */
  MailTransaction(
      CalloutSet callouts, CalloutHistory history, Envelope begun, MessageAction action) {
    this.callouts = callouts;
    this.history = history;
    this.begun = begun;
    this.action = action;
  }

  CalloutSet callouts() {
    return callouts;
  }

  /** What extensions did to it, from MAIL on. */
  CalloutHistory history() {
    return history;
  }

  /** As it is now. */
  Envelope envelope() {
    return begun.to(recipients);
  }

  ReversePath reversePath() {
    return begun.reversePath();
  }

  boolean hasRecipients() {
    return !recipients.isEmpty();
  }

  void take(Envelope envelope) {
    begun = envelope;
    recipients.clear();
    envelope.recipients().forEach(this::add);
  }

  /** Takes a recipient; one whose mailbox was given before is not taken again. */
  void add(Recipient recipient) {
    for (Recipient taken : recipients) {
      if (taken.mailbox().equals(recipient.mailbox())) {
        return;
      }
    }
    recipients.add(recipient);
  }

  /** Keeps the message of this recipient back from delivery, and of this one alone. */
  void holdBack(Mailbox recipient, MessageAction.Quarantine why) {
    heldBack.put(recipient, why);
  }

  Map<Mailbox, MessageAction.Quarantine> heldBack() {
    return heldBack;
  }

  /**
   * A recipient was answered positively, even if it was then dropped: DATA must be taken.
   *
   * @param decision why it may be relayed to
   */
  void take(RelayDecision.Allowed decision) {
    taken++;
    if (!relayDecisions.contains(decision) && relayDecisions.size() < RELAY_DECISIONS) {
      List<RelayDecision.Allowed> more = new ArrayList<>(relayDecisions);
      more.add(decision);
      relayDecisions = more;
    }
  }

  /** Why the recipients may be relayed to, as {@link Facts#RELAY_DECISION} says. */
  String relayDecisions() {
    return relayDecisions.size() == 1
        ? relayDecisions.getFirst().reason()
        : relayDecisions.stream()
            .map(RelayDecision.Allowed::reason)
            .collect(Collectors.joining(", "));
  }

  /** How often RCPT was answered positively, also for a recipient given before. */
  int taken() {
    return taken;
  }

  MessageAction action() {
    return action;
  }

  void add(MessageAction later) {
    action = action.and(later);
  }

  void receive(IncomingContent incoming) {
    content = incoming;
  }

  /** Whether DATA was answered 354. */
  boolean expectsContent() {
    return content != null;
  }

  /** The content on its way; only after DATA was answered 354. */
  IncomingContent content() {
    IncomingContent incoming = content;
    if (incoming == null) {
      throw new IllegalStateException("no content is expected");
    }
    return incoming;
  }

  void handOver(HandOver message) {
    handOver = message;
  }

  /** What delivery is to be given once the reply to the content is written. */
  Optional<HandOver> handOver() {
    return Optional.ofNullable(handOver);
  }

  @Override
  public void close() {
    try {
      if (content != null) {
        content.close();
      }
    } finally {
      callouts.close();
    }
  }
}
