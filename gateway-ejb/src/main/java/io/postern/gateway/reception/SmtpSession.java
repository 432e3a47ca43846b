package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.reception.james.SmtpSteps;
import io.postern.gateway.reception.james.Violation;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session: which command may come when, and the answers (RFC 5321 sections 3.1 to 3.3, 4.1.4).
 * Used by the session's thread alone.
 */
final class SmtpSession implements SmtpSteps {

  /** What all sessions share. */
  record Room(
      SettingsInForce settings,
      PolicyInForce policy,
      Probes probes,
      Callouts callouts,
      Judgement judgement,
      EnvelopeStages envelopeStages,
      EndOfData endOfData) {}

  private final Room room;
  private final Client client;
  private final Callouts callouts;
  private final Greeting greeting;
  private @Nullable Transaction transaction;
  private int badCommands;

  SmtpSession(Room room, Client client) {
    this.room = room;
    this.client = client;
    this.callouts = client.isProbing() ? new UnheededCallouts(room.callouts()) : room.callouts();
    this.greeting = new Greeting(client, callouts, room.judgement());
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
      return bad(Replies.BAD_NAME);
    }
    endTransaction(); // RFC 5321 section 4.1.4: as RSET.
    return greeting.hello(name, extended, settings());
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
      return bad(Replies.ONE_SENDER);
    }
    return switch (PathParser.sender(argument)) {
      case PathArgument.Sender sender -> sender(sender);
      case PathArgument.Recipient r -> throw new IllegalStateException("a recipient from MAIL");
      case PathArgument.Faulty(Reply reply) -> bad(reply);
    };
  }

  private SmtpReply sender(PathArgument.Sender given) {
    Map<String, String> parameters = given.parameters();
    Optional<Reply> refusal =
        MailParameters.refusal(parameters, client.isExtended(), settings().limits().messageSize());
    if (refusal.isPresent()) {
      return refusal.get().code() == Replies.MESSAGE_TOO_BIG.code()
          ? room.judgement().refuse(Stage.CONTENT, refusal.get(), facts(given.reversePath()))
          : bad(refusal.get());
    }
    greeting.close();
    CalloutSet set = callouts.open();
    boolean kept = false;
    try {
      Answer<ReversePath> answer = set.senderGiven(client, given.reversePath(), parameters);
      Optional<SmtpReply> refused =
          room.judgement().refusal(Stage.SENDER_GIVEN, answer.ruling(), facts(given.reversePath()));
      if (refused.isPresent()) {
        return refused.get();
      }
      Fate fate = greeting.fate().and(Judgement.fate(Stage.SENDER_GIVEN, answer.ruling()));
      transaction = new Transaction(set, answer.value(), fate);
      kept = true;
      return Replies.SENDER_OK.delayed(answer.ruling().delay());
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
    return switch (PathParser.recipient(argument)) {
      case PathArgument.Recipient recipient -> recipient(open, recipient);
      case PathArgument.Sender s -> throw new IllegalStateException("a sender from RCPT");
      case PathArgument.Faulty(Reply reply) -> bad(reply);
    };
  }

  private SmtpReply recipient(Transaction open, PathArgument.Recipient given) {
    Optional<Reply> refusal = MailParameters.recipientRefusal(given.parameters());
    if (refusal.isPresent()) {
      return bad(refusal.get());
    }
    Settings settings = settings();
    PathArgument.Recipient recipient = given.withDomain(settings.hostName());
    Map<String, String> facts = EndOfData.eventFacts(client, open);
    facts.put(Facts.RECIPIENT, recipient.recipient().toString());
    Optional<Reply> denied = refusal(recipient.recipient());
    if (denied.isPresent()) {
      SmtpReply told = room.judgement().refuse(Stage.PROTOCOL, denied.get(), facts);
      return isOneTooMany() ? tooManyErrors() : told;
    }
    return room.envelopeStages().recipient(client, open, recipient, settings, facts);
  }

  /** A probe is relayed for its own session and for nobody else, whatever the site allows. */
  private Optional<Reply> refusal(Mailbox recipient) {
    if (!Probes.isReserved(recipient)) {
      return room.policy().now().refusal(recipient, client.mayRelay());
    }
    return client.isProbing() && room.probes().isFor(recipient)
        ? Optional.empty()
        : Optional.of(Replies.RELAYING_DENIED);
  }

  @Override
  public SmtpReply data(String argument) {
    if (!argument.isEmpty()) {
      return bad(Replies.NO_ARGUMENT);
    }
    Transaction open = transaction;
    if (open == null) {
      return outOfSequence();
    }
    if (!open.hasPromised()) {
      return bad(Replies.NO_RECIPIENTS);
    }
    return room.envelopeStages()
        .content(client, open, settings(), EndOfData.eventFacts(client, open));
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
      return room.endOfData().reply(client, open(), settings());
    } finally {
      endTransaction();
    }
  }

  @Override
  public SmtpReply rset(String argument) {
    if (!argument.isEmpty()) {
      return bad(Replies.NO_ARGUMENT);
    }
    endTransaction();
    return Replies.OK;
  }

  @Override
  public SmtpReply noop(String argument) {
    return Replies.OK;
  }

  @Override
  public SmtpReply quit(String argument) {
    return argument.isEmpty()
        ? SmtpReply.of(Reply.of(221, "2.0.0", settings().hostName() + " closing")).thenQuit()
        : bad(Replies.NO_ARGUMENT);
  }

  @Override
  public SmtpReply vrfy(String argument) {
    return argument.isEmpty() ? bad(Replies.ARGUMENT_MISSING) : Replies.CANNOT_VERIFY;
  }

  @Override
  public SmtpReply help(String argument) {
    return Replies.HELP;
  }

  @Override
  public SmtpReply unknown(String verb, String argument) {
    return switch (verb) {
      // RFC 5321 section 4.2.4.
      case "AUTH", "BDAT", "ETRN", "EXPN", "STARTTLS", "TURN" -> bad(Replies.NOT_IMPLEMENTED);
      // A browser that was made to talk to us: its next lines are somebody else's mail.
      case "CONNECT", "GET", "POST", "PUT" -> refuse(Stage.PROTOCOL, Replies.FORBIDDEN);
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
    return transaction == null
        ? Judgement.encoded(Replies.TIMED_OUT)
        : refuse(Stage.PROTOCOL, Replies.TIMED_OUT);
  }

  @Override
  public SmtpReply shutDown() {
    return Judgement.encoded(Replies.SHUT_DOWN);
  }

  @Override
  public SmtpReply failed() {
    return refuse(Stage.PROTOCOL, Replies.FAILED);
  }

  @Override
  public boolean inTransaction() {
    return transaction != null;
  }

  @Override
  public Duration commandTime() {
    return settings().limits().commandTime();
  }

  @Override
  public Duration messageTime() {
    return settings().limits().messageTime();
  }

  /** Twice what may come, and some more, so that a usual excess still gets its 552. */
  @Override
  public long endlessContent() {
    return 2 * settings().limits().messageSize() + (1 << 20);
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
    return isOneTooMany() ? tooManyErrors() : SmtpReply.of(reply);
  }

  private boolean isOneTooMany() {
    return ++badCommands > settings().limits().badCommands();
  }

  private SmtpReply tooManyErrors() {
    return refuse(Stage.PROTOCOL, Replies.TOO_MANY_ERRORS);
  }

  private SmtpReply refuse(Stage stage, Reply reply) {
    Transaction open = transaction;
    return room.judgement()
        .refuse(stage, reply, open == null ? client.facts() : EndOfData.eventFacts(client, open));
  }

  private Map<String, String> facts(ReversePath reversePath) {
    Map<String, String> facts = client.facts();
    facts.put(Facts.REVERSE_PATH, reversePath.toString());
    return facts;
  }

  private Settings settings() {
    return room.settings().now();
  }
}
