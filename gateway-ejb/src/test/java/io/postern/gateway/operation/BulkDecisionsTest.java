package io.postern.gateway.operation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.delivery.Delivery;
import io.postern.gateway.delivery.Fixtures;
import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.QueueNames;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.StaticHostResolver;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueueCounts;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that conditions select is decided about, and nothing else. Nothing is delivered. */
@Timeout(60)
final class BulkDecisionsTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private final Fixtures.Records records = new Fixtures.Records();
  private final Queue<SpoolId> decided = new ConcurrentLinkedQueue<>();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean waits;
  private Spool spool;
  private BulkDecisions bulk;
  private SpoolQueue desk;

  @BeforeEach
  void open() {
    spool = Spool.open(SpoolOptions.of(folder), clock, records);
    SettingsInForce settings =
        new SettingsInForce(
            Fixtures.settings(
                List.of(new Settings.RouteEntry("*", "127.0.0.1", 1)),
                1,
                new Settings.Retry(List.of(Duration.ofHours(1)), Duration.ofDays(5))));
    ConnectionFactory none =
        (ConnectionFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConnectionFactory.class},
                (proxy, method, args) -> {
                  throw new IllegalStateException("there is no broker");
                });
    Delivery delivery =
        new Delivery(
            settings,
            spool,
            new StaticRoutes(settings),
            new StaticHostResolver(),
            new DeliveryQueues(
                none,
                Thread.ofVirtual().factory(),
                QueueNames.of(1),
                DeliveryQueues.Timeouts.usual()),
            new ReportComposer(() -> settings.now().hostName()),
            clock,
            begun -> {});
    desk = new SpoolQueue(spool, delivery.kept());
    bulk = new BulkDecisions(new BulkDecision.Tools(spool, desk, new Lines(), clock));
  }

  @AfterEach
  void close() throws InterruptedException {
    goOn.countDown();
    bulk.close();
    spool.close();
  }

  private final class Lines implements BulkDecision.Lines {

    @Override
    public void begun(BulkStatus decision, Map<String, String> origin) {
      lines.add("began");
    }

    @Override
    public void decided(BulkDecision decision, SpoolId message, KeptMail.Decided what) {
      decided.add(message);
      if (waits) {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void ended(BulkStatus decision) {
      lines.add("ended " + decision.messages());
    }
  }

  private SpoolId waiting(String... recipients) throws IOException {
    return Fixtures.accept(
        spool, "a@from.example", Instant.now(clock), "Subject: x\r\n\r\nx\r\n", recipients);
  }

  private SpoolId held(String... recipients) throws IOException {
    SpoolId id = waiting(recipients);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < recipients.length; i++) {
      marks.add(new Mark(id, i, new RecipientState.Held(0), Instant.now(clock), Map.of()));
    }
    spool.mark(marks).join();
    return id;
  }

  private static QueueConditions conditions(QueueSelection state, String sender, String recipient) {
    return new QueueConditions(
        state,
        Optional.of(sender).filter(text -> !text.isEmpty()),
        Optional.of(recipient).filter(text -> !text.isEmpty()),
        Optional.empty());
  }

  private BulkStatus run(QueueDecision.Kind kind, QueueConditions conditions) {
    BulkStatus begun =
        bulk.start(new QueueDecision(kind, List.of(), "for the test"), conditions, "ann", Map.of());
    await().atMost(SOON).until(() -> bulk.one(begun.id()).endedAt().isPresent());
    return bulk.one(begun.id());
  }

  @Test
  void everythingInAStateIsDeleted_eachWithItsLine() throws IOException {
    for (int i = 0; i < 450; i++) {
      waiting("bob@example.com");
    }
    SpoolId kept = held("bob@example.com");
    BulkStatus done = run(QueueDecision.Kind.DELETE, conditions(QueueSelection.WAITING, "", ""));
    assertEquals(BulkStatus.Progress.DONE, done.progress());
    assertEquals(Optional.of(450L), done.total());
    assertEquals(450, done.messages());
    assertEquals(0, done.left());
    assertEquals(450, decided.size());
    assertEquals(List.of("began", "ended 450"), List.copyOf(lines));
    assertEquals(new QueueCounts(1, 0, 1, 0), spool.counts());
    assertEquals(List.of(kept), spool.page(QueueSelection.ALL, Optional.empty(), 100));
  }

  @Test
  void onlyTheRecipientsThatMeetTheConditionsAreDecidedAbout() throws IOException {
    SpoolId both = held("bob@held.example", "eve@other.example");
    SpoolId other = held("eve@other.example");
    BulkStatus done =
        run(
            QueueDecision.Kind.RELEASE,
            conditions(QueueSelection.HELD, "@from.example", "@held.example"));
    assertEquals(1, done.messages());
    assertEquals(1, done.recipients());
    List<RecipientState> states = spool.look(both).orElseThrow().states();
    assertEquals(true, states.get(0) instanceof RecipientState.Waiting);
    assertEquals(new RecipientState.Held(0), states.get(1));
    assertEquals(List.of(new RecipientState.Held(0)), spool.look(other).orElseThrow().states());
  }

  @Test
  void eachBouncedMessageIsReportedOnce_andReportsAreNotBouncedInTurn() throws IOException {
    for (int i = 0; i < 60; i++) {
      waiting("bob@example.com", "eve@example.com");
    }
    BulkStatus done = run(QueueDecision.Kind.BOUNCE, conditions(QueueSelection.ALL, "", ""));
    assertEquals(60, done.messages());
    assertEquals(120, done.recipients());
    assertEquals(60, records.reports().size());
    assertEquals(new QueueCounts(60, 60, 0, 0), spool.counts());
  }

  @Test
  void whatComesAfterTheBeginningIsLeftAlone_andOneRunsAtATime() throws IOException {
    for (int i = 0; i < 40; i++) {
      waiting("bob@example.com");
    }
    waits = true;
    QueueConditions waitingOnes = conditions(QueueSelection.WAITING, "", "");
    QueueDecision delete = new QueueDecision(QueueDecision.Kind.DELETE, List.of(), "");
    BulkStatus begun = bulk.start(delete, waitingOnes, "ann", Map.of());
    await().atMost(SOON).until(() -> !decided.isEmpty());
    SpoolId later = waiting("bob@example.com");
    assertThrows(BulkUnderWay.class, () -> bulk.start(delete, waitingOnes, "eve", Map.of()));
    goOn.countDown();
    await().atMost(SOON).until(() -> bulk.one(begun.id()).endedAt().isPresent());
    assertEquals(40, bulk.one(begun.id()).messages());
    assertEquals(List.of(later), spool.page(QueueSelection.ALL, Optional.empty(), 100));
  }

  @Test
  void whatIsStoppedLeavesTheRest() throws IOException {
    for (int i = 0; i < 100; i++) {
      waiting("bob@example.com");
    }
    waits = true;
    BulkStatus begun =
        bulk.start(
            new QueueDecision(QueueDecision.Kind.DELETE, List.of(), ""),
            conditions(QueueSelection.WAITING, "", ""),
            "ann",
            Map.of());
    await().atMost(SOON).until(() -> !decided.isEmpty());
    bulk.stop(begun.id());
    goOn.countDown();
    await().atMost(SOON).until(() -> bulk.one(begun.id()).endedAt().isPresent());
    BulkStatus stopped = bulk.one(begun.id());
    assertEquals(BulkStatus.Progress.STOPPED, stopped.progress());
    assertEquals(100 - stopped.messages(), spool.size());
    assertEquals(true, spool.size() > 0);
  }

  @Test
  void pagesAndCountsAgree_alsoWhileMessagesLeave() throws IOException {
    for (int i = 0; i < 30; i++) {
      held("bob@example.com");
      waiting(i % 2 == 0 ? "ann@even.example" : "eve@odd.example");
    }
    for (QueueSelection state : QueueSelection.values()) {
      QueueConditions conditions = conditions(state, "", "");
      assertEquals(desk.count(conditions).messages(), pages(conditions).size(), state.toString());
    }
    QueueConditions odd = conditions(QueueSelection.ALL, "a@from.example", "@odd.example");
    assertEquals(15, desk.count(odd).messages());
    assertEquals(15, pages(odd).size());
    QueuePage first =
        desk.page(
            new QueueFilter(conditions(QueueSelection.WAITING, "", ""), Optional.empty(), 10));
    for (QueueEntry entry : first.messages()) {
      spool
          .mark(
              List.of(
                  new Mark(
                      SpoolId.parse(entry.id()),
                      0,
                      new RecipientState.Finished(RecipientState.Ending.DELIVERED),
                      Instant.now(clock),
                      Map.of())))
          .join();
    }
    QueuePage second =
        desk.page(new QueueFilter(conditions(QueueSelection.WAITING, "", ""), first.next(), 500));
    assertEquals(20, second.messages().size());
  }

  private List<String> pages(QueueConditions conditions) {
    List<String> ids = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      QueuePage page = desk.page(new QueueFilter(conditions, after, 7));
      page.messages().forEach(message -> ids.add(message.id()));
      after = page.next();
    } while (after.isPresent());
    assertEquals(ids.stream().distinct().sorted().toList(), ids);
    return ids;
  }
}
