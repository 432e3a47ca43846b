package io.postern.gateway.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * What to look for; every condition given must hold.
 *
 * @param id the message's
 * @param peer the client's address, with or without port
 * @param recipient a mailbox, or {@code @domain} for all of a domain
 * @param sender the reverse-path, in the same way; {@code <>} is the null reverse-path
 * @param event its name
 * @param from the earliest time
 * @param until the first time no longer wanted
 * @param before only lines with smaller numbers; {@link Long#MAX_VALUE} for all
 * @param limit lines to be found at most
 */
public record JournalQuery(
    Optional<String> id,
    Optional<String> peer,
    Optional<String> recipient,
    Optional<String> sender,
    Optional<String> event,
    Optional<Instant> from,
    Optional<Instant> until,
    long before,
    int limit) {

  public JournalQuery {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("a search finds 1 to 10000 lines, not " + limit);
    }
  }

  /** The newest lines, whatever they say. */
  public static JournalQuery newest(int limit) {
    Optional<String> any = Optional.empty();
    Optional<Instant> ever = Optional.empty();
    return new JournalQuery(any, any, any, any, any, ever, ever, Long.MAX_VALUE, limit);
  }

  public JournalQuery withId(String wanted) {
    return new JournalQuery(
        Optional.of(wanted), peer, recipient, sender, event, from, until, before, limit);
  }

  public JournalQuery withPeer(String wanted) {
    return new JournalQuery(
        id, Optional.of(wanted), recipient, sender, event, from, until, before, limit);
  }

  public JournalQuery withRecipient(String wanted) {
    return new JournalQuery(
        id, peer, Optional.of(wanted), sender, event, from, until, before, limit);
  }

  public JournalQuery withSender(String wanted) {
    return new JournalQuery(
        id, peer, recipient, Optional.of(wanted), event, from, until, before, limit);
  }

  public JournalQuery withEvent(String wanted) {
    return new JournalQuery(
        id, peer, recipient, sender, Optional.of(wanted), from, until, before, limit);
  }

  public JournalQuery between(Instant earliest, Instant end) {
    return new JournalQuery(
        id, peer, recipient, sender, event, Optional.of(earliest), Optional.of(end), before, limit);
  }

  public JournalQuery before(long sequence) {
    return new JournalQuery(id, peer, recipient, sender, event, from, until, sequence, limit);
  }

  boolean matches(JournalLine line) {
    return line.sequence() < before
        && (id.isEmpty() || id.equals(line.id()))
        && (event.isEmpty() || event.get().equals(line.event()))
        && (from.isEmpty() || !line.at().isBefore(from.get()))
        && (until.isEmpty() || line.at().isBefore(until.get()))
        && (peer.isEmpty() || line.fact("peer").map(p -> isPeer(p, peer.get())).orElse(false))
        && (sender.isEmpty() || line.fact("reverse-path").map(this::isSender).orElse(false))
        && (recipient.isEmpty() || hasRecipient(line, recipient.get()));
  }

  private boolean isSender(String reversePath) {
    String wanted = sender.orElse("");
    return wanted.equals("<>") ? reversePath.isEmpty() : isMailbox(reversePath, wanted);
  }

  private static boolean hasRecipient(JournalLine line, String wanted) {
    return line.recipients().stream().anyMatch(r -> isMailbox(r, wanted))
        || line.fact("recipient").map(r -> isMailbox(r, wanted)).orElse(false);
  }

  private static boolean isMailbox(String mailbox, String wanted) {
    int tail = wanted.startsWith("@") ? mailbox.length() - wanted.length() : 0;
    return tail >= 0 && mailbox.substring(tail).equalsIgnoreCase(wanted);
  }

  private static boolean isPeer(String peer, String wanted) {
    return peer.equals(wanted)
        || peer.startsWith(wanted + ":")
        || peer.startsWith("[" + wanted + "]:");
  }
}
