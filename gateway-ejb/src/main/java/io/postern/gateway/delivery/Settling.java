package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Aftermath;
import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.disposition.Postponement;
import io.postern.gateway.disposition.Settlement;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Makes the dispositions of an attempt and queues what follows from them. Thread-safe. */
final class Settling {

  /** Each waits for the disk and holds a message; more at once would only take more memory. */
  private static final int MOST_GIVING_UP = 64;

  private final Dispositions dispositions;
  private final Departures departures;
  private final Background background;
  private final Semaphore givingUp = new Semaphore(MOST_GIVING_UP);

  Settling(Dispositions dispositions, Departures departures, Background background) {
    this.dispositions = dispositions;
    this.departures = departures;
    this.background = background;
  }

  /**
   * Marks and queues without waiting for the disk; gives up what is lost in the background.
   *
   * @param done is called when all of it is done, perhaps on another thread
   */
  Settlement settle(Attempt attempt, Runnable done) {
    return settle(attempt, () -> dispositions.settle(attempt), done);
  }

  /** The same for recipients that were not tried. */
  Settlement postpone(Postponement postponement, Runnable done) {
    return settle(
        dispositions.untried(postponement), () -> dispositions.postpone(postponement), done);
  }

  private Settlement settle(Attempt attempt, Supplier<Settlement> decision, Runnable done) {
    boolean later = false;
    try {
      Settlement settlement = decision.get();
      follow(attempt, settlement.aftermath());
      if (settlement.lost() > 0) {
        // Here and not in the background, so that a flood of failures slows the lane down.
        givingUp.acquireUninterruptibly();
        background.start("delivery-give-up", () -> giveUp(attempt, settlement, done));
        later = true;
      }
      return settlement;
    } finally {
      if (!later) {
        done.run();
      }
    }
  }

  private void giveUp(Attempt attempt, Settlement settlement, Runnable done) {
    try {
      follow(attempt, dispositions.giveUp(attempt, settlement));
    } finally {
      givingUp.release();
      done.run();
    }
  }

  private void follow(Attempt attempt, Aftermath aftermath) {
    for (Aftermath.Again again : aftermath.again()) {
      departures.some(
          attempt.message().id(),
          attempt.message().envelope(),
          attempt.message().states(),
          again.recipients(),
          again.attempt(),
          again.delay(),
          again.reason());
    }
    aftermath
        .report()
        .ifPresent(report -> departures.all(report.id(), report.envelope(), "report"));
  }
}
