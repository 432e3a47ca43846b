package io.postern.gateway.audit;

import java.util.List;
import java.util.Optional;

/**
 * How the journal is at this moment.
 *
 * @param failing why lines cannot be written; empty when they can
 * @param endedThread the name of the journal's thread when it has ended although the journal is
 *     open
 * @param unread lines that are going to be removed though subscribers have not read them; none
 *     while the files are far from the hard cap
 */
public record JournalHealth(
    Optional<String> failing, Optional<String> endedThread, List<Unread> unread) {

  /** Of the files' hard cap in percent, from which on lines count as going to be removed. */
  static final int DANGER = 80;

  public JournalHealth {
    unread = List.copyOf(unread);
  }

  /**
   * What one subscriber has not read.
   *
   * @param subscriber its name
   * @param lines that it has not read
   * @param octets of all files
   * @param hardCap octets beyond which the oldest file is removed
   */
  public record Unread(String subscriber, long lines, long octets, long hardCap) {}
}
