package io.postern.gateway.assembly;

import io.postern.gateway.controldb.DatabaseCopies;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Keeps the notice of the control database's copies true. Looks in the background, as a database
 * may take long to answer. For one thread at a time.
 */
final class CopyWatch {

  private static final String KEY = "database.copies";

  private final Notices notices;
  private final DatabaseCopies copies;
  private final Executor background;
  private CompletableFuture<Void> look = CompletableFuture.completedFuture(null);

  CopyWatch(Notices notices, DatabaseCopies copies, Executor background) {
    this.notices = notices;
    this.copies = copies;
    this.background = background;
  }

  /** Begins to look unless the last look has not ended. */
  void look() {
    if (look.isDone()) {
      look = CompletableFuture.runAsync(this::lookNow, background);
    }
  }

  private void lookNow() {
    copies
        .look()
        .ifPresentOrElse(
            what -> notices.raise(KEY, Notice.Effect.WARNING, what), () -> notices.clear(KEY));
  }
}
