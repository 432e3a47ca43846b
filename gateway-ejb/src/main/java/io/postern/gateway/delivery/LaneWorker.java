package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.AttemptResult;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.disposition.Postponement;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.HostResolver;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Envelope;
import io.postern.mail.Reply;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Works on a lane's tickets, one after the other, with one session. */
final class LaneWorker implements Runnable {

  /**
   * What workers share.
   *
   * @param attempts is called as each transaction begins
   * @param cutOff whether sessions were ended by force, so that what broke says nothing
   */
  record Tools(
      Spool spool,
      InFlight inFlight,
      Router router,
      Scheduler scheduler,
      AttemptFinisher finisher,
      SmtpClient client,
      HostResolver resolver,
      Clock clock,
      Consumer<AttemptBegun> attempts,
      BooleanSupplier cutOff) {}

  private static final Logger LOG = System.getLogger(LaneWorker.class.getPackageName());
  private static final Duration UNTIL_FREE = Duration.ofSeconds(1);
  private static final Duration UNTIL_READABLE = Duration.ofMinutes(5);

  /** So many tickets while other lanes wait for a worker, then one of those has its turn. */
  private static final int TURN = 100;

  private final Lane lane;
  private final Tools tools;
  private final LaneSession session;

  LaneWorker(Lane lane, Tools tools) {
    this.lane = lane;
    this.tools = tools;
    this.session = new LaneSession(lane, tools.client(), tools.resolver());
  }

