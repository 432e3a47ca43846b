package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalTail;

/**
 * The audit journal. Every method raises {@link GatewayNotReady} while the gateway is not open.
 * Thread-safe.
 */
public interface JournalControl {

  /** Newest first. */
  JournalPage search(JournalQuery query);

  /** All lines about one message, in the order of what happened. */
  JournalPage story(String spoolId);

  /** Looks on from now; to be closed. */
  JournalTail tail();
}
