package io.postern.gateway.reception;

import java.time.Instant;

/**
 * Is notified of what reception ended by itself; the spool reports what was accepted. Thread-safe.
 */
public interface ReceptionEvents {

  /**
   * A message is on disk, and its 250 is about to be written. Called on the session's thread; to
   * return at once.
   *
   * @param receivedAt when its final dot came
   */
  default void accepted(Instant receivedAt) {}

  /** Called on the session's thread, once it has its greeting; to return at once. */
  default void sessionOpened(SessionOpened opened) {}

  /** Called on the session's thread, of each that was opened; to return at once. */
  default void sessionEnded(SessionEnded ended) {}

  /** Called on the session's thread before the reply is written. */
  void rejected(Rejected rejected);

  /** Called on a thread of reception's own. */
  void rejectedRepeatedly(RejectedRepeatedly rejected);

  /** Called on the session's thread before the reply is written. */
  void discarded(Discarded discarded);
}
