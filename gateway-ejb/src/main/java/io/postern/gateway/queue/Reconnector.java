package io.postern.gateway.queue;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A thread that holds a link, works with it, and opens another when it fails, with growing pauses.
 * When a call does not return, the reconnector can be {@linkplain #abandon abandoned}: its thread
 * then ends as soon as the call does, without doing any more.
 */
final class Reconnector implements Runnable {

  private final LinkTask user;
  private final CallTimer callTimer = new CallTimer();
  private final Backoff pauses = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
  private volatile boolean abandoned;
  private volatile boolean linked;
  private @Nullable Thread thread;

  Reconnector(LinkTask user) {
    this.user = user;
  }

  void start(ThreadFactory threads) {
    Thread made = threads.newThread(this);
    thread = made;
    made.start();
  }

  /** Whether a link is held. */
  boolean linked() {
    return linked;
  }

  boolean stuck(Duration limit) {
    return callTimer.longerThan(limit);
  }

  void abandon() {
    abandoned = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    boolean more = true;
    boolean failedBefore = false;
    while (more && !abandoned) {
      Duration pause = Duration.ZERO;
      try (JmsLink link = user.open(callTimer)) {
        linked = true;
        if (failedBefore) {
          failedBefore = false;
          user.restored();
        }
        while (more && !abandoned) {
          more = user.work(link);
          pauses.reset();
        }
      } catch (JMSException | RuntimeException e) {
        failedBefore = true;
        if (!abandoned) {
          pause = pauses.next();
          user.failed(e, pause);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        linked = false;
      }
      if (!rested(pause)) {
        return;
      }
    }
  }

  private static boolean rested(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
