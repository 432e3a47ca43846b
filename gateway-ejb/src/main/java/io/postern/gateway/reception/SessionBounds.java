package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings.Limits;
import io.postern.mail.Reply;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a session may ask of the gateway before it has to bring a message: commands and time.
 * Used by the session's thread alone.
 *
 * <p>While session slots are scarce all times are a tenth. Of the time for a command and for
 * content the {@link io.postern.gateway.connection.ConnectionWatch} gives that part, so that it
 * also ends those that wait already; of the time for the session and for idling it is given here.
 */
final class SessionBounds {

  /** What all times are divided by while slots are scarce. */
  static final int SCARCE = 10;

  /** Refused recipients for one that a message may have, which a long list of own users needs. */
  private static final int REFUSED_PER_RECIPIENT = 10;

  private final SessionSlots slots;
  private final long begunAt = System.nanoTime();
  private long idleSince = begunAt;
  private int badCommands;
  private int otherCommands;
  private long refusedRecipients;
  private boolean exceeded;

  SessionBounds(SessionSlots slots) {
    this.slots = slots;
  }

  /**
   * Counts an unknown or wrong command; the reply that ends the session when it is one too many.
   */
  Optional<Reply> badCommand(Limits limits) {
    return within(++badCommands <= limits.badCommands(), Replies.TOO_MANY_ERRORS);
  }

  /** The same for a command that by itself brings no message nearer. */
  Optional<Reply> otherCommand(Limits limits) {
    return within(++otherCommands <= limits.commandsWithoutMessage(), Replies.TOO_MANY_COMMANDS);
  }

  /**
   * The same for a refused recipient. A stranger who guesses addresses is ended soon; own clients,
   * and clients refused for now only, may have a long list.
   */
  Optional<Reply> refusedRecipient(Limits limits, boolean mayRelay, int code) {
    if (!mayRelay && code >= 500) {
      return badCommand(limits);
    }
    return within(
        ++refusedRecipients <= (long) REFUSED_PER_RECIPIENT * limits.recipients(),
        Replies.TOO_MANY_ERRORS);
  }

  private Optional<Reply> within(boolean allowed, Reply end) {
    exceeded |= !allowed;
    return allowed ? Optional.empty() : Optional.of(end);
  }

  /** Whether a reply has said so. */
  boolean areExceeded() {
    return exceeded;
  }

  /** A message was taken: the client is what this server is for. */
  void messageTaken() {
    badCommands = 0;
    otherCommands = 0;
    refusedRecipients = 0;
  }

  /** Content came to its end, whatever the reply. */
  void contentEnded() {
    idleSince = System.nanoTime();
  }

  /**
   * Nanoseconds for the next command line to be complete, of which the watch gives a tenth while
   * slots are scarce; none when time is over.
   */
  long commandTime(Limits limits, boolean inTransaction) {
    long rest = Math.max(0, untilTheEnd(limits, inTransaction));
    return Math.min(limits.commandTime().toNanos(), rest * divisor(limits));
  }

  /** Nanoseconds for content to be complete, of which the watch gives a tenth likewise. */
  static long messageTime(Limits limits) {
    return limits.messageTime().toNanos();
  }

  /** The reply to a client that let the time of a command or of content pass. */
  Reply timedOut(Limits limits, boolean inTransaction) {
    if (sessionRest(limits, inTransaction) <= 0) {
      return Replies.SESSION_TOO_LONG;
    }
    return !inTransaction && idleRest(limits) <= 0 ? Replies.IDLE_TOO_LONG : Replies.TIMED_OUT;
  }

  private long untilTheEnd(Limits limits, boolean inTransaction) {
    long session = sessionRest(limits, inTransaction);
    return inTransaction ? session : Math.min(session, idleRest(limits));
  }

  private long sessionRest(Limits limits, boolean inTransaction) {
    long time = time(limits, limits.sessionTime());
    long more = inTransaction ? time(limits, limits.messageTime()) : 0;
    return begunAt - System.nanoTime() + time + more;
  }

  private long idleRest(Limits limits) {
    return idleSince + time(limits, limits.idleTime()) - System.nanoTime();
  }

  private long time(Limits limits, Duration usual) {
    return usual.toNanos() / divisor(limits);
  }

  private int divisor(Limits limits) {
    return slots.areScarce(limits) ? SCARCE : 1;
  }
}
