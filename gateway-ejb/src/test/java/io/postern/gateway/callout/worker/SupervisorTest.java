package io.postern.gateway.callout.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.notice.Notices;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that return, throw, hang; on each kind of threads. */
@Timeout(60)
class SupervisorTest {

  private final LostThreads lostThreads =
      new LostThreads(new Notices(Clock.systemUTC(), change -> {}), "test");
  private final Supervision supervision =
      new Supervision("spam", "spam--r1", "Called", lostThreads);

  private final class Callout implements Supervised {

    private final SequenceBreaker breaker = new SequenceBreaker(SequenceBreaker.FIRST_PAUSE);

    @Override
    public String name() {
      return "Test.call";
    }

    @Override
    public long budget() {
      return Duration.ofMillis(50).toNanos();
    }

    @Override
    public SequenceBreaker breaker() {
      return breaker;
    }

    @Override
    public Supervision supervision() {
      return supervision;
    }
  }

  /** Notes how each call ended. */
  private final class Noted implements CallSequence<Revocable, String> {

    private final Callout callout = new Callout();
    private final List<Callable<String>> calls;
    private final List<String> ends = new ArrayList<>();

    @SafeVarargs
    Noted(Callable<String>... calls) {
      this.calls = List.of(calls);
    }

    @Override
    public boolean isOver() {
      return ends.size() >= calls.size();
    }

    @Override
    public Supervised due() {
      return callout;
    }

    @Override
    public Revocable share() {
      return new Revocable() {
        @Override
        public void end(Thread caller) {
          caller.interrupt();
        }

        @Override
        public void end() {}
      };
    }

    @Override
    public String call(Revocable shared) throws Exception {
      return calls.get(ends.size()).call();
    }

    @Override
    public void returned(String left, long nanos) {
      supervision.countReturn(nanos);
      ends.add(left);
    }

    @Override
    public void threw(Throwable thrown, Revocable shared, long nanos) {
      supervision.countError(nanos);
      ends.add("threw " + thrown.getMessage());
    }

    @Override
    public void notAdmitted() {
      ends.add("not admitted");
    }

    @Override
    public void missedDeadline() {
      supervision.countTimeout();
      ends.add("missed");
    }

    @Override
    public void stop() {
      while (!isOver()) {
        ends.add("stopped");
      }
    }

    @Override
    public CallInput input() {
      return new CallInput("test", 0);
    }
  }

  private static Supervisor pool() {
    return Supervisor.onPool("test", 2, task -> Thread.ofPlatform().daemon().start(task));
  }

  private static String hang(CountDownLatch end) {
    while (end.getCount() > 0) {
      Thread.onSpinWait();
    }
    return "late";
  }

  private void callsThatHangAreLeftBehindAndTheNextAreMade(Supervisor supervisor) {
    CountDownLatch end = new CountDownLatch(1);
    Noted calls =
        new Noted(
            () -> "one",
            () -> {
              throw new IllegalStateException("two");
            },
            () -> hang(end),
            () -> "four");
    try (supervisor) {
      supervisor.makeAll(calls);
      assertEquals(List.of("one", "threw two", "missed", "four"), calls.ends);
      assertEquals(1, lostThreads.list().size());
      assertEquals(1, supervision.counters().stuckThreads());
      end.countDown();
      assertTrue(supervision.awaitReturn(Duration.ofSeconds(30)));
      Awaitility.await().until(() -> lostThreads.list().isEmpty());
      Supervision.Counters counted = supervision.counters();
      assertEquals(4, counted.calls());
      assertEquals(1, counted.errors());
      assertEquals(1, counted.timeouts());
      assertEquals(3, counted.latency().calls());
    }
  }

  @Test
  void onVirtualThreads() {
    callsThatHangAreLeftBehindAndTheNextAreMade(Supervisor.onVirtualThreads("test"));
  }

  @Test
  void onAPool() {
    callsThatHangAreLeftBehindAndTheNextAreMade(pool());
  }

  @Test
  void onOwnThreads() {
    callsThatHangAreLeftBehindAndTheNextAreMade(Supervisor.onOwnThreads("test"));
  }

  /**
   * They keep thread-local values of extensions, and with them the classes of what is undeployed.
   */
  @Test
  void threadsOfBeforeARenewalAreNotUsedAgain() {
    for (Supervisor supervisor : List.of(pool(), Supervisor.onOwnThreads("test"))) {
      try (supervisor) {
        List<Thread> threads = new ArrayList<>();
        Callable<String> call =
            () -> {
              threads.add(Thread.currentThread());
              return "called";
            };
        supervisor.makeAll(new Noted(call));
        supervisor.renew();
        supervisor.makeAll(new Noted(call));
        assertNotSame(threads.getFirst(), threads.getLast());
        Awaitility.await().until(() -> !threads.getFirst().isAlive());
      }
    }
  }
}
