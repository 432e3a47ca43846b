package io.postern.gateway.reception;

import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Reply;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The replies to the commands of one session, within its bounds: what is refused is recorded, and
 * the session ends when it is refused too often or brings no message. Used by its thread alone.
 */
final class CommandReplies {

  private final SettingsInForce settings;
  private final VerdictPolicy policy;
  private final SessionBounds bounds;
  private final Supplier<Subject> subject;

  /**
   * @param subject what a refusal is about at the moment; asked only when there is one
   */
  CommandReplies(
      SettingsInForce settings,
      VerdictPolicy policy,
      SessionBounds bounds,
      Supplier<Subject> subject) {
    this.settings = settings;
    this.policy = policy;
    this.bounds = bounds;
    this.subject = subject;
  }

  /** Answers an unknown or wrong command, until there were too many of them. */
  SmtpReply bad(Reply reply) {
    return bad(reply, subject.get());
  }

  /** The same, and names the command in the record; never one that may hold credentials. */
  SmtpReply bad(Reply reply, String command) {
    return bad(reply, subject.get().with(command));
  }

  private SmtpReply bad(Reply reply, Subject about) {
    return bounds
        .badCommand(limits())
        .map(this::end)
        .orElseGet(() -> policy.refuse(Stage.PROTOCOL, reply, about));
  }

  /** Answers a command that by itself brings no message nearer, until there were too many. */
  SmtpReply other(SmtpReply reply) {
    Optional<Reply> end = bounds.otherCommand(limits());
    return reply.code() < 400 ? end.map(this::end).orElse(reply) : refused(reply, end);
  }

  /** Answers RCPT with a refusal that is recorded already, until there were too many. */
  SmtpReply refusedRecipient(SmtpReply reply, boolean mayRelay) {
    return refused(reply, bounds.refusedRecipient(limits(), mayRelay, reply.code()));
  }

  /** A refusal that is recorded already, and the end of the session when it was one too many. */
  private SmtpReply refused(SmtpReply reply, Optional<Reply> end) {
    return end.isEmpty() || reply.isLast() ? reply : reply.followedBy(end(end.get()));
  }

  private SmtpReply end(Reply reply) {
    return refuse(Stage.PROTOCOL, reply);
  }

  /** Refuses, and records that. */
  SmtpReply refuse(Stage stage, Reply reply) {
    return policy.refuse(stage, reply, subject.get());
  }

  private Settings.Limits limits() {
    return settings.now().limits();
  }
}
