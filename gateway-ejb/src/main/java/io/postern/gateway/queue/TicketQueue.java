package io.postern.gateway.queue;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps tickets until they are due. Tickets may be lost or come twice; then the spool is asked for
 * what it holds. Thread-safe.
 */
public interface TicketQueue extends AutoCloseable {

  /**
   * Begins to hand out. Before, tickets that were put wait in memory.
   *
   * @param takes takes tickets that are due, on several threads; must not wait for a destination,
   *     as tickets for others stand behind it
   * @param reads puts again what the spool holds, with {@link #putWhenRoom}; called on a thread of
   *     its own when tickets may have been lost
   */
  void start(Consumer<Ticket> takes, Runnable reads);

  /**
   * Puts a ticket, to be handed out after the delay at the earliest. Never blocks: what does not
   * fit in memory is asked for again later, from the spool.
   */
  void put(Ticket ticket, Duration delay);

  /** The same, but waits for room; for those who put everything there is. */
  void putWhenRoom(Ticket ticket, Duration delay) throws InterruptedException;

  /** Whether tickets reach the place where they wait. */
  boolean connected();

  /** Hands out no more. What was not handed out is found in the spool at the next start. */
  @Override
  void close();
}
