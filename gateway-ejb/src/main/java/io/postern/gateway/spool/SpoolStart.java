package io.postern.gateway.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The rest of the spool's start, when acceptances may begin before it is through: recovers the
 * messages of earlier lives, reports what is lost, then lets all go on that waits for them.
 * Thread-safe.
 */
final class SpoolStart implements Runnable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** What is to be done when all messages are known, before anybody sees them. */
  interface Ending {
    void recovered(SpoolRecovery.Outcome outcome);
  }

  private final SpoolRecovery recovery;
  private final Ending ending;
  private final CompletableFuture<Optional<Loss>> done = new CompletableFuture<>();
  private final long idFloor;

  SpoolStart(SpoolRecovery recovery, Ending ending) {
    this.recovery = recovery;
    this.ending = ending;
    this.idFloor = recovery.idFloor();
  }

  /** Recovers beside acceptances. */
  @Override
  public void run() {
    try {
      end(recovery.run());
    } catch (IOException | RuntimeException | Error e) {
      if (!done.isDone()) {
        LOG.log(Level.ERROR, "spool: cannot recover the messages of the last run", e);
        fail(
            new SpoolUnavailable(
                "spool: the messages of the last run could not be recovered (%s); mail is taken,"
                        .formatted(e.getMessage())
                    + " they wait for the next start",
                false,
                e));
      }
    }
  }

  /** All messages are known. */
  void end(SpoolRecovery.Outcome outcome) {
    ending.recovered(outcome);
    done.complete(outcome.loss());
  }

  /** Ends it before it is through. */
  void stop() {
    recovery.stop();
    fail(new SpoolUnavailable("spool: closed", false));
  }

  private void fail(SpoolUnavailable why) {
    done.completeExceptionally(why);
  }

  /** Whether all messages are known. */
  boolean isThrough() {
    return done.isDone() && !done.isCompletedExceptionally();
  }

  /**
   * Waits until all messages are known; answers what is lost.
   *
   * @throws SpoolUnavailable when that is not to be, or the thread is interrupted
   */
  Optional<Loss> await() {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpoolUnavailable unavailable) {
        throw unavailable;
      }
      throw new SpoolUnavailable("spool: not recovered", false, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolUnavailable(
          "spool: interrupted while the messages of the last run were recovered", false, e);
    }
  }

  /** Waits until the message is known, if it is of an earlier life. */
  void await(long id) {
    if (id <= idFloor && !isThrough()) {
      var _ = await();
    }
  }
}
