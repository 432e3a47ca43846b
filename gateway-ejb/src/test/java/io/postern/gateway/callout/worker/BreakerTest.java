package io.postern.gateway.callout.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Breaker breaker = new Breaker();
  private final long start = System.nanoTime();
  private boolean threadsLost;

  private static CallInput from(String client, long message) {
    return new CallInput(client, message);
  }

  private boolean admits(String client, long message, long second) {
    return breaker.admits(() -> from(client, message), () -> threadsLost, start + second * SECOND);
  }

  private boolean succeeds(String client, long message, long second) {
    return breaker.succeeded(() -> from(client, message), start + second * SECOND);
  }

  /** Distinct messages, numbered from here on. */
  private void fail(String client, long first, int messages, long second) {
    for (long message = first; message < first + messages; message++) {
      breaker.failed(from(client, message), start + second * SECOND);
    }
  }

  @Test
  void nineMessages_leaveItClosed() {
    fail("a", 1, 9, 0);
    assertTrue(admits("a", 99, 0));
    assertEquals(BreakerState.CLOSED, breaker.state());
  }

  @Test
  void tenMessagesOfTen_openItForFiveSeconds() {
    fail("a", 1, 10, 0);
    assertEquals(BreakerState.OPEN, breaker.state());
    assertFalse(admits("a", 99, 4));
    assertTrue(admits("a", 99, 5));
  }

  @Test
  void oneMessageAThousandTimes_isOneFailure() {
    for (int i = 0; i < 1000; i++) {
      fail("a", 1, 1, 0);
    }
    assertEquals(BreakerState.CLOSED, breaker.state());
    assertTrue(admits("a", 1, 0));
  }

  @Test
  void failuresOfOneClientWhileAnothersMailPasses_leaveItClosed() {
    fail("bad", 1, 1, 0);
    succeeds("good", 1000, 0);
    fail("bad", 2, 500, 0);
    assertEquals(BreakerState.CLOSED, breaker.state());
    assertTrue(admits("good", 1001, 0));
  }

  @Test
  void openedByOneClient_doesNotConcernOthers() {
    fail("bad", 1, 10, 0);
    assertFalse(admits("bad", 99, 1));
    assertTrue(admits("good", 1000, 1));
    assertTrue(admits("other", 1001, 1));
  }

  @Test
  void openedByOneClient_closesWhenAnothersMailPasses() {
    fail("bad", 1, 10, 0);
    assertTrue(succeeds("good", 1000, 1));
    assertEquals(BreakerState.CLOSED, breaker.state());
    fail("bad", 50, 100, 2);
    assertEquals(BreakerState.CLOSED, breaker.state(), "the mean over both is a half");
  }

  @Test
  void openedByThreeClients_concernsEveryone() {
    fail("a", 1, 4, 0);
    fail("b", 11, 4, 0);
    fail("c", 21, 4, 0);
    assertEquals(BreakerState.OPEN, breaker.state());
    assertEquals(Set.of(), breaker.clients());
    assertFalse(admits("new", 1000, 1));
  }

  @Test
  void openedByMany_doesNotConcernWhoseMailPassedAllTheTime() {
    fail("a", 1, 1, 0);
    succeeds("good", 1000, 0);
    fail("a", 2, 4, 0);
    fail("b", 11, 4, 0);
    fail("c", 21, 4, 0);
    assertEquals(BreakerState.OPEN, breaker.state());
    assertTrue(admits("good", 1001, 1));
    assertFalse(admits("new", 1002, 1));
  }

  @Test
  void whileProbing_nobodyElseConcernedIsLetThrough() {
    fail("a", 1, 10, 0);
    assertTrue(admits("a", 98, 6));
    assertFalse(admits("a", 99, 6));
    assertEquals(BreakerState.PROBING, breaker.state());
  }

  @Test
  void messageThatFailedBefore_isNoProbe() {
    fail("a", 1, 10, 0);
    assertFalse(admits("a", 3, 600));
    assertTrue(admits("a", 99, 600));
  }

  @Test
  void failedProbe_isNotTheNextProbe() {
    fail("a", 1, 10, 0);
    assertTrue(admits("a", 99, 5));
    fail("a", 99, 1, 5);
    assertFalse(admits("a", 99, 100));
    assertTrue(admits("a", 100, 100));
  }

  @Test
  void probeThatPasses_closesIt() {
    fail("a", 1, 10, 0);
    assertTrue(admits("a", 99, 6));
    assertTrue(succeeds("a", 99, 6));
    assertEquals(BreakerState.CLOSED, breaker.state());
    fail("a", 200, 9, 7);
    assertEquals(BreakerState.CLOSED, breaker.state(), "earlier failures are forgotten");
  }

  @Test
  void probesThatFail_doubleThePauseUpToAMinute() {
    fail("a", 1, 10, 0);
    long second = 0;
    for (long pause : new long[] {5, 10, 20, 40, 60, 60}) {
      long probe = 1000 + second;
      assertFalse(admits("a", probe, second + pause - 1));
      assertTrue(admits("a", probe, second + pause));
      second += pause;
      fail("a", probe, 1, second);
    }
  }

  @Test
  void lateFailureOfACallMadeBefore_doesNotLengthenThePause() {
    fail("a", 1, 10, 0);
    fail("a", 11, 1, 4);
    assertTrue(admits("a", 99, 5));
  }

  @Test
  void probeThatWasWithdrawn_letsTheNextOneThrough() {
    fail("a", 1, 10, 0);
    admits("a", 98, 6);
    breaker.withdrawn(() -> from("a", 98));
    assertTrue(admits("a", 99, 6));
  }

  @Test
  void noProbeIsMade_whileThreadsThatWereLostStillRun() {
    fail("a", 1, 10, 0);
    threadsLost = true;
    assertFalse(admits("a", 99, 600));
    threadsLost = false;
    assertTrue(admits("a", 99, 600));
  }

  @Test
  void messageThatCostAThread_isNotGivenAgainWhileItRuns() {
    breaker.threadLost(from("a", 7));
    assertFalse(admits("a", 7, 0));
    assertTrue(admits("a", 8, 0));
    breaker.threadReturned(from("a", 7));
    assertTrue(admits("a", 7, 0));
  }

  @Test
  void clientWhoseMessagesCostFourThreads_isNotServedAndOthersAre() {
    for (long message = 1; message <= 4; message++) {
      assertTrue(admits("a", message, 0));
      breaker.threadLost(from("a", message));
    }
    assertFalse(admits("a", 5, 0));
    assertTrue(admits("b", 6, 0));
    breaker.threadReturned(from("a", 1));
    assertTrue(admits("a", 5, 0));
  }

  @Test
  void failuresLongAgo_countNoMore() {
    fail("a", 1, 9, 0);
    fail("a", 100, 9, 61);
    assertEquals(BreakerState.CLOSED, breaker.state());
  }

  @Test
  void moreClientsThanItRemembers_doNotOpenIt() {
    fail("bad", 1, 9, 0);
    for (int i = 0; i < 10_000; i++) {
      succeeds("client-" + i, i, 0);
    }
    fail("bad", 100, 100, 0);
    assertEquals(BreakerState.CLOSED, breaker.state());
  }
}
