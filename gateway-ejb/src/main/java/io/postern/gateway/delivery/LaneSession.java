package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.Opening;
import io.postern.gateway.delivery.smtp.Outcome;
import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.delivery.smtp.SmtpSession;
import io.postern.gateway.delivery.smtp.Transfer;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A worker's session: opened when needed, used for many messages. Used by one thread. */
final class LaneSession {

  static final int MOST_RECIPIENTS = SmtpSession.MOST_RECIPIENTS;
  private static final int MOST_TRANSACTIONS = 1_000;

  private final Lane lane;
  private final SmtpClient client;
  private @Nullable SmtpSession session;
  private @Nullable String remote;

  LaneSession(Lane lane, SmtpClient client) {
    this.lane = lane;
    this.client = client;
  }

  /** Address and port of the last conversation, when it came about. */
  Optional<String> remote() {
    return Optional.ofNullable(remote);
  }

  /**
   * Sends a message in one transaction, in a new session if there is none or it turns out stale.
   *
   * @return one outcome per recipient; none when no session could be had but other workers have
   *     some
   * @throws IOException when the content cannot be read
   */
  List<Outcome> send(SpooledMessage message, List<Mailbox> recipients) throws IOException {
    while (true) {
      SmtpSession current = session;
      if (current == null) {
        Outcome trouble = open();
        current = session;
        if (current == null || trouble != null) {
          return trouble == null ? List.of() : Collections.nCopies(recipients.size(), trouble);
        }
      }
      Transfer transfer;
      try {
        transfer = current.send(message.reversePath(), recipients, message.content());
      } finally {
        endIfDone(current);
      }
      if (!transfer.stale()) {
        return transfer.outcomes();
      }
    }
  }

  private void endIfDone(SmtpSession current) {
    if (!current.usable() || current.transactions() >= MOST_TRANSACTIONS) {
      quit();
    }
  }

  /** Opens a session, or returns why not; neither when other workers have sessions. */
  private @Nullable Outcome open() {
    remote = null;
    if (lane.sessions() > 0) {
      return connect();
    }
    // While none has a session, one tries for all: its failure is then not read as a refusal of too
    // many, and a host that is away is not asked by each worker.
    try {
      lane.firstSession().lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Broken("not tried, the gateway is stopping");
    }
    try {
      return connect();
    } finally {
      lane.firstSession().unlock();
    }
  }

  private @Nullable Outcome connect() {
    Outcome resting = lane.suspension().trouble(System.nanoTime());
    if (resting != null) {
      return new Outcome.Broken("not tried, next hop rests after: " + text(resting));
    }
    return switch (client.open(lane.nextHop())) {
      case Opening.Opened(SmtpSession opened) -> {
        session = opened;
        remote = opened.remote();
        lane.sessionOpened();
        yield null;
      }
      case Opening.Unopened(Outcome trouble) -> {
        if (lane.sessions() > 0) {
          yield null;
        }
        lane.suspension().begin(trouble, System.nanoTime());
        yield trouble;
      }
    };
  }

  private static String text(Outcome trouble) {
    return switch (trouble) {
      case Outcome.Taken taken -> taken.reply().toString();
      case Outcome.Postponed postponed -> postponed.reply().toString();
      case Outcome.Refused refused -> refused.reply().toString();
      case Outcome.Broken broken -> broken.what();
      case Outcome.Unsendable unsendable -> unsendable.why();
    };
  }

  /** Ends the session, if there is one. */
  void quit() {
    SmtpSession current = session;
    if (current != null) {
      session = null;
      lane.sessionEnded();
      current.quit();
    }
  }
}
