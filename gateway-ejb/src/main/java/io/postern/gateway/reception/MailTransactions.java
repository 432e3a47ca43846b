package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutHistory;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.reception.esmtp.EsmtpSession;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one session, one after the other: MAIL, RCPT, DATA and the content (RFC 5321
 * section 3.3). Used by the session's thread alone.
 */
final class MailTransactions {

  private final SessionContext context;
  private final EsmtpSession session;
  private final Client client;
  private final SessionCallouts callouts;
  private final Greeting greeting;
  private final CommandReplies replies;
  private @Nullable MailTransaction transaction;

  /** Of the transaction that has just ended. */
  private Optional<HandOver> handOver = Optional.empty();

  MailTransactions(
      SessionContext context,
      EsmtpSession session,
      Client client,
      SessionCallouts callouts,
      Greeting greeting,
      CommandReplies replies) {
    this.context = context;
    this.session = session;
    this.client = client;
    this.callouts = callouts;
    this.greeting = greeting;
    this.replies = replies;
  }

  /** Whether MAIL was answered positively, and the transaction has not ended. */
  boolean isOpen() {
    return transaction != null;
  }

  /** What a refusal now would be about. */
  Subject subject() {
    MailTransaction open = transaction;
    return open == null ? Subject.of(client) : Subject.of(client, open);
  }

  SmtpReply mail(String argument) {
    if (greeting.isRefused()) {
      return replies.bad(Replies.NOT_WELCOME);
    }
    if (client.greetedName().isEmpty()) {
      return replies.bad(Replies.GREET_FIRST);
    }
    if (transaction != null) {
      return bad(Replies.ONE_SENDER, "MAIL ", argument);
    }
    return switch (PathParser.sender(argument, client.lenient())) {
      case PathArgument.Sender sender -> {
        Optional<Reply> wrong =
            context.extensions().wrongInMail(sender.parameters(), client.isExtended());
        yield wrong.isPresent()
            ? bad(wrong.get(), "MAIL ", argument)
            : replies.other(sender(sender));
      }
      case PathArgument.Recipient r -> throw new IllegalStateException("a recipient from MAIL");
      case PathArgument.Faulty(Reply reply) -> bad(reply, "MAIL ", argument);
    };
  }

  private SmtpReply sender(PathArgument.Sender given) {
    MailParameters parameters = new MailParameters(given.parameters());
    CalloutHistory history = new CalloutHistory();
    Subject subject = Subject.of(client, given.reversePath(), history);
    Optional<Reply> refusal = context.extensions().refusal(session, parameters);
    if (refusal.isPresent()) {
      return context.policy().refuse(Stage.CONTENT, refusal.get(), subject);
    }
    if (!context.store().hasRoomFor(parameters.size().orElse(0))) {
      return context.policy().refuse(Stage.SPOOL, Replies.STORAGE_FULL, subject);
    }
    greeting.close();
    CalloutSet set = callouts.openNext();
    boolean kept = false;
    try {
      Envelope begun = new Envelope(given.reversePath(), parameters, List.of());
      Answer<Envelope> answer = set.senderGiven(client, begun);
      history.add(answer);
      Optional<SmtpReply> refused = context.policy().refusal(Stage.SENDER_GIVEN, answer, subject);
      if (refused.isPresent()) {
        return refused.get();
      }
      MessageAction action =
          greeting.action().and(VerdictPolicy.action(Stage.SENDER_GIVEN, answer));
      transaction = new MailTransaction(set, history, answer.value(), action);
      kept = true;
      return Replies.SENDER_OK.delayed(answer.delay());
    } finally {
      if (!kept) {
        set.close();
      }
    }
  }

  SmtpReply rcpt(String argument) {
    MailTransaction open = transaction;
    if (open == null) {
      return outOfSequence();
    }
    return switch (PathParser.recipient(argument, client.lenient())) {
      case PathArgument.Recipient recipient -> {
        Optional<Reply> wrong =
            context.extensions().wrongInRcpt(recipient.parameters(), client.isExtended());
        yield wrong.isPresent() ? bad(wrong.get(), "RCPT ", argument) : recipient(open, recipient);
      }
      case PathArgument.Sender s -> throw new IllegalStateException("a sender from RCPT");
      case PathArgument.Faulty(Reply reply) -> bad(reply, "RCPT ", argument);
    };
  }

  private SmtpReply recipient(MailTransaction open, PathArgument.Recipient given) {
    Settings settings = session.settings();
    Mailbox mailbox = given.recipientAt(settings.hostName());
    int before = open.taken();
    SmtpReply reply =
        switch (context.recipients().decide(client, mailbox)) {
          case RelayDecision.Denied denied ->
              context
                  .policy()
                  .refuse(
                      Stage.PROTOCOL, denied.reply(), Subject.of(client, open, mailbox, denied));
          case RelayDecision.Allowed allowed -> {
            Recipient recipient = new Recipient(mailbox, given.parameters());
            yield context.envelopeStages().recipient(client, open, recipient, allowed, settings);
          }
        };
    return open.taken() > before ? reply : replies.refusedRecipient(reply, client.mayRelay());
  }

  SmtpReply data(String argument) {
    if (!argument.isEmpty()) {
      return bad(Replies.NO_ARGUMENT, "DATA ", argument);
    }
    MailTransaction open = transaction;
    if (open == null) {
      return outOfSequence();
    }
    if (open.taken() == 0) {
      return replies.bad(Replies.NO_RECIPIENTS);
    }
    SmtpReply reply =
        context
            .envelopeStages()
            .content(client, open, session.settings(), Subject.of(client, open));
    return open.expectsContent() ? reply : replies.other(reply);
  }

  /** The content on its way; only after DATA was answered 354. */
  IncomingContent content() {
    return open().content();
  }

  /** The reply to the content; the transaction is over. */
  SmtpReply endOfContent() {
    MailTransaction open = open();
    try {
      return context.endOfData().reply(client, open, session.settings());
    } finally {
      handOver = open.handOver();
      end();
    }
  }

  /** The reply to the content is written, or could not be. */
  void replied() {
    Optional<HandOver> accepted = handOver;
    handOver = Optional.empty();
    if (accepted.isPresent()) {
      context.endOfData().replied(accepted.get());
    }
  }

  /** Ends the open transaction, if there is one. */
  void end() {
    MailTransaction open = transaction;
    transaction = null;
    if (open != null) {
      open.close();
    }
  }

  private MailTransaction open() {
    MailTransaction open = transaction;
    if (open == null) {
      throw new IllegalStateException("no transaction");
    }
    return open;
  }

  private SmtpReply outOfSequence() {
    Reply reply =
        greeting.isRefused()
            ? Replies.NOT_WELCOME
            : client.greetedName().isEmpty() ? Replies.GREET_FIRST : Replies.SENDER_FIRST;
    return replies.bad(reply);
  }

  private SmtpReply bad(Reply reply, String verb, String argument) {
    return replies.bad(reply, verb + argument);
  }
}
