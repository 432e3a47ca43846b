package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.AttemptResult;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.disposition.FollowUp;
import io.postern.gateway.disposition.Postponement;
import io.postern.gateway.spool.SpooledMessage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Makes the dispositions of an attempt and queues what follows from them. Thread-safe. */
final class AttemptFinisher {

  /** Each waits for the disk and holds a message; more at once would only take more memory. */
  private static final int MOST_GIVING_UP = 64;

  private final Dispositions dispositions;
  private final Scheduler scheduler;
  private final Background background;
  private final Semaphore givingUp = new Semaphore(MOST_GIVING_UP);

  AttemptFinisher(Dispositions dispositions, Scheduler scheduler, Background background) {
    this.dispositions = dispositions;
    this.scheduler = scheduler;
    this.background = background;
  }

  /**
   * Marks and queues without waiting for the disk; gives up what is lost in the background.
   *
   * @param done is called when all of it is done, perhaps on another thread
   */
  AttemptResult settle(Attempt attempt, Runnable done) {
    return settle(attempt, () -> dispositions.settle(attempt), done);
  }

  /** The same for recipients that were not tried. */
  AttemptResult postpone(Postponement postponement, Runnable done) {
    return settle(
        dispositions.untried(postponement), () -> dispositions.postpone(postponement), done);
  }

  private AttemptResult settle(Attempt attempt, Supplier<AttemptResult> decision, Runnable done) {
    boolean later = false;
    try {
      AttemptResult result = decision.get();
      follow(attempt, result.followUp());
      if (result.lost() > 0) {
        // Here and not in the background, so that a flood of failures slows the lane down.
        givingUp.acquireUninterruptibly();
        background.start("delivery-give-up", () -> giveUp(attempt, result, done));
        later = true;
      }
      return result;
    } finally {
      if (!later) {
        done.run();
      }
    }
  }

  private void giveUp(Attempt attempt, AttemptResult result, Runnable done) {
    try {
      follow(attempt, dispositions.giveUp(attempt, result));
    } finally {
      givingUp.release();
      done.run();
    }
  }

  private void follow(Attempt attempt, FollowUp followUp) {
    SpooledMessage message = attempt.message();
    scheduler.follow(message.id(), message.envelope(), message.states(), followUp);
  }
}
