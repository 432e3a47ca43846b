package io.postern.gateway.operation;

import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.delivery.LaneStatus;
import io.postern.gateway.delivery.NotKept;
import io.postern.gateway.spool.QueueCounts;
import java.util.List;

/**
 * The messages in the queue. Every method raises {@link GatewayNotReady} while the gateway is not
 * open. Thread-safe.
 */
public interface QueueControl {

  /** The lanes of all next hops there was work for, busiest first. */
  List<LaneStatus> lanes();

  /** How many messages are in the queue. */
  QueueCounts totals();

  /**
   * Messages that meet all conditions.
   *
   * @throws NoSuchMessage when {@code after} is no id
   */
  QueuePage page(QueueFilter filter);

  /** How many messages meet the conditions. */
  QueueCount count(QueueConditions conditions);

  /**
   * A message, with its header section. That somebody looked into it is recorded in the journal.
   *
   * @throws NoSuchMessage when it is not in the queue
   */
  QueueEntry message(String id, String actor);

  /**
   * Releases what is held or quarantined of a message, or bounces or deletes what is unfinished; a
   * recipient in an attempt is left alone. Returns when that is on disk.
   *
   * @throws NoSuchMessage when the id is malformed
   * @throws NotKept when the message is not in the queue, no such recipient can leave that way, or
   *     all are in an attempt
   */
  KeptMail.Decided decide(String id, QueueDecision decision, String actor);
}
