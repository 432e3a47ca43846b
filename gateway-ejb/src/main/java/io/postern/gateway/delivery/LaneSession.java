package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.Opening;
import io.postern.gateway.delivery.smtp.OutgoingSession;
import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.delivery.smtp.Transfer;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.HostResolver;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.Content;
import io.postern.mail.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker's session: opened when needed, used for many messages. Used by one thread. */
final class LaneSession {

  static final int MOST_RECIPIENTS = OutgoingSession.MOST_RECIPIENTS;
  private static final int MOST_TRANSACTIONS = 1_000;

  private final Lane lane;
  private final SmtpClient client;
  private final HostResolver resolver;
  private @Nullable OutgoingSession session;
  private Optional<NextHop> host = Optional.empty();
  private @Nullable String remote;
  private Optional<Duration> connecting = Optional.empty();

  LaneSession(Lane lane, SmtpClient client, HostResolver resolver) {
    this.lane = lane;
    this.client = client;
    this.resolver = resolver;
  }

  /** The host asked last, when one was known. */
  Optional<NextHop> host() {
    return host;
  }

  /** Address and port of the last conversation, when it came about. */
  Optional<String> remote() {
    return Optional.ofNullable(remote);
  }

  /** What follows belongs to another attempt. */
  void beginAttempt() {
    connecting = Optional.empty();
  }

  /** How long it took to open a session, or to fail at that; empty when the attempt found one. */
  Optional<Duration> connecting() {
    return connecting;
  }

  /**
   * Sends a message in one transaction, in a new session if there is none or it turns out stale.
   *
   * @param beginning is called with the address and port talked to, before each transaction
   * @throws IOException when the content cannot be read
   */
  Sending send(Envelope envelope, Content content, Consumer<String> beginning) throws IOException {
    while (true) {
      OutgoingSession current = session;
      if (current == null) {
        Sending without = open(envelope.recipients().size());
        current = session;
        if (current == null || without != null) {
          return without == null ? new Sending.Crowded() : without;
        }
      }
      Transfer transfer;
      beginning.accept(current.remote());
      try {
        transfer = current.send(envelope, content);
      } finally {
        endIfDone(current);
      }
      if (!transfer.stale()) {
        return new Sending.Tried(transfer.outcomes());
      }
    }
  }

  private void endIfDone(OutgoingSession current) {
    if (!current.usable() || current.transactions() >= MOST_TRANSACTIONS) {
      quit();
    }
  }

  /** Opens a session, or returns what came of the message without one; null when one is open. */
  private @Nullable Sending open(int recipients) {
    remote = null;
    if (lane.sessions() > 0) {
      return connect(recipients);
    }
    // While none has a session, one tries for all: its failure is then not read as a refusal of too
    // many, and a host that is away is not asked by each worker.
    try {
      lane.firstSession().lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return tried(new Outcome.NoReply("not tried, the gateway is stopping"), recipients);
    }
    try {
      return connect(recipients);
    } finally {
      lane.firstSession().unlock();
    }
  }

  private @Nullable Sending connect(int recipients) {
    Optional<Sending.Paused> paused = lane.pause().now(System.nanoTime());
    if (paused.isPresent()) {
      return paused.get();
    }
    long began = System.nanoTime();
    Opening opening = openWithAHost();
    connecting = Optional.of(Duration.ofNanos(System.nanoTime() - began));
    return switch (opening) {
      case Opening.Opened(OutgoingSession opened) -> {
        session = opened;
        remote = opened.remote();
        lane.sessionOpened();
        yield null;
      }
      case Opening.Unopened(Outcome failure) -> {
        if (lane.sessions() > 0) {
          yield new Sending.Crowded();
        }
        lane.pause().begin(failure, host, System.nanoTime());
        yield tried(failure, recipients);
      }
    };
  }

  /** Asks the destination's hosts in their order until one opens a session. */
  private Opening openWithAHost() {
    host = Optional.empty();
    return switch (resolver.hosts(lane.destination())) {
      case HostResolver.Hosts.Unknown(String why) -> new Opening.Unopened(new Outcome.NoReply(why));
      case HostResolver.Hosts.Found(List<NextHop> hosts) -> {
        Opening opening = open(hosts.getFirst());
        for (int i = 1; i < hosts.size() && opening instanceof Opening.Unopened; i++) {
          opening = open(hosts.get(i));
        }
        yield opening;
      }
    };
  }

  private Opening open(NextHop next) {
    host = Optional.of(next);
    return client.open(next);
  }

  private static Sending tried(Outcome failure, int recipients) {
    return new Sending.Tried(Collections.nCopies(recipients, failure));
  }

  /** Ends the session, if there is one. */
  void quit() {
    OutgoingSession current = session;
    if (current != null) {
      session = null;
      lane.sessionEnded();
      current.quit();
    }
  }
}
