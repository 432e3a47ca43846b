package io.postern.gateway.operation;

import java.util.List;
import java.util.OptionalLong;

/**
 * Lines of the audit journal.
 *
 * @param lines each a JSON object in printable US-ASCII without line end, as in the journal's files
 * @param next where to go on ({@link JournalFilter#before}) when there may be more
 */
public record JournalLines(List<String> lines, OptionalLong next) {
  public JournalLines {
    lines = List.copyOf(lines);
  }
}
