package io.postern.gateway.audit;

import java.util.Map;

/**
 * What is known of the journal outside of its folder, so that what is missing there is noticed.
 *
 * @param line number of the last line that was on disk, 0 when nothing is known
 * @param position the spool's position in the last line that had one
 * @param positions how far each subscriber had come
 */
public record JournalKnown(long line, long position, Map<String, Long> positions) {

  public JournalKnown {
    positions = Map.copyOf(positions);
  }

  /** Nothing is known. */
  public static JournalKnown nothing() {
    return new JournalKnown(0, 0, Map.of());
  }
}
