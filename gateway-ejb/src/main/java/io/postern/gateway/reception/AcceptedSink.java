package io.postern.gateway.reception;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.util.List;

/** Takes on what was accepted: routes and queues it. Thread-safe. */
@FunctionalInterface
public interface AcceptedSink {

  /**
   * A message is on disk and its 250 is on the way to the client, or was when the client vanished.
   * Called on the session's thread, once per message; not for quarantined ones. When it raises, the
   * message waits in the spool until the next start.
   */
  void accepted(SpoolId id, List<Mailbox> recipients);
}
