package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.search.MessageStory;
import io.postern.gateway.search.SearchPage;

/**
 * The audit journal. Every method raises {@link GatewayNotReady} while the gateway is not open.
 * Thread-safe.
 */
public interface JournalControl {

  /** Newest first. */
  SearchPage search(JournalQuery query);

  /** All lines about one message, in the order of what happened. */
  JournalPage lines(String spoolId);

  /**
   * What happened to one message, put together.
   *
   * @throws NoSuchMessage when the journal has nothing of it
   */
  MessageStory story(String spoolId);

  /** Looks on from now; to be closed. */
  JournalTail tail();
}
