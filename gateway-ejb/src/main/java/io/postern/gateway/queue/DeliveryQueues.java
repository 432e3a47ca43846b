package io.postern.gateway.queue;

import io.postern.gateway.routing.NextHop;
import jakarta.jms.ConnectionFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The door: puts tickets into JMS and hands them out when they are due. Thread-safe. */
public final class DeliveryQueues implements AutoCloseable {

  private static final Logger LOG = System.getLogger(DeliveryQueues.class.getPackageName());
  private static final int OUTBOX = 50_000;
  private static final Duration TICK = Duration.ofMillis(500);

  /**
   * How patient the queues are.
   *
   * @param stuck how long a call to the broker may take before it is abandoned
   * @param idle how long after the last due time a next hop's connection is kept
   * @param settle between a suspected loss of tickets and the rescan of the spool
   */
  public record Patience(Duration stuck, Duration idle, Duration settle) {

    /** 30 s, 30 s, 3 s. */
    public static Patience usual() {
      return new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(3));
    }
  }

  private final ConnectionFactory connections;
  private final ThreadFactory threads;
  private final Patience patience;
  private final Outbox outbox = new Outbox(OUTBOX);
  private final SpoolRescan spoolRescan;
  private final QueueReceivers receivers;
  private volatile @Nullable Reconnector sender;
  private volatile @Nullable Thread monitor;

  private volatile Consumer<Ticket> taker = ticket -> {};
  private volatile Runnable rescan = () -> {};

  /**
   * Over the connection factory that a server has under this name.
   *
   * @throws IllegalStateException when the server has none
   */
  public static DeliveryQueues onServer(String jndiName, ThreadFactory threads, Patience patience) {
    try {
      return new DeliveryQueues(InitialContext.doLookup(jndiName), threads, patience);
    } catch (NamingException e) {
      throw new IllegalStateException(
          "queue: the server has no connection factory "
              + jndiName
              + " ("
              + e.getMessage()
              + "); not started",
          e);
    }
  }

  /**
   * @param threads for the threads that call the broker; virtual or managed ones
   */
  public DeliveryQueues(ConnectionFactory connections, ThreadFactory threads, Patience patience) {
    this.connections = connections;
    this.threads = threads;
    this.patience = patience;
    this.spoolRescan = new SpoolRescan(() -> rescan.run(), patience.settle());
    this.receivers =
        new QueueReceivers(
            connections, threads, ticket -> taker.accept(ticket), spoolRescan, patience.idle());
  }

  /**
   * Begins to send and to hand out. Before, tickets that were put wait in memory.
   *
   * @param takes takes tickets that are due, those of one next hop one after the other; may block,
   *     which holds up that next hop alone
   * @param reads puts again what the spool holds, with {@link #putWhenRoom}; called on a thread of
   *     its own when tickets may have been lost
   */
  public void start(Consumer<Ticket> takes, Runnable reads) {
    taker = takes;
    rescan = reads;
    startSender();
    receivers.start();
    monitor = Thread.ofVirtual().name("queue-monitor").start(this::watch);
  }

  /**
   * Puts a ticket, to be handed out after the delay at the earliest. Never blocks: while the broker
   * is away tickets wait in memory, and when that is full the spool is asked again later.
   */
  public void put(Ticket ticket, Duration delay) {
    Outbox.Entry entry = entry(ticket, delay);
    if (!outbox.offer(entry)) {
      spoolRescan.want();
      return;
    }
    noted(entry);
  }

  /** The same, but waits for room in memory; for those who put everything there is. */
  public void putWhenRoom(Ticket ticket, Duration delay) throws InterruptedException {
    Outbox.Entry entry = entry(ticket, delay);
    outbox.put(entry);
    noted(entry);
  }

  private Outbox.Entry entry(Ticket ticket, Duration delay) {
    long due = delay.isPositive() ? QueueReceivers.now() + delay.toMillis() : 0;
    return new Outbox.Entry(ticket, receivers.of(ticket.nextHop()), due);
  }

  private void noted(Outbox.Entry entry) {
    entry.receiver().expect(entry.due() == 0 ? QueueReceivers.now() : entry.due());
  }

  /** Hands out no more for a next hop that there will be no tickets for. */
  public void forget(NextHop nextHop) {
    receivers.forget(nextHop);
  }

  /** Whether the broker takes tickets. */
  public boolean connected() {
    Reconnector current = sender;
    return current != null && current.linked() && !current.stuck(patience.stuck());
  }

  private void startSender() {
    Reconnector next = new Reconnector(new Sender(connections, outbox, spoolRescan));
    sender = next;
    next.start(threads);
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(TICK);
        replaceStuckSender();
        receivers.all().forEach(receiver -> receiver.replaceIfStuck(patience.stuck()));
        if (connected()) {
          spoolRescan.runIfDue();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void replaceStuckSender() {
    Reconnector current = sender;
    if (current != null && current.stuck(patience.stuck())) {
      LOG.log(
          Level.ERROR,
          "queue: the broker has not answered the sender within {0} s; it is abandoned for a new"
              + " connection",
          patience.stuck().toSeconds());
      current.abandon();
      spoolRescan.want();
      startSender();
    }
  }

  /** Hands out no more. What was not sent yet is found in the spool at the next start. */
  @Override
  public void close() {
    Thread watching = monitor;
    if (watching != null) {
      watching.interrupt();
    }
    receivers.stop();
    Reconnector current = sender;
    if (current != null) {
      current.abandon();
    }
  }
}
