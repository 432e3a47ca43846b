package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutHistory;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.reception.james.SmtpSteps;
import io.postern.gateway.reception.james.Violation;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session: which command may come when, and the answers (RFC 5321 sections 3.1 to 3.3, 4.1.4).
 * Used by the session's thread alone.
 */
final class SmtpSession implements SmtpSteps {

  /** What all sessions share. */
  record Context(
      SettingsInForce settings,
      MessageStore store,
      PolicyInForce relaying,
      RecipientPolicy recipients,
      Probes probes,
      Callouts callouts,
      VerdictPolicy policy,
      EnvelopeStages envelopeStages,
      EndOfData endOfData) {}

  private final Context context;
  private final Client client;
  private final SessionCallouts callouts;
  private final Greeting greeting;
  private @Nullable Transaction transaction;
  private final SessionBounds bounds;

  SmtpSession(Context context, Client client, SessionSlots slots) {
    this.context = context;
    this.client = client;
    this.bounds = new SessionBounds(slots);
    this.callouts = new SessionCallouts(context.callouts(), client);
    this.greeting = new Greeting(client, callouts, context.policy());
  }

  @Override
  public SmtpReply connected() {
    return greeting.connected(settings());
  }

  @Override
  public SmtpReply helo(String name) {
    return hello(name, false);
  }

  @Override
  public SmtpReply ehlo(String name) {
    return hello(name, true);
  }

  private SmtpReply hello(String name, boolean extended) {
    if (greeting.isRefused()) {
      return bad(Replies.NOT_WELCOME);
    }
    if (!Greeting.isName(name)) {
      return bad(Replies.BAD_NAME, (extended ? "EHLO " : "HELO ") + name);
    }
    endTransaction(); // RFC 5321 section 4.1.4: as RSET.
    return other(greeting.hello(name, extended, settings()));
  }

  @Override
  public SmtpReply mail(String argument) {
    if (greeting.isRefused()) {
      return bad(Replies.NOT_WELCOME);
    }
    if (client.greetedName().isEmpty()) {
      return bad(Replies.GREET_FIRST);
    }
    if (transaction != null) {
      return bad(Replies.ONE_SENDER, "MAIL " + argument);
    }
    return switch (PathParser.sender(argument, client.lenient())) {
      case PathArgument.Sender sender -> {
        Optional<Reply> refusal = ParameterRules.refusal(sender.parameters(), client.isExtended());
        yield refusal.isPresent() ? bad(refusal.get(), "MAIL " + argument) : other(sender(sender));
      }
      case PathArgument.Recipient r -> throw new IllegalStateException("a recipient from MAIL");
      case PathArgument.Faulty(Reply reply) -> bad(reply, "MAIL " + argument);
    };
  }

  private SmtpReply sender(PathArgument.Sender given) {
    Map<String, String> parameters = given.parameters();
    CalloutHistory history = new CalloutHistory();
    Subject subject = Subject.of(client, given.reversePath(), history);
    long size = ParameterRules.size(parameters);
    if (size > limits().messageSize()) {
      return context.policy().refuse(Stage.CONTENT, Replies.MESSAGE_TOO_BIG, subject);
    }
    if (!context.store().hasRoomFor(size)) {
      return context.policy().refuse(Stage.SPOOL, Replies.STORAGE_FULL, subject);
    }
    greeting.close();
    CalloutSet set = callouts.openNext();
    boolean kept = false;
    try {
      Envelope begun = new Envelope(given.reversePath(), new MailParameters(parameters), List.of());
      Answer<Envelope> answer = set.senderGiven(client, begun);
      history.add(answer);
      Optional<SmtpReply> refused = context.policy().refusal(Stage.SENDER_GIVEN, answer, subject);
      if (refused.isPresent()) {
        return refused.get();
      }
      MessageAction action =
          greeting.action().and(VerdictPolicy.action(Stage.SENDER_GIVEN, answer));
      transaction = new Transaction(set, history, answer.value(), action);
      kept = true;
      return Replies.SENDER_OK.delayed(answer.delay());
    } finally {
      if (!kept) {
        set.close();
      }
    }
  }

