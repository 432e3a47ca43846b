package io.postern.gateway.spool;

import java.util.List;
import java.util.Optional;

/**
 * Which messages there are, as far as memory knows it. Waits until all of earlier lives are known,
 * so that nobody takes a part for the whole. Thread-safe.
 */
final class MessageIndexView {

  /** So long the lock is held for a look at the list of the unfinished. */
  private static final int MESSAGES_AT_ONCE = 512;

  private final SpoolStart start;
  private final Intake intake;
  private final MessageIndex index;

  MessageIndexView(SpoolStart start, Intake intake, MessageIndex index) {
    this.start = start;
    this.intake = intake;
    this.index = index;
  }

  private interface Look<T> {
    T at(MessageIndex index);
  }

  private <T> T look(Look<T> look) {
    var _ = start.await();
    return lookNow(look);
  }

  private <T> T lookNow(Look<T> look) {
    intake.lock();
    try {
      return look.at(index);
    } finally {
      intake.unlock();
    }
  }

  /** The groups of the next messages behind an id. */
  List<RecipientGroup> groups(long after) {
    return look(known -> known.groups(after, MESSAGES_AT_ONCE));
  }

  /** The groups of one message; waits until that one is known. */
  List<RecipientGroup> groups(SpoolId id) {
    start.await(id.value());
    return lookNow(known -> known.groups(id.value() - 1, 1)).stream()
        .filter(group -> group.id().equals(id))
        .toList();
  }

  QueueCounts counts() {
    return look(MessageIndex::counts);
  }

  int size() {
    return look(MessageIndex::size);
  }

  /**
   * The next messages of a kind.
   *
   * @throws SpoolUnavailable when the spool is closed
   */
  List<SpoolId> page(QueueSelection selection, Optional<SpoolId> after, int most) {
    return look(
        known -> {
          intake.requireOpen();
          return known.page(selection, after.map(SpoolId::value).orElse(0L), most).stream()
              .map(SpoolId::new)
              .toList();
        });
  }
}
