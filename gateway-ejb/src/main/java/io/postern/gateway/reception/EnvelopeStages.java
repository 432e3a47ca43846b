package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Builds a transaction's envelope and opens its content, asking the callouts of these stages. */
final class EnvelopeStages {

  private final MessageStore store;
  private final VerdictPolicy policy;
  private final StorageFailure failure;
  private final RecipientPolicy recipientPolicy;

  EnvelopeStages(
      MessageStore store,
      VerdictPolicy policy,
      StorageFailure failure,
      RecipientPolicy recipientPolicy) {
    this.failure = failure;
    this.recipientPolicy = recipientPolicy;
    this.store = store;
    this.policy = policy;
  }

  /**
   * RCPT of a recipient that may be relayed to.
   *
   * @param named as the client gave it
   */
  SmtpReply recipient(
      Client client,
      MailTransaction transaction,
      Recipient named,
      RelayDecision.Allowed decision,
      Settings settings) {
    Subject subject = Subject.of(client, transaction, named.mailbox(), decision);
    if (transaction.taken() >= settings.limits().recipients()) {
      return policy.refuse(Stage.PROTOCOL, Replies.TOO_MANY_RECIPIENTS, subject);
    }
    Recipient given = recipientPolicy.addressee(named);
    Answer<List<Recipient>> answer =
        transaction.callouts().recipientGiven(client, transaction.envelope(), given);
    transaction.history().add(answer);
    Optional<SmtpReply> refusal = policy.refusal(Stage.RECIPIENT_GIVEN, answer, subject);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    MessageAction action = VerdictPolicy.action(Stage.RECIPIENT_GIVEN, answer);
    if (!(action instanceof MessageAction.Discard)) {
      // Asked about what the extensions made of it, for they may know where it is to go.
      Optional<RelayDecision.Denied> lost = recipientPolicy.withoutRoute(answer.value(), settings);
      if (lost.isPresent()) {
        return policy.refuse(Stage.PROTOCOL, lost.get().reply(), subject.with(lost.get()));
      }
    }
    switch (action) {
      case MessageAction.Delivery d -> answer.value().forEach(transaction::add);
      case MessageAction.Discard discard ->
          policy.discarded(discard, mailboxes(answer.value()), subject);
      case MessageAction.Quarantine why ->
          answer
              .value()
              .forEach(
                  recipient -> {
                    transaction.add(recipient);
                    transaction.holdBack(recipient.mailbox(), why);
                  });
    }
    transaction.take(decision);
    return Replies.RECIPIENT_OK.delayed(answer.delay());
  }

  private static List<Mailbox> mailboxes(List<Recipient> recipients) {
    return recipients.stream().map(Recipient::mailbox).toList();
  }

  /** DATA: the reply is 354 when content may come. */
  SmtpReply content(
      Client client, MailTransaction transaction, Settings settings, Subject subject) {
    if (transaction.hasRecipients()) {
      Answer<Envelope> answer =
          transaction.callouts().recipientsComplete(client, transaction.envelope());
      transaction.history().add(answer);
      Optional<SmtpReply> refusal = policy.refusal(Stage.RECIPIENTS_COMPLETE, answer, subject);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      transaction.take(answer.value());
      transaction.add(VerdictPolicy.action(Stage.RECIPIENTS_COMPLETE, answer));
      if (!transaction.hasRecipients()) {
        return policy.refuse(Stage.RECIPIENTS_COMPLETE, Replies.EMPTIED, subject);
      }
      return open(transaction, settings, subject).delayed(answer.delay());
    }
    return open(transaction, settings, subject);
  }

  private SmtpReply open(MailTransaction transaction, Settings settings, Subject subject) {
    // With nobody left, every recipient was answered 250 and then dropped by a verdict.
    if (transaction.action() instanceof MessageAction.Discard || !transaction.hasRecipients()) {
      transaction.receive(IncomingContent.dropped(settings.limits(), failure));
      return Replies.SEND_CONTENT;
    }
    try {
      transaction.receive(IncomingContent.kept(settings.limits(), store.newContent(), failure));
      return Replies.SEND_CONTENT;
    } catch (IOException e) {
      return policy.refuse(Stage.SPOOL, failure.replyTo(e), subject);
    } catch (SpoolUnavailable e) {
      return policy.refuse(
          Stage.SPOOL, e.full() ? Replies.STORAGE_FULL : Replies.STORAGE_FAULT, subject);
    }
  }
}
