package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.Outcome;
import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Settlement;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Works on a lane's tickets, one after the other, with one session. */
final class LaneWorker implements Runnable {

  /**
   * What workers share.
   *
   * @param cutOff whether sessions were ended by force, so that what broke says nothing
   */
  record Tools(
      Spool spool,
      DeliveryQueues queues,
      InHand inHand,
      Departures departures,
      Settling settling,
      SmtpClient client,
      Clock clock,
      BooleanSupplier cutOff) {}

  private static final Logger LOG = System.getLogger(LaneWorker.class.getPackageName());
  private static final Duration UNTIL_FREE = Duration.ofSeconds(1);
  private static final Duration UNTIL_READABLE = Duration.ofMinutes(5);

  private final Lane lane;
  private final Tools tools;
  private final LaneSession session;

  LaneWorker(Lane lane, Tools tools) {
    this.lane = lane;
    this.tools = tools;
    this.session = new LaneSession(lane, tools.client());
  }

  @Override
  public void run() {
    try {
      Ticket ticket = lane.next();
      while (ticket != null && work(ticket)) {
        ticket = lane.next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      session.quit();
      lane.left();
    }
  }

  /** Returns whether this worker is still needed. */
  private boolean work(Ticket ticket) {
    if (!tools.inHand().take(ticket.id(), ticket.recipients())) {
      later(ticket, "in hand", UNTIL_FREE);
      return true;
    }
    Claim claim = new Claim(ticket);
    try {
      return work(ticket, claim);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot read message "
              + ticket.id()
              + " from the spool ("
              + e.getMessage()
              + "); trying again in "
              + UNTIL_READABLE.toSeconds()
              + " s");
      later(ticket, "unreadable", UNTIL_READABLE);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "delivery: attempt for message "
              + ticket.id()
              + " failed in the gateway itself; trying again in "
              + UNTIL_READABLE.toSeconds()
              + " s",
          e);
      later(ticket, "fault", UNTIL_READABLE);
    } finally {
      claim.releaseUnlessPassedOn();
    }
    return true;
  }

  private boolean work(Ticket ticket, Claim claim) throws IOException {
    SpooledMessage message = tools.spool().read(ticket.id()).orElse(null);
    if (message == null) {
      return true;
    }
    claim.message = message;
    List<Integer> recipients = toTry(ticket, message);
    if (recipients.isEmpty()) {
      return true;
    }
    long began = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>(recipients.size());
    for (int from = 0; from < recipients.size(); from += LaneSession.MOST_RECIPIENTS) {
      int to = Math.min(from + LaneSession.MOST_RECIPIENTS, recipients.size());
      List<Outcome> part = session.send(message, mailboxes(message, recipients.subList(from, to)));
      if (part.isEmpty()) {
        return standBack(ticket);
      }
      outcomes.addAll(part);
    }
    settle(
        ticket, claim, message, recipients, outcomes, Duration.ofNanos(System.nanoTime() - began));
    return true;
  }

  /** Others have sessions and the server wants no more: the ticket is theirs. */
  private boolean standBack(Ticket ticket) {
    lane.crowded();
    if (!lane.takeBack(ticket)) {
      later(ticket, "crowded", UNTIL_FREE);
    }
    return false;
  }

  /** Reads the marks, and looks at the routes again; recipients with another route move there. */
  private List<Integer> toTry(Ticket ticket, SpooledMessage message) {
    List<Integer> waiting = Waiting.of(message, ticket.recipients(), ticket.attempt());
    List<Integer> elsewhere = new ArrayList<>(0);
    for (int recipient : waiting) {
      if (!tools
          .departures()
          .leadsTo(
              lane.nextHop(),
              message.recipients().get(recipient),
              message.states().get(recipient))) {
        elsewhere.add(recipient);
      }
    }
    if (!elsewhere.isEmpty()) {
      waiting.removeAll(elsewhere);
      tools
          .departures()
          .some(
              ticket.id(),
              message.recipients(),
              message.states(),
              elsewhere,
              ticket.attempt(),
              Duration.ZERO,
              "route changed");
    }
    return waiting;
  }

  private static List<Mailbox> mailboxes(SpooledMessage message, List<Integer> recipients) {
    if (recipients.size() == 1) {
      return List.of(message.recipients().get(recipients.getFirst()));
    }
    List<Mailbox> mailboxes = new ArrayList<>(recipients.size());
    for (int recipient : recipients) {
      mailboxes.add(message.recipients().get(recipient));
    }
    return mailboxes;
  }

  private void settle(
      Ticket ticket,
      Claim claim,
      SpooledMessage message,
      List<Integer> recipients,
      List<Outcome> outcomes,
      Duration took) {
    List<Integer> tried = recipients;
    List<Outcome> found = outcomes;
    if (tools.cutOff().getAsBoolean()) {
      // Sessions were ended by us: what is broken now says nothing of the next hop.
      tried = new ArrayList<>();
      found = new ArrayList<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (!(outcomes.get(i) instanceof Outcome.Broken)) {
          tried.add(recipients.get(i));
          found.add(outcomes.get(i));
        }
      }
      if (tried.isEmpty()) {
        return;
      }
    }
    Attempt attempt =
        new Attempt(
            message,
            ticket.attempt(),
            Optional.of(lane.nextHop()),
            session.remote(),
            tried,
            found,
            tools.clock().instant(),
            took);
    claim.passedOn = true;
    Settlement settlement = tools.settling().settle(attempt, claim::release);
    lane.count(settlement);
    for (Outcome outcome : found) {
      lane.note(outcome, attempt.endedAt());
    }
  }

  private void later(Ticket ticket, String reason, Duration delay) {
    tools
        .queues()
        .put(
            new Ticket(
                ticket.id(), ticket.recipients(), ticket.nextHop(), ticket.attempt(), reason),
            delay);
  }

  /** The message in hand; let go of by this worker, or by the one that gives recipients up. */
  private final class Claim {

    private final Ticket ticket;
    private @Nullable SpooledMessage message;
    private boolean passedOn;

    Claim(Ticket ticket) {
      this.ticket = ticket;
    }

    void releaseUnlessPassedOn() {
      if (!passedOn) {
        release();
      }
    }

    void release() {
      SpooledMessage open = message;
      if (open != null) {
        open.close();
      }
      tools.inHand().giveBack(ticket.id(), ticket.recipients());
    }
  }
}
