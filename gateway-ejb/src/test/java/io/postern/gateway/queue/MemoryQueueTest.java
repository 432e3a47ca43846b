package io.postern.gateway.queue;

import org.junit.jupiter.api.AfterEach;

/** The queue that tests use keeps to the contract as the one on JMS does. */
class MemoryQueueTest implements QueueContract {

  private final MemoryQueue queue = new MemoryQueue();

  @Override
  public TicketQueue queue() {
    return queue;
  }

  @AfterEach
  void close() {
    queue.close();
  }
}
