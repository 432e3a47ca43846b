package io.postern.gateway.queue;

import jakarta.jms.ConnectionFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Keeps tickets in a fixed number of JMS queues, each destination's in one of them. */
public final class DeliveryQueues implements TicketQueue {

  private static final Logger LOG = System.getLogger(DeliveryQueues.class.getPackageName());
  private static final int OUTBOX = 50_000;
  private static final Duration TICK = Duration.ofMillis(500);

  /**
   * How patient the queues are.
   *
   * @param stuck how long a call to the broker may take before it is abandoned
   * @param idle how long after the last due time a queue's connection is kept
   * @param settle between a suspected loss of tickets and the rescan of the spool
   */
  public record Timeouts(Duration stuck, Duration idle, Duration settle) {

    /** 30 s, 30 s, 3 s. */
    public static Timeouts usual() {
      return new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(3));
    }
  }

  private final ConnectionFactory connections;
  private final ThreadFactory threads;
  private final Timeouts timeouts;
  private final Outbox outbox = new Outbox(OUTBOX);
  private final Generation generation = new Generation();
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
  public static DeliveryQueues onServer(
      String jndiName, ThreadFactory threads, QueueNames names, Timeouts timeouts) {
    try {
      return new DeliveryQueues(InitialContext.doLookup(jndiName), threads, names, timeouts);
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
  public DeliveryQueues(
      ConnectionFactory connections, ThreadFactory threads, QueueNames names, Timeouts timeouts) {
    this.connections = connections;
    this.threads = threads;
    this.timeouts = timeouts;
    this.spoolRescan = new SpoolRescan(() -> generation.renew(rescan), timeouts.settle());
    this.receivers =
        new QueueReceivers(
            connections,
            threads,
            names,
            ticket -> taker.accept(ticket),
            spoolRescan,
            generation,
            timeouts.idle());
  }

  @Override
  public void start(Consumer<Ticket> takes, Runnable reads) {
    taker = takes;
    rescan = reads;
    startSender();
    receivers.start();
    monitor = Thread.ofVirtual().name("queue-monitor").start(this::watch);
  }

  /** While the broker is away tickets wait in memory, up to a bound. */
  @Override
  public void put(Ticket ticket, Duration delay) {
    Outbox.Entry entry = entry(ticket, delay);
    if (!outbox.offer(entry)) {
      spoolRescan.want();
      return;
    }
    noted(entry);
  }

  @Override
  public void putWhenRoom(Ticket ticket, Duration delay) throws InterruptedException {
    Outbox.Entry entry = entry(ticket, delay);
    outbox.put(entry);
    noted(entry);
  }

  private Outbox.Entry entry(Ticket ticket, Duration delay) {
    long due = delay.isPositive() ? QueueReceivers.now() + delay.toMillis() : 0;
    return new Outbox.Entry(ticket, receivers.of(ticket.destination()), due);
  }

  private void noted(Outbox.Entry entry) {
    entry.receiver().expect(entry.due() == 0 ? QueueReceivers.now() : entry.due());
  }

  @Override
  public boolean connected() {
    Reconnector current = sender;
    return current != null && current.linked() && !current.stuck(timeouts.stuck());
  }

  private void startSender() {
    Reconnector next = new Reconnector(new Sender(connections, outbox, spoolRescan, generation));
    sender = next;
    next.start(threads);
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(TICK);
        replaceStuckSender();
        receivers.all().forEach(receiver -> receiver.replaceIfStuck(timeouts.stuck()));
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
    if (current != null && current.stuck(timeouts.stuck())) {
      LOG.log(
          Level.ERROR,
          "queue: the broker has not answered the sender within {0} s; it is abandoned for a new"
              + " connection",
          timeouts.stuck().toSeconds());
      current.abandon();
      spoolRescan.want();
      startSender();
    }
  }

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
