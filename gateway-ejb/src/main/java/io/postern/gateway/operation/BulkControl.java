package io.postern.gateway.operation;

import java.util.List;

/**
 * Decisions about everything in the queue that meets conditions. Every method raises {@link
 * GatewayNotReady} while the gateway is not open. Thread-safe.
 */
public interface BulkControl {

  /**
   * Begins to release, bounce or delete, in the background, everything in the queue that meets the
   * conditions; what comes later is left alone. Of each message only the recipients that meet them
   * are decided about.
   *
   * @param decision kind and reason; names no recipients
   * @throws BulkUnderWay while another is under way
   */
  BulkStatus start(QueueConditions conditions, QueueDecision decision, String actor);

  /** The latest since the start, newest first. */
  List<BulkStatus> all();

  /**
   * One of them.
   *
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus one(String id);

  /**
   * Ends one early: no further message is decided about.
   *
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus stop(String id);
}
