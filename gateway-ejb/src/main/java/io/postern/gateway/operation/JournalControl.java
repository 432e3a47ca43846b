package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalScan;
import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.search.MessageStory;
import io.postern.gateway.search.SearchPage;
import java.util.function.UnaryOperator;

/**
 * The audit journal. Every method raises {@link GatewayNotReady} while the gateway is not open.
 * Thread-safe.
 */
public interface JournalControl {

  /** Newest first. */
  SearchPage search(JournalQuery query);

  /**
   * The lines after one that meet a query, oldest first, up to the query's limit. May find none
   * though there are more behind: {@link JournalPage#next}, which is never empty, says after which
   * line to go on.
   *
   * @throws JournalAhead when that line was not written yet
   */
  JournalPage after(long sequence, JournalQuery query);

  /**
   * All lines that meet a query, oldest first; records that they were downloaded. To be closed.
   *
   * @param conditions for the record
   */
  JournalScan download(JournalQuery query, String conditions, String actor);

  /** All lines about one message, in the order of what happened. */
  JournalPage lines(String spoolId);

  /**
   * What happened to one message, put together.
   *
   * @param seen what the reader may see of a line
   * @throws NoSuchMessage when the journal has nothing of it
   */
  MessageStory story(String spoolId, UnaryOperator<JournalLine> seen);

  /** How far the journal and its index are. */
  JournalFigures figures();

  /** Looks on from now; to be closed. */
  JournalTail tail();

  /**
   * Looks on from the line after one, without a gap; to be closed.
   *
   * @throws JournalAhead when that line was not written yet
   */
  JournalTail tailAfter(long sequence);
}
