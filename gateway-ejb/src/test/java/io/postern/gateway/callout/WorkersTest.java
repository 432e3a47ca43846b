package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.TestSession;
import io.postern.gateway.callout.cdi.CdiExtensions;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.HeapContents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server's pool that does not do what it should, and one that is full. */
@Timeout(60)
class WorkersTest {

  private static Ruling manipulated(Executor executor) {
    Scripted.reset();
    HeapContents contents = new HeapContents();
    try (Deployment scripted = Deployment.of("scripted", Scripted.class);
        CalloutRegistry registry =
            new CalloutRegistry(
                name -> ExtensionPolicy.DEFAULT,
                contents::open,
                failure -> {},
                new Notices(Clock.systemUTC(), change -> {}),
                executor,
                2);
        CdiExtensions archives = new CdiExtensions(registry, Deployment.ARCHIVES);
        CalloutSet set = Gateway.open(registry)) {
      return set.messageBeforeSpool(
              new TestSession(), new MailObject(Gateway.ENVELOPE, contents.of(Gateway.MAIL)))
          .ruling();
    }
  }

  @Test
  void poolThatRefuses_isReplacedByAThreadOfOurOwn() {
    assertSame(
        Ruling.PASS,
        manipulated(
            task -> {
              throw new RejectedExecutionException("full");
            }));
  }

  @Test
  void poolThatNeverBegins_isReplacedByAThreadOfOurOwn() {
    List<Runnable> held = new ArrayList<>();
    assertSame(Ruling.PASS, manipulated(held::add));
    // Should the pool come to it after all, nothing happens twice.
    held.getFirst().run();
  }

  @Test
  void fullPool_letsSessionsWaitForTheirTurn() throws Exception {
    Scripted.reset();
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Scripted.beforeSpool =
        event -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          } finally {
            inside.decrementAndGet();
          }
        };
    try (Gateway gateway = new Gateway();
        Deployment scripted = Deployment.of("scripted", Scripted.class)) {
      List<Thread> sessions = new ArrayList<>();
      List<Ruling> rulings = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 20; i++) {
        sessions.add(
            Thread.startVirtualThread(
                () -> {
                  try (CalloutSet set = gateway.open()) {
                    rulings.add(set.messageBeforeSpool(new TestSession(), gateway.mail()).ruling());
                  }
                }));
      }
      Awaitility.await().until(() -> inside.get() == 4);
      assertTrue(rulings.isEmpty());
      release.countDown();
      for (Thread session : sessions) {
        session.join();
      }
      assertEquals(20, rulings.size());
      assertTrue(rulings.stream().allMatch(ruling -> ruling == Ruling.PASS));
      assertEquals(4, most.get());
    }
  }
}
