package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferred;
import io.postern.logging.RecipientDelivered;
import io.postern.logging.RecipientFailed;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingCalloutsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(80);

  private static final List<Class<? extends LoggedEvent>> KINDS =
      List.of(
          MessageAcceptedLogged.class,
          RecipientDelivered.class,
          RecipientDeferred.class,
          RecipientFailed.class);

  @TempDir Path folder;
  private final Notices notices = new Notices(Lines.CLOCK, change -> {});
  private Journal journal;
  private LoggingCallouts callouts;

  @BeforeEach
  void open() {
    open(DEADLINE);
  }

  private void open(Duration deadline) {
    journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK);
    callouts = new LoggingCallouts(journal, deadline, Lines.CLOCK, notices);
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

  private static LoggingSubscriber subscriber(
      String extension, Predicate<Class<? extends LoggedEvent>> wants, Observer observer) {
    return new Subscriber(
        extension,
        KINDS.stream()
            .filter(wants)
            .<LoggingObserver>map(kind -> new One(kind, "Test.observe", observer))
            .toList());
  }

  private record Subscriber(String extension, List<LoggingObserver> observers)
      implements LoggingSubscriber {

    @Override
    public String application() {
      return extension + "--r1";
    }
  }

  private record One(Class<? extends LoggedEvent> kind, String name, Observer observer)
      implements LoggingObserver {

    @Override
    public void observe(LoggedEvent event) throws Exception {
      observer.observe(event);
    }
  }

  private static LoggingSubscriber collecting(String extension, List<LoggedEvent> into) {
    return subscriber(extension, kind -> true, into::add);
  }

  private LoggingProgress progress(String extension) {
    return callouts.progress().stream()
        .filter(p -> p.extension().equals(extension))
        .findFirst()
        .orElseThrow();
  }

  private LoggingProgress.Observer accepted(String extension) {
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
    RecipientDelivered event = (RecipientDelivered) told.getFirst();
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
    RecipientDeferred deferred = (RecipientDeferred) told.get(0);
    assertEquals(Records.NOON.plusSeconds(1800), deferred.nextAttemptAt());
    assertEquals("no answer from mx.example.com", deferred.remoteReply());
    assertEquals(1, deferred.attempt());
    assertFalse(((RecipientFailed) told.get(1)).expired());
    assertTrue(((RecipientFailed) told.get(2)).expired());
  }

  @Test
  void onlyWantedKindsAreTold() {
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(subscriber("archive", RecipientDelivered.class::equals, told::add)));
    journal.read(List.of(Records.accepted(1), Records.delivered(2, 1), Records.accepted(3)));
    Lines.awaitPosition(journal, 3);
    Lines.await().until(() -> progress("archive").behind() == 0);
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
    assertTrue(progress("slow").behind() >= 3_000);
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
    assertEquals(
        "java.lang.NoClassDefFoundError: com/example/Gone\r\n\u001b[31m", facts.get("failure"));
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
    callouts.subscribers(List.of(collecting("archive", second)));
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
            .start(() -> callouts.subscribers(List.of(collecting("archive", second))));
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
    assertEquals(1, accepted("sleepy").late());
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
    assertEquals(1, progress("looping").lostThreads().size());
    end.countDown();
    Lines.await().until(() -> progress("looping").lostThreads().size() == 0);
    journal.read(List.of(Records.accepted(100)));
    awaitSize(told, 4);
    assertEquals(1, accepted("looping").late());
  }

  @Test
  void extensionWithTooManyStuckThreadsWaitsUntilOneReturnsAndMissesNothingMore() {
    reopen(SHORT);
    CountDownLatch end = new CountDownLatch(1);
    List<LoggedEvent> told = new CopyOnWriteArrayList<>();
    callouts.subscribers(
        List.of(
            subscriber(
                "looping",
                kind -> true,
                event -> {
                  if (event.sequence() <= 5) {
                    untilReleased(end);
                  } else {
                    told.add(event);
                  }
                })));
    journal.read(Records.acceptances(10));
    Lines.await().until(() -> progress("looping").lostThreads().size() == 4);
    assertEquals(List.of(), told);
    end.countDown();
    awaitSize(told, 6);
    assertEquals(LongStream.rangeClosed(6, 11).boxed().toList(), sequences(told));
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
