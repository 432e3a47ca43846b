package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.Ruling;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Turns what stages answered into replies and actions, and reports what is refused or dropped. */
final class VerdictPolicy {

  private final Refusals refusals;
  private final ReceptionEvents events;
  private final Clock clock;

  VerdictPolicy(Refusals refusals, ReceptionEvents events, Clock clock) {
    this.refusals = refusals;
    this.events = events;
    this.clock = clock;
  }

  /** The reply that a stage demands instead of going on; empty when it lets the client pass. */
  Optional<SmtpReply> refusal(Stage stage, Answer<?> answer, Subject subject) {
    return switch (answer.ruling()) {
      case Ruling.Pass p -> Optional.empty();
      case Ruling.Discard d -> Optional.empty();
      case Ruling.Quarantine q -> Optional.empty();
      case Ruling.Refuse(Reply reply, boolean disconnects) -> {
        record(stage, reply, answer.decidedBy(), subject);
        SmtpReply refused = encoded(reply).delayed(answer.delay());
        yield Optional.of(disconnects ? refused.thenClose() : refused);
      }
    };
  }

  /** What a stage means for a message that is taken. */
  static MessageAction action(Stage stage, Answer<?> answer) {
    return switch (answer.ruling()) {
      case Ruling.Discard(String reason) ->
          new MessageAction.Discard(stage, reason, answer.decidedBy());
      case Ruling.Quarantine(String reason) ->
          new MessageAction.Quarantine(reason, answer.decidedBy());
      case Ruling.Pass p -> MessageAction.delivery();
      case Ruling.Refuse r -> MessageAction.delivery();
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
