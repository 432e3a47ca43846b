package io.postern.gateway.disposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.gateway.settings.Settings;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecideTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Settings.Retry RETRY =
      new Settings.Retry(
          List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(1)),
          Duration.ofHours(4));
  private static final Outcome SILENCE = new Outcome.NoReply("timed out");

  @Test
  void takenIsDeliveredHoweverOld() {
    NextStep step =
        decide(new Outcome.Accepted(Reply.of(250, "2.0.0", "ok")), 90, Duration.ofDays(90));
    assertEquals("250 2.0.0 ok", assertInstanceOf(NextStep.Delivered.class, step).reason().text());
  }

  @Test
  void permanentReplyFailsAtOnce() {
    NextStep step = decide(new Outcome.PermanentFailure(Reply.of(550, "no")), 1, Duration.ZERO);
    assertEquals(
        new NextStep.Failed(new Reason(new EnhancedStatusCode(5, 0, 0), "550 no", true)), step);
  }

  @Test
  void unsendableFailsAtOnce() {
    EnhancedStatusCode status = new EnhancedStatusCode(5, 6, 3);
    assertEquals(
        new NextStep.Failed(new Reason(status, "8-bit", false)),
        decide(new Outcome.NotAttempted(status, "8-bit"), 1, Duration.ZERO));
  }

  @Test
  void temporaryReplyIsDeferredWithItsStatus() {
    NextStep step =
        decide(new Outcome.TransientFailure(Reply.of(452, "4.2.2", "full")), 1, Duration.ZERO);
    assertEquals(
        new NextStep.Deferred(
            new Reason(new EnhancedStatusCode(4, 2, 2), "452 4.2.2 full", true),
            RECEIVED.plus(Duration.ofMinutes(5))),
        step);
  }

  @ParameterizedTest
  @CsvSource({"552 5.5.3 Too many, 4.5.3", "552 Too many, 4.0.0", "552 5.2.2 full, 4.2.2"})
  void temporaryMeaningOfAPermanentCodeHasAStatusOfClassFour(String reply, String status) {
    String[] part = reply.split(" ", 3);
    Reply said =
        part[1].startsWith("5.") ? Reply.of(552, part[1], part[2]) : Reply.of(552, "Too many");
    NextStep step = decide(new Outcome.TransientFailure(said), 1, Duration.ZERO);
    assertEquals(
        status, assertInstanceOf(NextStep.Deferred.class, step).reason().status().toString());
    assertEquals(reply, step.reason().text());
  }

  @ParameterizedTest
  @CsvSource({"1, PT5M", "2, PT30M", "3, PT1H", "4, PT1H"})
  void waitingTimesFollowTheScheduleAndTheLastRepeats(int attempt, Duration wait) {
    NextStep step = decide(SILENCE, attempt, Duration.ofMinutes(1));
    assertEquals(
        RECEIVED.plus(Duration.ofMinutes(1)).plus(wait),
        assertInstanceOf(NextStep.Deferred.class, step).until());
  }

  @Test
  void lifetimeOverInTheOrdinaryWayExpires() {
    // 5 + 30 + 60 + 60 + 60 minutes were waited before the sixth attempt; 4:35 h are needed.
    Duration age = Duration.ZERO;
    int attempt = 1;
    NextStep step = decide(SILENCE, attempt, age);
    while (step instanceof NextStep.Deferred deferred) {
      age = Duration.between(RECEIVED, deferred.until());
      step = decide(SILENCE, ++attempt, age);
    }
    assertInstanceOf(NextStep.Expired.class, step);
    assertEquals(Duration.ofMinutes(275), age);
  }

  @Test
  void expiredSaysWhatTheLastAttemptFound() {
    NextStep step =
        decide(new Outcome.TransientFailure(Reply.of(451, "busy")), 90, Duration.ofDays(90));
    assertEquals(
        new Reason(new EnhancedStatusCode(4, 4, 7), "451 busy", true),
        assertInstanceOf(NextStep.Expired.class, step).reason());
  }

  /** Case: the clock jumps a day forward right after acceptance. */
  @Test
  void clockThatJumpedForwardDoesNotExpireEarly() {
    assertInstanceOf(NextStep.Deferred.class, decide(SILENCE, 1, Duration.ofDays(1)));
    assertInstanceOf(NextStep.Deferred.class, decide(SILENCE, 4, Duration.ofDays(1)));
  }

  @Test
  void clockThatJumpedBackDoesNotExpireEarly() {
    assertInstanceOf(NextStep.Deferred.class, decide(SILENCE, 90, Duration.ofDays(-1)));
  }

  /** What was tried now and then, as its next hop was paused, expires by the time it was here. */
  @Test
  void lifetimeSpentInARunningGatewayExpiresAfterFewAttempts() {
    Duration lifetime = RETRY.lifetime();
    assertInstanceOf(NextStep.Expired.class, decide(SILENCE, 2, lifetime, lifetime));
    assertInstanceOf(
        NextStep.Deferred.class, decide(SILENCE, 2, lifetime, lifetime.minusMillis(1)));
    assertInstanceOf(
        NextStep.Deferred.class, decide(SILENCE, 2, lifetime.minusMillis(1), lifetime));
  }

  @ParameterizedTest
  @CsvSource({"0, PT4H, PT4H, true", "0, PT4H, PT3H, false", "0, PT3H, PT4H, false"})
  void neverTriedIsOverByTheTimeTheGatewayHasRun(
      int attempts, Duration age, Duration running, boolean over) {
    assertEquals(over, Dispositions.isOver(attempts, RECEIVED, RECEIVED.plus(age), running, RETRY));
  }

  private static NextStep decide(Outcome outcome, int attempt, Duration age) {
    return decide(outcome, attempt, age, Duration.ZERO);
  }

  private static NextStep decide(Outcome outcome, int attempt, Duration age, Duration running) {
    return Dispositions.decide(outcome, attempt, RECEIVED, RECEIVED.plus(age), running, RETRY);
  }
}
