package io.postern.gateway.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a search found.
 *
 * @param lines in the order the search promises
 * @param next where to go on ({@link JournalQuery#before}) when there may be more, because the
 *     limit was reached or enough was read for one call; empty when all was searched
 */
public record JournalPage(List<JournalLine> lines, OptionalLong next) {

  public JournalPage {
    lines = List.copyOf(lines);
  }
}
