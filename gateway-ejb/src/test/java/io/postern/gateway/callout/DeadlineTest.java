package io.postern.gateway.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.spool.HeapContents;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.MutableHeaderSection;
import io.postern.validation.MessageReceived;
import io.postern.validation.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callout that does not come back, or comes back with a bang, touches one message only. */
@Timeout(60)
class DeadlineTest {

  /** Is over soon, and yet enough for a callout to begin on a machine under load. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration AMPLE = Duration.ofMinutes(1);

  private final Gateway gateway = new Gateway();
  private final Deployment scripted = Deployment.of("scripted", Scripted.class);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void reset() {
    Scripted.reset();
    allow(FailurePolicy.DEFER, AMPLE);
  }

  @AfterEach
  void end() {
    release.countDown();
    scripted.close();
    gateway.close();
  }

  private void allow(FailurePolicy policy, Duration time) {
    gateway.terms.put("scripted", Gateway.terms(1, policy, time));
    gateway.registry.refresh();
  }

  private ExtensionActivity activity() {
    return gateway.registry.activity().stream()
        .filter(activity -> activity.callout().stage().equals("MessageReceived"))
        .findFirst()
        .orElseThrow();
  }

  private void blockUninterruptibly() {
    boolean blocked = true;
    while (blocked) {
      try {
        release.await();
        blocked = false;
      } catch (InterruptedException e) {
        // A callout that does not care.
        blocked = true;
      }
    }
  }

  private static void sleepUntilInterrupted(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(FailurePolicy.class)
  void calloutThatSleeps_isInterruptedAndItsFailurePolicyDecides(FailurePolicy policy)
      throws Exception {
    allow(policy, SHORT);
    CountDownLatch interrupted = new CountDownLatch(1);
    Scripted.first = event -> sleepUntilInterrupted(interrupted);

    Answer<MailObject> answer = gateway.received(gateway.mail());

    interrupted.await();
    String expected =
        switch (policy) {
          case DEFER -> "451 4.3.0";
          case REJECT -> "554 5.3.0";
          case SKIP -> "pass";
        };
    assertTrue(shown(answer.ruling()).startsWith(expected), shown(answer.ruling()));
    assertEquals(policy != FailurePolicy.SKIP, answer.decidedBy().isPresent());
    assertEquals(CalloutFailure.Kind.DEADLINE, gateway.failures.getFirst().kind());
    assertEquals(
        "io.postern.gateway.callout.Scripted.early", gateway.failures.getFirst().observer());
  }

  private static String shown(Ruling ruling) {
    return ruling instanceof Ruling.Refuse(var reply, var disconnects)
        ? reply.toString()
        : ruling.word();
  }

  @Test
  void changesAndAnswersOfACalloutThatIsGivenUp_areUndoneAndTheNextOneIsAsked() throws Exception {
    allow(FailurePolicy.SKIP, SHORT);
    Scripted.first =
        event -> {
          event.message().header().add("X-First", "1");
          event.envelope().addRecipient(Gateway.CAROL);
          event.session().notes().put("scripted.first", 1);
          event.answer(Verdict.reject("no"));
          blockUninterruptibly();
        };
    Scripted.second = event -> event.message().header().add("X-Second", "2");

    Answer<MailObject> answer = gateway.received(gateway.mail());

    String text = HeapContents.text(answer.value().content());
    assertSame(Ruling.PASS, answer.ruling());
    assertFalse(text.contains("X-First"), text);
    assertTrue(text.contains("X-Second: 2\r\n\r\n"), text);
    assertEquals(List.of(Gateway.BOB), answer.value().envelope().mailboxes());
    assertTrue(gateway.session.notes().isEmpty());
  }

  @Test
  void everythingLentToACalloutThatWasGivenUp_isDead() throws Exception {
    allow(FailurePolicy.SKIP, SHORT);
    CompletableFuture<MessageReceived> kept = new CompletableFuture<>();
    CompletableFuture<MutableHeaderSection> header = new CompletableFuture<>();
    CompletableFuture<InputStream> stream = new CompletableFuture<>();
    Scripted.first =
        event -> {
          kept.complete(event);
          header.complete(event.message().header());
          try {
            stream.complete(event.message().open());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          blockUninterruptibly();
        };

    Answer<MailObject> answer = gateway.received(gateway.mail());

    assertThrows(IllegalStateException.class, () -> kept.join().message());
    assertThrows(IllegalStateException.class, () -> kept.join().session());
    assertThrows(IllegalStateException.class, () -> kept.join().envelope());
    assertThrows(IllegalStateException.class, () -> kept.join().answer(Verdict.accept()));
    assertThrows(IllegalStateException.class, () -> header.join().add("X-Late", "1"));
    assertThrows(IllegalStateException.class, () -> header.join().first("Subject"));
    assertThrows(IllegalStateException.class, () -> stream.join().read());
    assertEquals(Gateway.MAIL, HeapContents.text(answer.value().content()));
  }

  @Test
  void eventKeptBeyondItsCallout_isDeadThoughTheCalloutReturnedInTime() {
    CompletableFuture<MessageReceived> kept = new CompletableFuture<>();
    Scripted.first = kept::complete;

    gateway.received(gateway.mail());

    assertThrows(IllegalStateException.class, () -> kept.join().envelope());
  }

  @Test
  void threadLostToACallout_isCountedUntilItComesBack() {
    allow(FailurePolicy.SKIP, SHORT);
    Scripted.first = event -> blockUninterruptibly();

    gateway.received(gateway.mail());
    assertEquals(1, activity().callout().lostThreads());

    release.countDown();
    await().until(() -> activity().callout().lostThreads() == 0);
    assertEquals(1, activity().callout().timeouts());
  }

  @Test
  void manyThreadsLost_doNotKeepTheNextMessageWaiting() {
    allow(FailurePolicy.SKIP, SHORT);
    Scripted.beforeSpool = event -> blockUninterruptibly();
    // Four workers; a client whose messages cost four threads is not served any more.
    for (int i = 0; i < 6; i++) {
      try (CalloutSet set = gateway.open()) {
        assertSame(
            Ruling.PASS, set.messageBeforeSpool(gateway.session, gateway.mailNumber(i)).ruling());
      }
    }
    assertEquals(4, gateway.failures.size());
    assertEquals(4, gateway.registry.lostThreads().size());
  }

  @Test
  void calloutThatLoops_losesItsThreadAndNothingElse() {
    allow(FailurePolicy.SKIP, SHORT);
    AtomicBoolean go = new AtomicBoolean(true);
    Scripted.first =
        event -> {
          while (go.get()) {
            Thread.onSpinWait();
          }
        };

    Answer<MailObject> answer = gateway.received(gateway.mail());
    go.set(false);

    assertSame(Ruling.PASS, answer.ruling());
    await().until(() -> activity().callout().lostThreads() == 0);
  }

  /**
   * Sessions are virtual threads, and there are only as many carriers as processors. Several times:
   * once in six the scheduler was not woken, and sessions waited until a loop ended.
   */
  @RepeatedTest(5)
  void loopsOnMoreThreadsThanProcessors_leaveOtherSessionsTheirCarriers() throws Exception {
    int loops = 2 * Runtime.getRuntime().availableProcessors() + 1;
    allow(FailurePolicy.SKIP, AMPLE);
    AtomicBoolean go = new AtomicBoolean(true);
    AtomicInteger begun = new AtomicInteger();
    Scripted.first =
        event -> {
          if (begun.getAndIncrement() < loops) {
            while (go.get()) {
              Thread.onSpinWait();
            }
          }
        };
    int compensation = compensation();
    List<CompletableFuture<Answer<MailObject>>> looping = new ArrayList<>();
    try {
      for (int i = 0; i < loops; i++) {
        looping.add(inSession());
      }
      await().until(() -> begun.get() == loops);

      assertSame(Ruling.PASS, inSession().get(20, TimeUnit.SECONDS).ruling());
    } finally {
      go.set(false);
    }
    for (CompletableFuture<Answer<MailObject>> session : looping) {
      assertSame(Ruling.PASS, session.get(20, TimeUnit.SECONDS).ruling());
    }
    await().untilAsserted(() -> assertEquals(compensation, compensation()));
    assertEquals(List.of(), gateway.failures);
  }

