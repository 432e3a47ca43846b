package io.postern.tests.faulty;

import io.postern.logging.MessageAcceptedLogged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;

/** A logging callout that takes two locks in the other order than another thread. */
@ApplicationScoped
public class LogsIntoADeadlock {

  void accepted(@Observes MessageAcceptedLogged event) throws InterruptedException {
    Object mine = new Object();
    Object others = new Object();
    CountDownLatch both = new CountDownLatch(2);
    Thread.ofPlatform().daemon().start(() -> lock(others, mine, both));
    lock(mine, others, both);
  }

  private static void lock(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      while (both.getCount() > 0) {
        Thread.onSpinWait();
      }
      synchronized (second) {
        both.countDown();
      }
    }
  }
}