  @Override
  public void run() {
    try {
      int done = 0;
      Ticket ticket = lane.next();
      while (ticket != null && work(ticket)) {
        done++;
        ticket = done >= TURN && lane.isWorkerNeededElsewhere() ? null : lane.next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      session.quit();
    }
  }

  /** Returns whether this worker is still needed. */
  private boolean work(Ticket ticket) {
    if (!tools.inFlight().take(ticket.id(), ticket.recipients())) {
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
      claim.release();
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
    session.beginAttempt();
    Round round = new Round(ticket, recipients);
    Sending last;
    try {
      last = round.run(message);
    } finally {
      // Also when the content could not be read again for the next transaction.
      if (!round.tried.isEmpty()) {
        settle(
            ticket,
            claim,
            message,
            round.tried,
            round.outcomes,
            Duration.ofNanos(System.nanoTime() - began));
      }
    }
    return switch (last) {
      case Sending.Tried tried -> true;
      case Sending.Crowded crowded -> standBack(ticket, round.left);
      case Sending.Paused paused -> {
        postpone(ticket, claim, message, round.left, paused);
        yield true;
      }
    };
  }

  /** Others have sessions and the server wants no more: what is left is theirs. */
  private boolean standBack(Ticket ticket, List<Integer> left) {
    lane.crowded();
    later(
        new Ticket(ticket.id(), left, ticket.destination(), ticket.attempt(), ticket.reason()),
        ticket.reason(),
        Duration.ZERO);
    return false;
  }

  /** The destination is paused: nothing was tried, so no attempt counts. */
  private void postpone(
      Ticket ticket,
      Claim claim,
      SpooledMessage message,
      List<Integer> left,
      Sending.Paused paused) {
    Postponement postponement =
        new Postponement(
            message,
            lane.destination(),
            left,
            ticket.attempt() - 1,
            paused.failure(),
            paused.host(),
            paused.left(),
            !ticket.reason().equals(Postponement.REASON));
    lane.counts().countUntried(tools.finisher().postpone(postponement, claim.share()));
  }

  /** Reads the marks, and looks at the routes again; recipients with another route move there. */
  private List<Integer> toTry(Ticket ticket, SpooledMessage message) {
    List<Integer> waiting = Waiting.of(message, ticket.recipients(), ticket.attempt());
    List<Integer> elsewhere = new ArrayList<>(0);
    for (int recipient : waiting) {
      if (!tools
          .router()
          .leadsTo(
              lane.destination(),
              message.envelope().recipients().get(recipient).mailbox(),
              message.states().get(recipient))) {
        elsewhere.add(recipient);
      }
    }
    if (!elsewhere.isEmpty()) {
      waiting.removeAll(elsewhere);
      tools
          .scheduler()
          .schedule(
              tools
                  .router()
                  .route(
                      ticket.id(),
                      message.envelope(),
                      message.states(),
                      elsewhere,
                      ticket.attempt()),
              Duration.ZERO,
              "route changed");
    }
    return waiting;
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
        if (!(outcomes.get(i) instanceof Outcome.NoReply)) {
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
            Optional.of(lane.destination()),
            session.host(),
            session.remote(),
            session.connecting(),
            tried,
            found,
            tools.clock().instant(),
            took);
    AttemptResult result = tools.finisher().settle(attempt, claim.share());
    lane.counts().count(result);
    for (Outcome outcome : found) {
      lane.counts().note(outcome, attempt.endedAt());
    }
  }

  private void later(Ticket ticket, String reason, Duration delay) {
    tools
        .scheduler()
        .put(
            new Ticket(
                ticket.id(), ticket.recipients(), ticket.destination(), ticket.attempt(), reason),
            delay);
  }

  /** One try of a message: transaction after transaction, as long as they get on. */
  private final class Round {

    private final List<Integer> tried = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Ticket ticket;
    private List<Integer> left;

    Round(Ticket ticket, List<Integer> recipients) {
      this.ticket = ticket;
      left = recipients;
    }

    /** Ends with what was not tried in {@link #left}, and says why it was not. */
    Sending run(SpooledMessage message) throws IOException {
      while (true) {
        List<Integer> part = left.subList(0, Math.min(left.size(), LaneSession.MOST_RECIPIENTS));
        Envelope envelope = message.envelope().toSome(part);
        Sending sending =
            session.send(envelope, message.content(), remote -> begins(envelope, remote));
        if (!(sending instanceof Sending.Tried(List<Outcome> found))) {
          return sending;
        }
        List<Integer> next = take(part, found);
        next.addAll(left.subList(part.size(), left.size()));
        left = next;
        if (left.isEmpty()) {
          return sending;
        }
      }
    }

    private void begins(Envelope envelope, String remote) {
      tools
          .attempts()
          .accept(
              new AttemptBegun(
                  ticket.id(),
                  ticket.attempt(),
                  lane.destination(),
                  remote,
                  envelope.mailboxes(),
                  tools.clock().instant()));
    }

    /**
     * Notes the outcomes, and returns the recipients that were too many for a transaction which
     * others were taken in: they go into the next one (RFC 5321 section 4.5.3.1.10).
     */
    private List<Integer> take(List<Integer> part, List<Outcome> found) {
      boolean taken =
          found.size() > 1 && found.stream().anyMatch(Outcome.Accepted.class::isInstance);
      List<Integer> again = new ArrayList<>(0);
      for (int i = 0; i < found.size(); i++) {
        if (taken
            && found.get(i) instanceof Outcome.TransientFailure(Reply reply)
            && isTooMany(reply)) {
          again.add(part.get(i));
        } else {
          tried.add(part.get(i));
          outcomes.add(found.get(i));
        }
      }
      return again;
    }

    /** 4.5.3 (RFC 3463 section 3.6), or without a status the codes that mean it. */
    private static boolean isTooMany(Reply reply) {
      return (reply.code() == 452 || reply.code() == 552)
          && reply.status().map(s -> s.subject() == 5 && s.detail() == 3).orElse(true);
    }
  }

  /**
   * The message in hand; let go of by this worker when it is done, or, when it was passed on, by
   * the last who has it.
   */
  private final class Claim {

    private final Ticket ticket;
    private final AtomicInteger holders = new AtomicInteger(1);
    private @Nullable SpooledMessage message;

    Claim(Ticket ticket) {
      this.ticket = ticket;
    }

    /** Another holder; what is returned lets go of its share, once. */
    Runnable share() {
      holders.incrementAndGet();
      return this::release;
    }

    void release() {
      if (holders.decrementAndGet() > 0) {
        return;
      }
      SpooledMessage open = message;
      if (open != null) {
        open.close();
      }
      tools.inFlight().giveBack(ticket.id(), ticket.recipients());
    }
  }
}
