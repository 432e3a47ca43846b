package io.postern.gateway.callout.worker;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon(true).factory();

  @Test
  void lookThatFails_isRepeated() {
    AtomicInteger looks = new AtomicInteger();
    try (Watch watch =
        new Watch(
            THREADS,
            now -> {
              if (looks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("pretended");
              }
              return true;
            })) {
      watch.stayAwake();
      await().until(() -> looks.get() > 1);
    }
  }

  @Test
  void watchThatCouldNotBegin_beginsWithTheNext() {
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean exhausted = new AtomicBoolean(true);
    ThreadFactory threads =
        task -> {
          if (exhausted.getAndSet(false)) {
            throw new OutOfMemoryError("pretended");
          }
          return THREADS.newThread(task);
        };
    try (Watch watch = new Watch(threads, now -> looks.incrementAndGet() > 0)) {
      try {
        watch.stayAwake();
      } catch (OutOfMemoryError e) {
        // As the caller would: the client gets 451.
        watch.stayAwake();
      }
      await().until(() -> looks.get() > 0);
    }
  }
}