  @Override
  public SmtpReply rcpt(String argument) {
    Transaction open = transaction;
    if (open == null) {
      return outOfSequence();
    }
    return switch (PathParser.recipient(argument, client.lenient())) {
      case PathArgument.Recipient recipient -> {
        Optional<Reply> refusal = ParameterRules.recipientRefusal(recipient.parameters());
        yield refusal.isPresent()
            ? bad(refusal.get(), "RCPT " + argument)
            : recipient(open, recipient);
      }
      case PathArgument.Sender s -> throw new IllegalStateException("a sender from RCPT");
      case PathArgument.Faulty(Reply reply) -> bad(reply, "RCPT " + argument);
    };
  }

  private SmtpReply recipient(Transaction open, PathArgument.Recipient given) {
    Settings settings = settings();
    Mailbox recipient = given.recipientAt(settings.hostName());
    Subject subject = Subject.of(client, open).with(recipient);
    Optional<Reply> denied = context.recipients().refusal(client, recipient);
    int before = open.taken();
    SmtpReply reply =
        denied.isPresent()
            ? context.policy().refuse(Stage.PROTOCOL, denied.get(), subject)
            : context
                .envelopeStages()
                .recipient(
                    client,
                    open,
                    new Recipient(context.recipients().addressee(recipient), given.parameters()),
                    settings,
                    subject);
    if (open.taken() > before) {
      return reply;
    }
    return refused(
        reply, bounds.refusedRecipient(settings.limits(), client.mayRelay(), reply.code()));
  }

  @Override
  public SmtpReply data(String argument) {
    if (!argument.isEmpty()) {
      return bad(Replies.NO_ARGUMENT, "DATA " + argument);
    }
    Transaction open = transaction;
    if (open == null) {
      return outOfSequence();
    }
    if (open.taken() == 0) {
      return bad(Replies.NO_RECIPIENTS);
    }
    SmtpReply reply =
        context.envelopeStages().content(client, open, settings(), Subject.of(client, open));
    return open.expectsContent() ? reply : other(reply);
  }

  @Override
  public void content(byte[] octets, int offset, int length) {
    open().content().take(octets, offset, length);
  }

  @Override
  public void nulInContent() {
    open().content().refuse(Replies.NUL_IN_CONTENT);
  }

  @Override
  public SmtpReply malformedContent(Violation violation) {
    Reply reply =
        switch (violation) {
          case BARE_CR -> Replies.BARE_CR_IN_CONTENT;
          case BARE_LF -> Replies.BARE_LF_IN_CONTENT;
          case ENDLESS, CONTROL_CHARACTER, EIGHT_BIT, LINE_TOO_LONG -> Replies.MESSAGE_TOO_BIG;
        };
    return refuse(Stage.CONTENT, reply);
  }

  @Override
  public SmtpReply endOfContent() {
    try {
      SmtpReply reply = context.endOfData().reply(client, open(), settings());
      if (reply.isPositive()) {
        bounds.messageTaken();
      }
      return reply;
    } finally {
      bounds.contentEnded();
      endTransaction();
    }
  }

  @Override
  public SmtpReply rset(String argument) {
    if (!argument.isEmpty()) {
      return bad(Replies.NO_ARGUMENT, "RSET " + argument);
    }
    endTransaction();
    return other(Replies.OK);
  }

  @Override
  public SmtpReply noop(String argument) {
    return other(Replies.OK);
  }

  @Override
  public SmtpReply quit(String argument) {
    return argument.isEmpty()
        ? SmtpReply.of(Reply.of(221, "2.0.0", settings().hostName() + " closing")).thenQuit()
        : bad(Replies.NO_ARGUMENT, "QUIT " + argument);
  }

  @Override
  public SmtpReply vrfy(String argument) {
    return argument.isEmpty()
        ? bad(Replies.ARGUMENT_MISSING, "VRFY")
        : other(Replies.CANNOT_VERIFY);
  }

  @Override
  public SmtpReply help(String argument) {
    return other(Replies.HELP);
  }