  private CompletableFuture<Answer<MailObject>> inSession() {
    CompletableFuture<Answer<MailObject>> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> answer.complete(gateway.received(gateway.mail())));
    return answer;
  }

  private static int compensation() throws JMException {
    return (int)
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("jdk.management:type=VirtualThreadScheduler"), "Parallelism");
  }

  @Test
  void calloutThatRecursesWithoutEnd_isAnExceptionOfThatExtension() {
    Scripted.first = event -> recurse(0);
    Answer<MailObject> answer = gateway.received(gateway.mail());
    assertTrue(shown(answer.ruling()).startsWith("451 4.3.0"));
    assertTrue(
        gateway.failures.getFirst().what().startsWith("java.lang.StackOverflowError"),
        gateway.failures.getFirst().what());
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : recurse(depth + 1) + depth;
  }

  @Test
  void errorsOfEveryKind_areTheExtensionsAndTheSessionGoesOn() {
    for (Throwable error :
        new Throwable[] {
          new OutOfMemoryError("pretended"),
          new NoClassDefFoundError("com/example/Gone"),
          new AssertionError("no"),
          new IllegalStateException("line one\r\nline two")
        }) {
      Scripted.first = event -> sneak(error);
      assertEquals("scripted", gateway.received(gateway.mail()).decidedBy().orElseThrow());
    }
    assertEquals(4, activity().callout().errors());
    assertTrue(
        activity().lastFailure().orElseThrow().what().contains("line one\\u{d}\\u{a}line two"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** An exception whose own methods fail. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no message for you");
    }
  }

  @Test
  void exceptionThatCannotBeDescribed_isRecordedByItsType() {
    Scripted.first =
        event -> {
          throw new Hostile();
        };
    gateway.received(gateway.mail());
    assertTrue(gateway.failures.getFirst().what().contains("Hostile"));
  }

  @Test
  void interruptLeftBehindByACallout_doesNotReachTheNext() {
    AtomicBoolean interrupted = new AtomicBoolean(true);
    Scripted.first = event -> Thread.currentThread().interrupt();
    Scripted.second = event -> interrupted.set(Thread.currentThread().isInterrupted());
    gateway.received(gateway.mail());
    assertFalse(interrupted.get());
  }

  @Test
  void interruptedSession_isDeferredWithoutBlamingTheExtensionAndStaysInterrupted()
      throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Scripted.first =
        event -> {
          inside.countDown();
          sleepUntilInterrupted(interrupted);
        };
    CompletableFuture<Answer<MailObject>> answer = new CompletableFuture<>();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread session =
        Thread.startVirtualThread(
            () -> {
              answer.complete(gateway.received(gateway.mail()));
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
    inside.await();

    session.interrupt();
    session.join();
    interrupted.await();

    assertTrue(shown(answer.join().ruling()).startsWith("451"));
    assertTrue(answer.join().decidedBy().isEmpty());
    assertTrue(stillInterrupted.get());
    assertTrue(gateway.failures.isEmpty());
  }

  @Test
  void extensionThatKeepsFailing_isNotAskedAnyMoreButItsPolicyHolds() {
    Scripted.first =
        event -> {
          throw new IllegalStateException("broken");
        };
    for (int i = 0; i < 10; i++) {
      gateway.received(gateway.mailNumber(i));
    }
    AtomicBoolean asked = new AtomicBoolean();
    Scripted.first = event -> asked.set(true);

    Answer<MailObject> answer = gateway.received(gateway.mailNumber(10));

    assertFalse(asked.get());
    assertTrue(shown(answer.ruling()).startsWith("451"));
    assertEquals(BreakerState.OPEN, activity().callout().breaker());
    assertEquals(List.of("192.0.2.1"), activity().callout().breakerClients());
    assertTrue(activity().callout().refusals() > 0);
    Notice notice = gateway.notices.standing().getFirst();
    assertEquals("callout.scripted.breaker", notice.key());
    assertEquals(Notice.Effect.DEGRADED, notice.effect());
    assertTrue(notice.text().contains("java.lang.IllegalStateException: broken"), notice.text());
  }

  @Test
  void oneMessageThatFailsManyTimes_doesNotOpenTheBreaker() {
    Scripted.first =
        event -> {
          throw new IllegalStateException("broken");
        };
    for (int i = 0; i < 50; i++) {
      gateway.received(gateway.mail());
    }
    assertEquals(50, activity().callout().errors());
    assertEquals(BreakerState.CLOSED, activity().callout().breaker());
    assertEquals(List.of(), gateway.notices.standing());
  }

  @Test
  void threadLostToALoop_isShownWithItsProcessorTimeAndSurvivesTheUndeployment() {
    allow(FailurePolicy.SKIP, SHORT);
    AtomicBoolean go = new AtomicBoolean(true);
    Scripted.first =
        event -> {
          while (go.get()) {
            Thread.onSpinWait();
          }
        };
    try {
      gateway.received(gateway.mail());
      LostThread lost = gateway.registry.lostThreads().getFirst();
      assertEquals("scripted", lost.extension());
      assertEquals("MessageReceived", lost.stage());
      assertEquals("io.postern.gateway.callout.Scripted.early", lost.observer());
      Notice notice = gateway.notices.standing().getFirst();
      assertEquals("callout.scripted.lost-threads", notice.key());
      assertTrue(notice.text().contains("MessageReceived in"), notice.text());
      await().until(() -> gateway.registry.lostThreads().getFirst().cpuSeconds() > 0.5);

      scripted.close();
      assertEquals(1, gateway.registry.lostThreads().size());
    } finally {
      go.set(false);
    }
    await().until(() -> gateway.registry.lostThreads().isEmpty());
    await().until(() -> gateway.notices.standing().isEmpty());
  }

  @Test
  void failureIsReportedWithItsSessionAndMessage() {
    Scripted.first =
        event -> {
          throw new IllegalStateException("broken");
        };
    SpoolId id = SpoolId.parse("0000000000007");
    MailObject mail = gateway.mailNumber(7);
    gateway.received(new MailObject(Optional.of(id), mail.envelope(), mail.content()));
    MailContext context = gateway.failures.getFirst().mail();
    assertEquals("S1", context.session());
    assertEquals("mx", context.listener());
    assertEquals(Optional.of("client.example"), context.helo());
    assertEquals(Optional.of(id), context.id());
    assertEquals(Optional.of(Gateway.ALICE), context.reversePath());
    assertEquals(Optional.of("<7@example.org>"), context.messageId());
  }

  @Test
  void messageOfAFailedStage_keepsExactlyOneOpenContent() {
    Scripted.first =
        event -> {
          event.message().header().add("X-Lost", "1");
          throw new IllegalStateException("broken");
        };
    MailObject mail = gateway.mail();

    Answer<MailObject> answer = gateway.received(mail);

    assertSame(mail.content(), answer.value().content());
    assertEquals(1, gateway.contents.openNow());
  }
}
