package io.postern.gateway.reception;

import io.postern.gateway.callout.Ruling;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.validation.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Turns rulings into replies and actions, and reports what is refused or dropped. */
final class VerdictPolicy {

  private final Refusals refusals;
  private final ReceptionEvents events;
  private final Clock clock;

  VerdictPolicy(Refusals refusals, ReceptionEvents events, Clock clock) {
    this.refusals = refusals;
    this.events = events;
    this.clock = clock;
  }

  /** The reply that a ruling demands instead of going on; empty when it lets the client pass. */
  Optional<SmtpReply> refusal(Stage stage, Ruling ruling, Subject subject) {
    return switch (ruling.verdict()) {
      case Verdict.Continue c -> Optional.empty();
      case Verdict.Accept a -> Optional.empty();
      case Verdict.Discard d -> Optional.empty();
      case Verdict.Quarantine q -> Optional.empty();
      case Verdict.Delay d -> Optional.empty();
      case Verdict.Defer(Reply reply) -> Optional.of(refused(stage, reply, ruling, subject));
      case Verdict.Reject(Reply reply) -> Optional.of(refused(stage, reply, ruling, subject));
      case Verdict.Disconnect(Reply reply) ->
          Optional.of(refused(stage, reply, ruling, subject).thenClose());
    };
  }

  /** What a ruling means for a message that is taken. */
  static MessageAction action(Stage stage, Ruling ruling) {
    return switch (ruling.verdict()) {
      case Verdict.Discard(String reason) ->
          new MessageAction.Discard(stage, reason, ruling.decidedBy());
      case Verdict.Quarantine(String reason) ->
          new MessageAction.Quarantine(reason, ruling.decidedBy());
      case Verdict.Continue c -> MessageAction.delivery();
      case Verdict.Accept a -> MessageAction.delivery();
      case Verdict.Delay d -> MessageAction.delivery();
      case Verdict.Defer d -> MessageAction.delivery();
      case Verdict.Reject r -> MessageAction.delivery();
      case Verdict.Disconnect d -> MessageAction.delivery();
    };
  }

  /** Refuses by the gateway's own rule. */
  SmtpReply refuse(Stage stage, Reply reply, Subject subject) {
    record(stage, reply, Optional.empty(), subject);
    return encoded(reply);
  }

  void discarded(MessageAction.Discard action, List<Mailbox> recipients, Subject subject) {
    events.discarded(
        new Discarded(
            subject.facts(),
            action.stage(),
            recipients,
            action.reason(),
            action.decidedBy(),
            clock.instant()));
  }

  private SmtpReply refused(Stage stage, Reply reply, Ruling ruling, Subject subject) {
    record(stage, reply, ruling.decidedBy(), subject);
    return encoded(reply).delayed(ruling.delay());
  }

  private void record(Stage stage, Reply reply, Optional<String> decidedBy, Subject subject) {
    Client client = subject.client();
    refusals.add(
        client.remoteAddress().getAddress(),
        client.listener(),
        stage,
        reply,
        decidedBy,
        subject::facts);
  }

  /** RFC 5321 section 3.8: a 421 ends the session, also an extension's. */
  private static SmtpReply encoded(Reply reply) {
    SmtpReply encoded = SmtpReply.of(reply);
    return reply.code() == 421 ? encoded.thenClose() : encoded;
  }
}
