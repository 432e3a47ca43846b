package io.postern.gateway.queue;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JMS queue, and the thread that receives from it while tickets are to be expected. */
final class QueueReceiver {

  private static final Logger LOG = System.getLogger(QueueReceiver.class.getPackageName());
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String queueName;
  private final QueueReceivers receivers;

  /** When the last ticket known of is due, in the clock of {@link QueueReceivers#now}. */
  private final AtomicLong lastDue = new AtomicLong();

  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Reconnector reconnector;

  QueueReceiver(String queueName, QueueReceivers receivers) {
    this.queueName = queueName;
    this.receivers = receivers;
  }

  String queueName() {
    return queueName;
  }

  /** A call that makes the broker create the queue if it is not there. */
  interface Use<T> {
    T run() throws JMSException;
  }

  /**
   * Runs calls that may create a queue one at a time, over all queues: of two that both find it
   * missing the broker lets one fail, with an error in the log; and many that create queues at once
   * have stopped a start for ever. A call that hangs does not hold up the others for long.
   */
  <T> T use(Use<T> call) throws JMSException, InterruptedException {
    ReentrantLock creation = receivers.creation();
    boolean alone = creation.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return call.run();
    } finally {
      if (alone) {
        creation.unlock();
      }
    }
  }

  /** A ticket will be due: sees to it that somebody receives then. */
  void expect(long due) {
    if (due > lastDue.get()) {
      lastDue.accumulateAndGet(due, Math::max);
    }
    open();
  }

  /** Starts the receiving thread when a ticket was put before. */
  void openIfExpecting() {
    if (lastDue.get() > 0) {
      open();
    }
  }

  /** Starts the receiving thread unless it runs, or it is too early or too late for one. */
  void open() {
    if (!running.get() && receivers.open() && running.compareAndSet(false, true)) {
      launch();
    }
  }

  private void launch() {
    Reconnector next = new Reconnector(new Receiver());
    reconnector = next;
    next.start(receivers.threads());
  }

  void replaceIfStuck(Duration limit) {
    Reconnector current = reconnector;
    if (current != null && running.get() && current.stuck(limit)) {
      LOG.log(
          Level.ERROR,
          "queue: the broker has not answered the receiver of queue {0} within {1} s; it is"
              + " abandoned for a new connection",
          queueName,
          limit.toSeconds());
      current.abandon();
      receivers.spoolRescan().want();
      launch();
    }
  }

  void close() {
    Reconnector current = reconnector;
    if (current != null) {
      current.abandon();
    }
  }

  private final class Receiver implements LinkTask {

    @Override
    public JmsLink open(CallTimer callTimer) throws JMSException, InterruptedException {
      return use(() -> JmsLink.toReceive(receivers.connections(), callTimer, queueName));
    }

    @Override
    public boolean work(JmsLink link) throws JMSException, InterruptedException {
      byte[] octets = link.receive(WAIT);
      if (octets != null) {
        handOut(octets);
        return true;
      }
      if (!idle()) {
        return true;
      }
      running.set(false);
      // A ticket may have been put before that was seen; then go on, unless another thread does.
      return !idle() && running.compareAndSet(false, true);
    }

    private boolean idle() {
      return QueueReceivers.now() > lastDue.get() + receivers.idleTime().toMillis();
    }

    private void handOut(byte[] octets) throws InterruptedException {
      try {
        Consumer<Ticket> taker = receivers.taker();
        TicketFormat.Bundle bundle = TicketFormat.read(octets);
        if (!receivers.generation().counts(bundle.generation())) {
          return;
        }
        for (Ticket ticket : bundle.tickets()) {
          taker.accept(ticket);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      } catch (IOException e) {
        receivers.spoolRescan().want();
        LOG.log(
            Level.WARNING,
            "queue: tickets of queue {0} cannot be read ({1}); they are queued again from the spool",
            queueName,
            e.getMessage());
      }
    }

    @Override
    public void failed(Exception cause, Duration pause) {
      LOG.log(
          Level.WARNING,
          "queue: cannot receive tickets of queue {0} ({1}); trying again in {2} ms",
          queueName,
          cause.getMessage(),
          pause.toMillis());
    }

    @Override
    public void restored() {
      receivers.spoolRescan().want();
    }
  }
}