  @Override
  public SmtpReply unknown(String verb, String argument) {
    return switch (verb) {
      // RFC 5321 section 4.2.4.
      case "AUTH", "BDAT", "ETRN", "EXPN", "STARTTLS", "TURN" -> bad(Replies.NOT_IMPLEMENTED, verb);
      // A browser that was made to talk to us: its next lines are somebody else's mail.
      case "CONNECT", "GET", "POST", "PUT" -> refuse(Stage.PROTOCOL, Replies.FORBIDDEN);
      // Not named: it may be a line of a login that the client went on with.
      default -> bad(Replies.UNKNOWN);
    };
  }

  @Override
  public SmtpReply malformedCommand(Violation violation) {
    return switch (violation) {
      case BARE_CR -> refuse(Stage.PROTOCOL, Replies.BARE_CR);
      case BARE_LF -> refuse(Stage.PROTOCOL, Replies.BARE_LF);
      case ENDLESS -> refuse(Stage.PROTOCOL, Replies.ENDLESS_LINE);
      case CONTROL_CHARACTER -> bad(Replies.CONTROL);
      case EIGHT_BIT -> bad(Replies.EIGHT_BIT);
      case LINE_TOO_LONG -> bad(Replies.LINE_TOO_LONG);
    };
  }

  @Override
  public SmtpReply timedOut() {
    return end(bounds.timedOut(limits(), inTransaction()));
  }

  @Override
  public SmtpReply shutDown() {
    return end(Replies.SHUT_DOWN);
  }

  @Override
  public SmtpReply failed() {
    return end(Replies.FAILED);
  }

  @Override
  public boolean inTransaction() {
    return transaction != null;
  }

  @Override
  public long commandTime() {
    return bounds.commandTime(limits(), inTransaction());
  }

  @Override
  public long messageTime() {
    return bounds.messageTime(limits());
  }

  /** Twice what may come, and some more, so that a usual excess still gets its 552. */
  @Override
  public long endlessContent() {
    return 2 * limits().messageSize() + (1 << 20);
  }

  @Override
  public void close() {
    try {
      endTransaction();
    } finally {
      greeting.close();
    }
  }

  private void endTransaction() {
    Transaction open = transaction;
    transaction = null;
    if (open != null) {
      open.close();
    }
  }

  private Transaction open() {
    Transaction open = transaction;
    if (open == null) {
      throw new IllegalStateException("no transaction");
    }
    return open;
  }

  private SmtpReply outOfSequence() {
    if (greeting.isRefused()) {
      return bad(Replies.NOT_WELCOME);
    }
    return bad(client.greetedName().isEmpty() ? Replies.GREET_FIRST : Replies.SENDER_FIRST);
  }

  /** Answers an unknown or wrong command, until there were too many of them. */
  private SmtpReply bad(Reply reply) {
    return bad(reply, subject());
  }

  private SmtpReply bad(Reply reply, String command) {
    return bad(reply, subject().with(command));
  }

  private SmtpReply bad(Reply reply, Subject subject) {
    return bounds
        .badCommand(limits())
        .map(this::end)
        .orElseGet(() -> context.policy().refuse(Stage.PROTOCOL, reply, subject));
  }

  /** Answers a command that by itself brings no message nearer, until there were too many. */
  private SmtpReply other(SmtpReply reply) {
    Optional<Reply> end = bounds.otherCommand(limits());
    return reply.code() < 400 ? end.map(this::end).orElse(reply) : refused(reply, end);
  }

  /** A refusal that is recorded already, and the end of the session when it was one too many. */
  private SmtpReply refused(SmtpReply reply, Optional<Reply> end) {
    return end.isEmpty() || reply.isLast() ? reply : reply.followedBy(end(end.get()));
  }

  private SmtpReply end(Reply reply) {
    return refuse(Stage.PROTOCOL, reply);
  }

  private SmtpReply refuse(Stage stage, Reply reply) {
    return context.policy().refuse(stage, reply, subject());
  }

  private Subject subject() {
    Transaction open = transaction;
    return open == null ? Subject.of(client) : Subject.of(client, open);
  }

  private Settings.Limits limits() {
    return settings().limits();
  }

  private Settings settings() {
    return context.settings().now();
  }
}
