package io.postern.gateway.notice;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The notices that stand. Thread-safe; meant for conditions that begin and end, not for events: a
 * call that changes nothing costs a lock and a comparison.
 */
public final class Notices {

  private static final Logger LOG = System.getLogger(Notices.class.getPackageName());

  private final Clock clock;
  private final Consumer<NoticeChange> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Notice> standing = new HashMap<>();

  /**
   * @param listener gets each change, in order, on the caller's thread; must return quickly and not
   *     call back. What it throws is logged
   */
  public Notices(Clock clock, Consumer<NoticeChange> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Raises a notice. Under a key that stands already, effect and text are replaced and the time
   * since when it stands is kept; when neither differs nothing happens.
   *
   * @throws IllegalArgumentException when key or text is not one of a {@link Notice}
   */
  public void raise(String key, Notice.Effect effect, String text) {
    Instant now = clock.instant();
    lock.lock();
    try {
      @Nullable Notice before = standing.get(key);
      Notice notice = new Notice(key, effect, text, before == null ? now : before.since());
      if (!notice.equals(before)) {
        standing.put(key, notice);
        report(new NoticeChange.Raised(notice, now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends a notice; does nothing when none stands under the key. */
  public void clear(String key) {
    lock.lock();
    try {
      @Nullable Notice before = standing.remove(key);
      if (before != null) {
        report(new NoticeChange.Cleared(before, clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** All that stand, the strictest first, then the oldest. */
  public List<Notice> standing() {
    lock.lock();
    try {
      List<Notice> notices = new ArrayList<>(standing.values());
      notices.sort(
          Comparator.comparing(Notice::effect)
              .reversed()
              .thenComparing(Notice::since)
              .thenComparing(Notice::key));
      return List.copyOf(notices);
    } finally {
      lock.unlock();
    }
  }

  /** The strictest effect of those that stand; empty when none does. */
  public Optional<Notice.Effect> strictest() {
    return standing().stream().findFirst().map(Notice::effect);
  }

  private void report(NoticeChange change) {
    Notice notice = change.notice();
    switch (change) {
      case NoticeChange.Raised _ ->
          LOG.log(
              notice.effect() == Notice.Effect.WARNING ? Level.WARNING : Level.ERROR,
              "notice {0} ({1}): {2}",
              notice.key(),
              notice.effect(),
              notice.text());
      case NoticeChange.Cleared _ ->
          LOG.log(Level.INFO, "notice {0} has ended: {1}", notice.key(), notice.text());
    }
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "notice %s could not be recorded".formatted(notice.key()), e);
    }
  }
}
