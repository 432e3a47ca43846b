package io.postern.gateway.search;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a search found.
 *
 * @param lines newest first
 * @param next where to go on ({@link io.postern.gateway.audit.JournalQuery#before}) when there may
 *     be more, also when there are fewer lines than were asked for; empty when all was searched
 * @param count lines that match, as far as they were counted
 * @param counted whether that is all of them
 * @param complete whether everything up to the journal's end was looked at, apart from what follows
 *     at {@code next}; while the index is built a page ends where enough was read
 * @param indexedTo number of the last line that the index has, 0 when there is no index
 */
public record SearchPage(
    List<JournalLine> lines,
    OptionalLong next,
    long count,
    boolean counted,
    boolean complete,
    long indexedTo) {

  /** So many are counted exactly. */
  public static final int MOST_COUNTED = 10_000;

  public SearchPage {
    lines = List.copyOf(lines);
  }

  /** Without the counts. */
  public JournalPage page() {
    return new JournalPage(lines, next);
  }
}
