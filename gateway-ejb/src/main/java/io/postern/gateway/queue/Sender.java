package io.postern.gateway.queue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes tickets from the outbox and sends them in bundles. */
final class Sender implements LinkTask {

  private static final Logger LOG = System.getLogger(Sender.class.getPackageName());
  private static final int BATCH = 1024;
  private static final int BUNDLE = 64;

  /** Tickets due within one such time may share a bundle; they are then due at its end. */
  private static final long GRID_MILLIS = 500;

  /**
   * Time from one send to the next, at least: a ticket that comes alone leaves at once, and of many
   * a broker's message carries several. Each message costs the broker as much as some tickets.
   */
  private static final Duration PACE = Duration.ofMillis(1);

  private record Key(QueueReceiver receiver, long due) {}

  private final ConnectionFactory connections;
  private final Outbox outbox;
  private final SpoolRescan spoolRescan;
  private final Generation generation;

  /** Taken from the outbox and not yet sent; kept over a failure of the link. */
  private final Map<Key, List<Ticket>> inHand = new LinkedHashMap<>();

  private final List<Outbox.Entry> batch = new ArrayList<>(BATCH);
  private long sentAt = System.nanoTime();

  Sender(
      ConnectionFactory connections,
      Outbox outbox,
      SpoolRescan spoolRescan,
      Generation generation) {
    this.connections = connections;
    this.outbox = outbox;
    this.spoolRescan = spoolRescan;
    this.generation = generation;
  }

  @Override
  public JmsLink open(CallTimer callTimer) throws JMSException {
    return JmsLink.toSend(connections, callTimer);
  }

  @Override
  public boolean work(JmsLink link) throws JMSException, InterruptedException {
    if (inHand.isEmpty()) {
      batch.clear();
      Thread.sleep(PACE.minusNanos(System.nanoTime() - sentAt));
      outbox.take(batch, BATCH, Duration.ofSeconds(1));
      for (Outbox.Entry entry : batch) {
        inHand.computeIfAbsent(key(entry), key -> new ArrayList<>()).add(entry.ticket());
      }
    }
    for (Iterator<Map.Entry<Key, List<Ticket>>> i = inHand.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Key, List<Ticket>> next = i.next();
      send(link, next.getKey(), next.getValue());
      i.remove();
      sentAt = System.nanoTime();
    }
    return true;
  }

  private static Key key(Outbox.Entry entry) {
    long due = entry.due();
    boolean now = due <= QueueReceivers.now();
    return new Key(entry.receiver(), now ? 0 : (due + GRID_MILLIS - 1) / GRID_MILLIS * GRID_MILLIS);
  }

  private void send(JmsLink link, Key key, List<Ticket> tickets)
      throws JMSException, InterruptedException {
    QueueReceiver receiver = key.receiver();
    long delay = Math.max(0, key.due() - QueueReceivers.now());
    try {
      for (int from = 0; from < tickets.size(); from += BUNDLE) {
        int to = Math.min(from + BUNDLE, tickets.size());
        byte[] octets = TicketFormat.write(generation.now(), tickets.subList(from, to));
        receiver.use(
            () -> {
              link.send(receiver.queueName(), octets, Duration.ofMillis(delay));
              return link;
            });
      }
    } catch (ResourceAllocationException e) {
      // One full queue must not stop the others.
      spoolRescan.want();
      LOG.log(
          Level.WARNING,
          "queue: the broker takes no more tickets in queue {0} ({1}); they are queued again from the"
              + " spool later",
          receiver.queueName(),
          e.getMessage());
    }
    // An outage may have lasted longer than the receiver waits.
    receiver.expect(QueueReceivers.now() + delay);
  }

  @Override
  public void failed(Exception cause, Duration pause) {
    LOG.log(
        Level.WARNING,
        "queue: cannot send tickets to the broker ({0}); {1} wait in memory, trying again in {2}"
            + " ms",
        cause.getMessage(),
        outbox.size() + inHand.values().stream().mapToInt(List::size).sum(),
        pause.toMillis());
  }

  @Override
  public void restored() {
    LOG.log(Level.INFO, "queue: connected to the broker again");
    spoolRescan.want();
  }
}
