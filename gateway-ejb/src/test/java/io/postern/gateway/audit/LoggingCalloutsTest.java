package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferredLogged;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.logging.RecipientFailedLogged;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingCalloutsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(80);

  /** Before what failed is given again. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final List<Class<? extends LoggedEvent>> KINDS =
      List.of(
          MessageAcceptedLogged.class,
          RecipientDeliveredLogged.class,
          RecipientDeferredLogged.class,
          RecipientFailedLogged.class);

  @TempDir Path folder;
  private final Notices notices = new Notices(Lines.CLOCK, change -> {});
  private Duration budget = DEADLINE;
  private Journal journal;
  private LoggingCallouts callouts;

  @BeforeEach
  void open() {
    open(DEADLINE);
  }

  private void open(Duration deadline) {
    budget = deadline;
    journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK);
    callouts = new LoggingCallouts(journal, Lines.CLOCK, notices, PAUSE);
  }

  @AfterEach
  void close() {
    callouts.close();
    journal.close();
  }

  private void reopen(Duration deadline) {
    close();
    open(deadline);
  }

  private interface Observer {
    void observe(LoggedEvent event) throws Exception;
  }

  private LoggingSubscriber subscriber(
      String extension, Predicate<Class<? extends LoggedEvent>> wants, Observer observer) {
    return revision(extension, extension + "--r1", wants, observer);
  }

  private LoggingSubscriber revision(
      String extension,
      String application,
      Predicate<Class<? extends LoggedEvent>> wants,
      Observer observer) {
    return new Subscriber(
        extension,
        application,
        budget,
        KINDS.stream()
            .filter(wants)
            .<LoggingObserver>map(kind -> new One(kind, "Test.observe", observer))
            .toList());
  }

  private record Subscriber(
      String extension, String application, Duration budget, List<LoggingObserver> observers)
      implements LoggingSubscriber {}

  private record One(Class<? extends LoggedEvent> kind, String name, Observer observer)
      implements LoggingObserver {

    @Override
    public void observe(LoggedEvent event) throws Exception {
      observer.observe(event);
    }
  }

  private LoggingSubscriber collecting(String extension, List<LoggedEvent> into) {
    return subscriber(extension, kind -> true, into::add);
  }

  private LoggingProgress progress(String extension) {
    return callouts.progress(extension).orElseThrow();
  }

  private LoggingProgress.ObserverCounts accepted(String extension) {
    return progress(extension).observers().stream()
        .filter(observer -> observer.event().equals("MessageAcceptedLogged"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitSize(List<?> list, int size) {
    Lines.await().until(() -> list.size() >= size);
  }

  private static List<Long> sequences(List<LoggedEvent> events) {
    return events.stream().map(LoggedEvent::sequence).toList();
  }

  @Test
  void acceptanceIsToldWithAllThatTheReceptionKnew() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", told)));
    journal.read(List.of(Records.accepted(7)));
    awaitSize(told, 1);
    MessageAcceptedLogged event = (MessageAcceptedLogged) told.getFirst();
    assertEquals(2, event.sequence());
    assertEquals(Records.NOON, event.at());
    assertEquals("0000000000007", event.spoolId());
    assertEquals(ReversePath.parse("ann@example.org"), event.reversePath());
    assertEquals(
        List.of(Mailbox.parse("bob@example.com"), Mailbox.parse("eve@example.net")),
        event.recipients());
    assertEquals(4711, event.size());
    assertEquals(Optional.of("192.0.2.7:40000"), event.peer());
    assertEquals(Optional.of("client.example.org"), event.greetedName());
    assertEquals(Optional.of("Minutes"), event.header("Subject"));
    assertEquals(Optional.empty(), event.header("peer"));
    assertEquals(Optional.empty(), event.decidedBy());
    assertEquals("S1", event.facts().get("session"));
  }

  @Test
  void deliveryIsToldWithItsAttemptAndItsMessage() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", told)));
    journal.read(List.of(Records.delivered(8, 7)));
    awaitSize(told, 1);
    RecipientDeliveredLogged event = (RecipientDeliveredLogged) told.getFirst();
    assertEquals(Mailbox.parse("bob@example.com"), event.recipient());
    assertEquals("mx.example.com:25", event.nextHop());
    assertEquals(2, event.attempt());
    assertEquals("250 2.0.0 taken", event.remoteReply());
    assertEquals(Duration.ofSeconds(3), event.age());
    assertEquals(Optional.of("198.51.100.1:25"), event.remoteAddress());
    assertEquals(ReversePath.parse("ann@example.org"), event.reversePath());
    assertEquals(Optional.of("<1@example.org>"), event.header("Message-ID"));
  }

  @Test
  void deferralFailureAndExpiryAreToldApart() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", told)));
    RecipientState waiting = new RecipientState.Waiting(1, Records.NOON.plusSeconds(1800));
    RecipientState failed = new RecipientState.Finished(RecipientState.Ending.FAILED);
    RecipientState expired = new RecipientState.Finished(RecipientState.Ending.EXPIRED);
    journal.read(
        List.of(
            Records.marked(1, 7, waiting, Map.of("reason", "no answer from mx.example.com")),
            Records.marked(2, 7, failed, Map.of("reply", "550 5.1.1 unknown")),
            Records.marked(3, 7, expired, Map.of())));
    awaitSize(told, 3);
    RecipientDeferredLogged deferred = (RecipientDeferredLogged) told.get(0);
    assertEquals(Records.NOON.plusSeconds(1800), deferred.nextAttemptAt());
    assertEquals("no answer from mx.example.com", deferred.remoteReply());
    assertEquals(1, deferred.attempt());
    assertFalse(((RecipientFailedLogged) told.get(1)).expired());
    assertTrue(((RecipientFailedLogged) told.get(2)).expired());
  }

  @Test
  void onlyWantedKindsAreTold() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(subscriber("archive", RecipientDeliveredLogged.class::equals, told::add)));
    journal.read(List.of(Records.accepted(1), Records.delivered(2, 1), Records.accepted(3)));
    Lines.awaitPosition(journal, 3);
    Lines.await().until(() -> progress("archive").lag() == 0);
    assertEquals(List.of(3L), sequences(told));
  }

  @Test
  void slowExtensionDelaysNobodyAndMissesNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<LoggedEvent> slow = new CopyOnWriteArrayList<>();
    List<LoggedEvent> quick = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "slow",
                kind -> true,
                event -> {
                  release.await();
                  slow.add(event);
                }),
            collecting("quick", quick)));
    journal.read(Records.acceptances(3_000));
    awaitSize(quick, 3_000);
    assertEquals(List.of(), slow);
    assertTrue(progress("slow").lag() >= 3_000);
    release.countDown();
    awaitSize(slow, 3_000);
    assertEquals(sequences(quick), sequences(slow));
  }

  @Test
  void extensionThatThrowsIsCountedRecordedOnceAndGoesOn() throws Exception {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "moody",
                kind -> true,
                event -> {
                  told.add(event);
                  if (event.sequence() % 2 == 0) {
                    throw new NoClassDefFoundError("com/example/Gone\r\n\u001b[31m");
                  }
                })));
    journal.read(Records.acceptances(10));
    awaitSize(told, 10);
    Lines.await().until(() -> accepted("moody").errors() == 5 && accepted("moody").calls() == 10);
    Lines.awaitLines(journal, 12);
    List<JournalLine> failures =
        Lines.events(journal).stream().filter(l -> l.event().equals("ExtensionFailed")).toList();
    assertEquals(1, failures.size(), "one line a minute");
    Map<String, String> facts = failures.getFirst().facts();
    assertEquals("moody", facts.get("extension"));
    assertEquals("MessageAcceptedLogged", facts.get("stage"));
    assertTrue(
        String.valueOf(facts.get("failure"))
            .startsWith(
                "java.lang.NoClassDefFoundError: com/example/Gone\\u{d}\\u{a}\\u{1b}[31m at "),
        facts.get("failure"));
    assertEquals("skip", facts.get("policy"));
  }

  @Test
  void positionSurvivesARestartSoThatNothingIsMissedMeanwhile() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", told)));
    journal.read(Records.acceptances(5));
    awaitSize(told, 5);
    callouts.subscribers(List.of());
    journal.read(Records.acceptances(8).subList(5, 8));
    reopen(DEADLINE);
    callouts.subscribers(List.of(collecting("archive", told)));
    awaitSize(told, 8);
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L),
        told.stream().map(e -> SpoolId.parse(e.spoolId()).value() / 7).toList());
  }

  @Test
  void newRevisionGoesOnWhereTheOldOneStoppedAndTheOldIsNotCalledAgain() throws Exception {
    List<LoggedEvent> first = new CopyOnWriteArrayList<>();
    List<LoggedEvent> second = new CopyOnWriteArrayList<>();
    AtomicBoolean replaced = new AtomicBoolean();
    AtomicBoolean calledAfter = new AtomicBoolean();
    callouts.subscribers(
        List.of(
            subscriber(
                "archive",
                kind -> true,
                event -> {
                  if (replaced.get()) {
                    calledAfter.set(true);
                  }
                  first.add(event);
                })));
    Thread spool =
        Thread.ofPlatform()
            .start(() -> Records.acceptances(4_000).forEach(r -> journal.read(List.of(r))));
    awaitSize(first, 100);
    callouts.subscribers(List.of(revision("archive", "archive--r2", kind -> true, second::add)));
    replaced.set(true);
    spool.join();
    Lines.await().until(() -> first.size() + second.size() == 4_000);
    List<Long> all = new ArrayList<>(sequences(first));
    all.addAll(sequences(second));
    assertEquals(4_000, all.stream().distinct().count());
    assertEquals(all.stream().sorted().toList(), all);
    assertFalse(calledAfter.get());
  }

  @Test
  void replacingWaitsForTheOldRevisionsCallSoThatItMayBeUndeployed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<LoggedEvent> begun = new CopyOnWriteArrayList<>();
    List<LoggedEvent> second = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "archive",
                kind -> true,
                event -> {
                  begun.add(event);
                  release.await();
                })));
    journal.read(Records.acceptances(2));
    awaitSize(begun, 1);
    Thread replacing =
        Thread.ofPlatform()
            .start(
                () ->
                    callouts.subscribers(
                        List.of(revision("archive", "archive--r2", kind -> true, second::add))));
    Lines.await().until(() -> replacing.getState() == Thread.State.TIMED_WAITING);
    release.countDown();
    replacing.join();
    awaitSize(second, 1);
    assertEquals(List.of(2L), sequences(begun));
    assertEquals(List.of(3L), sequences(second));
  }

  @Test
  void lateObserverIsInterruptedCountedAndPassed() {
    reopen(SHORT);
    CountDownLatch never = new CountDownLatch(1);
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "sleepy",
                kind -> true,
                event -> {
                  if (event.sequence() == 2) {
                    never.await();
                  }
                  told.add(event);
                })));
    journal.read(Records.acceptances(3));
    awaitSize(told, 2);
    assertEquals(List.of(3L, 4L), sequences(told));
    assertEquals(1, accepted("sleepy").timeouts());
    assertEquals(0, accepted("sleepy").errors());
  }

  @Test
  void observerThatIgnoresTheInterruptIsLeftBehindAndAnotherThreadGoesOn() {
    reopen(SHORT);
    CountDownLatch end = new CountDownLatch(1);
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "looping",
                kind -> true,
                event -> {
                  if (event.sequence() == 2) {
                    untilReleased(end);
                  }
                  told.add(event);
                })));
    journal.read(Records.acceptances(3));
    awaitSize(told, 2);
    assertEquals(List.of(3L, 4L), sequences(told));
    assertEquals(1, callouts.lostThreads().size());
    end.countDown();
    Lines.await().until(() -> callouts.lostThreads().size() == 0);
    journal.read(List.of(Records.accepted(100)));
    awaitSize(told, 4);
    assertEquals(1, accepted("looping").timeouts());
  }

  @Test
  void extensionThatKeepsItsThreadsIsPausedAndMissesNothingMore() {
    reopen(SHORT);
    CountDownLatch end = new CountDownLatch(1);
    List<LoggedEvent> given = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "looping",
                kind -> true,
                event -> {
                  if (event.sequence() <= 5) {
                    untilReleased(end);
                  } else {
                    given.add(event);
                  }
                })));
    journal.read(Records.acceptances(10));
    Lines.await().until(() -> progress("looping").breaker() == BreakerState.OPEN);
    assertEquals(2, callouts.lostThreads().size());
    assertEquals(2, progress("looping").position(), "the first is passed over, the second waits");
    Lines.await()
        .until(
            () ->
                noticeKeys()
                    .equals(Set.of("logging.looping.breaker", "logging.looping.lost-threads")));
    assertEquals(List.of(), given);
    end.countDown();
    awaitSize(given, 6);
    assertEquals(LongStream.rangeClosed(6, 11).boxed().toList(), sequences(given));
    Lines.await().until(() -> noticeKeys().isEmpty());
  }

  private Set<String> noticeKeys() {
    return notices.standing().stream().map(Notice::key).collect(Collectors.toSet());
  }

  private List<JournalLine> failures() throws InterruptedException {
    return Lines.all(journal).stream().filter(l -> l.event().equals("ExtensionFailed")).toList();
  }

  /**
   * A data base that an extension writes to was away for an hour: each event of that hour was
   * passed over and never written.
   */
  @Test
  void extensionThatFailsWithAllIsPausedAndGetsAllOfThemWhenItWorksAgain() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    List<LoggedEvent> written = new CopyOnWriteArrayList<>();
    List<LoggedEvent> others = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "database",
                kind -> true,
                event -> {
                  if (away.get()) {
                    throw new IllegalStateException("no connection");
                  }
                  written.add(event);
                }),
            collecting("healthy", others)));
    journal.read(Records.acceptances(50));
    Lines.await().until(() -> accepted("database").breaker() != BreakerState.CLOSED);
    awaitSize(others, 50);
    assertEquals(1, progress("database").position());
    assertTrue(progress("database").lag() >= 50);
    assertEquals(Optional.of(Records.NOON), progress("database").pausedSince());
    Lines.await().until(() -> noticeKeys().equals(Set.of("logging.database.breaker")));
    Lines.await().until(() -> !failures().isEmpty());
    assertEquals("wait", failures().getFirst().facts().get("policy"));
    away.set(false);
    awaitSize(written, 50);
    assertEquals(sequences(others), sequences(written));
    assertEquals(BreakerState.CLOSED, progress("database").breaker());
    assertEquals(Optional.empty(), progress("database").pausedSince());
    Lines.await().until(() -> noticeKeys().isEmpty());
  }

  @Test
  void pausedExtensionsEventsAreStillThereAfterARestart() {
    callouts.subscribers(
        List.of(
            subscriber(
                "database",
                kind -> true,
                event -> {
                  throw new IllegalStateException("no connection");
                })));
    journal.read(Records.acceptances(20));
    Lines.await().until(() -> progress("database").breaker() == BreakerState.OPEN);
    reopen(DEADLINE);
    List<LoggedEvent> written = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("database", written)));
    awaitSize(written, 20);
    assertEquals(LongStream.rangeClosed(2, 21).boxed().toList(), sequences(written).subList(0, 20));
  }

  @Test
  void newRevisionOfAPausedExtensionBeginsWithTheEventsThatWaited() {
    callouts.subscribers(
        List.of(
            subscriber(
                "database",
                kind -> true,
                event -> {
                  throw new IllegalStateException("no connection");
                })));
    journal.read(Records.acceptances(20));
    Lines.await().until(() -> progress("database").breaker() == BreakerState.OPEN);
    List<LoggedEvent> written = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(revision("database", "database--r2", kind -> true, written::add)));
    awaitSize(written, 20);
    assertEquals(LongStream.rangeClosed(2, 21).boxed().toList(), sequences(written));
    assertEquals(Set.of(), noticeKeys());
  }

  @Test
  void eventThatFailsAndIsFollowedByNoneIsGivenThreeTimesAndThenPassedOver() throws Exception {
    List<LoggedEvent> given = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "moody",
                kind -> true,
                event -> {
                  given.add(event);
                  throw new IllegalStateException("this one");
                })));
    journal.read(Records.acceptances(1));
    awaitSize(given, 3);
    Lines.await().until(() -> progress("moody").position() >= 2);
    assertEquals(List.of(2L, 2L, 2L), sequences(given));
    assertEquals(BreakerState.CLOSED, progress("moody").breaker());
    Lines.await().until(() -> !failures().isEmpty());
    assertEquals("skip", failures().getFirst().facts().get("policy"));
    assertEquals("2", failures().getFirst().facts().get("line"));
  }

  @Test
  void eventThatFailsForAMomentIsGivenAgainInItsPlace() {
    List<LoggedEvent> given = new CopyOnWriteArrayList<>();
    AtomicBoolean failed = new AtomicBoolean();
    callouts.subscribers(
        List.of(
            subscriber(
                "moody",
                kind -> true,
                event -> {
                  if (!failed.getAndSet(true)) {
                    throw new IllegalStateException("for a moment");
                  }
                  given.add(event);
                })));
    journal.read(Records.acceptances(1));
    awaitSize(given, 1);
    Lines.await().until(() -> progress("moody").lag() == 0);
  }

  @Test
  void observersOfAPausedExtensionThatWorkGetNoEventTwice() {
    AtomicBoolean away = new AtomicBoolean(true);
    List<LoggedEvent> works = new CopyOnWriteArrayList<>();
    List<LoggedEvent> fails = new CopyOnWriteArrayList<>();
    Observer working = works::add;
    Observer failing =
        event -> {
          if (away.get()) {
            throw new IllegalStateException("no connection");
          }
          fails.add(event);
        };
    callouts.subscribers(
        List.of(
            new Subscriber(
                "two",
                "two--r1",
                DEADLINE,
                List.of(
                    new One(MessageAcceptedLogged.class, "Test.works", working),
                    new One(MessageAcceptedLogged.class, "Test.fails", failing)))));
    journal.read(Records.acceptances(20));
    Lines.await().until(() -> progress("two").breaker() == BreakerState.OPEN);
    away.set(false);
    awaitSize(fails, 20);
    awaitSize(works, 20);
    assertEquals(LongStream.rangeClosed(2, 21).boxed().toList(), sequences(works));
    assertEquals(LongStream.rangeClosed(2, 21).boxed().toList(), sequences(fails));
  }

  @Test
  void sameRevisionKeepsItsCountsWhenOthersComeAndGo() {
    List<LoggedEvent> one = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", one)));
    journal.read(Records.acceptances(5));
    awaitSize(one, 5);
    callouts.subscribers(
        List.of(collecting("archive", one), collecting("other", new CopyOnWriteArrayList<>())));
    assertEquals(5, accepted("archive").calls());
    assertTrue(accepted("archive").p99Micros() > 0);
  }

  @Test
  void forgottenExtensionKeepsNoFileOfTheJournal() throws Exception {
    close();
    JournalOptions small =
        new JournalOptions(10_000, 20_000, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384);
    journal = Journal.open(folder, small, Lines.CLOCK);
    callouts = new LoggingCallouts(journal, Lines.CLOCK, notices, PAUSE);
    callouts.subscribers(
        List.of(
            subscriber(
                "database",
                kind -> true,
                event -> {
                  throw new IllegalStateException("no connection");
                })));
    journal.read(Records.acceptances(300));
    Lines.awaitPosition(journal, 2_100);
    Lines.await().until(() -> progress("database").breaker() == BreakerState.OPEN);
    assertEquals(1, JournalFile.first(Lines.files(folder).getFirst()), "all of it waits");
    callouts.subscribers(List.of());
    callouts.forget("database");
    journal.read(Records.acceptances(600).subList(300, 600));
    Lines.awaitPosition(journal, 4_200);
    Lines.await().until(() -> Lines.files(folder).size() <= 4);
    assertEquals(Map.of(), journal.known().positions());
  }

  private static void untilReleased(CountDownLatch end) {
    boolean released = false;
    while (!released) {
      try {
        released = end.await(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        released = false; // as an observer that ignores it
      }
    }
  }

  @Test
  void eventCutShortByClosingIsToldAgain() {
    CountDownLatch never = new CountDownLatch(1);
    List<LoggedEvent> begun = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "archive",
                kind -> true,
                event -> {
                  begun.add(event);
                  never.await();
                })));
    journal.read(Records.acceptances(1));
    awaitSize(begun, 1);
    reopen(DEADLINE);
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(List.of(collecting("archive", told)));
    awaitSize(told, 1);
    assertEquals(List.of(2L), sequences(told));
  }

  @Test
  void twoExtensionsOfOneNameAreRefused() {
    List<LoggedEvent> told = new ArrayList<>();
    List<LoggingSubscriber> two = List.of(collecting("a", told), collecting("a", told));
    assertThrows(IllegalArgumentException.class, () -> callouts.subscribers(two));
  }
}
