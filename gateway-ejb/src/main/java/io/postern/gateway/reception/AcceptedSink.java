package io.postern.gateway.reception;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.util.Optional;

/** Takes on what was accepted: routes and queues it. Thread-safe. */
public interface AcceptedSink {

  /** Which of a message's recipients are to be held when it is accepted now. Quick. */
  Optional<Hold> hold(Envelope envelope);

  /**
   * A message is on disk and its 250 is on the way to the client, or was when the client vanished.
   * Called on the session's thread, once per message; not for quarantined ones. When it raises, the
   * message waits in the spool until the next start.
   *
   * @param hold what {@link #hold} answered
   */
  void accepted(SpoolId id, Envelope envelope, Optional<Hold> hold);
}
