package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.postern.fixtures.Latches;
import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from acceptance to the marks, with the real broker and servers. */
@Timeout(120)
class DeliveryTest extends WithDelivery {

  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";
  private static final Settings.Retry SLOW =
      new Settings.Retry(List.of(Duration.ofHours(1)), Duration.ofDays(5));

  @Test
  void messageArrivesAtTheNextHopAndIsMarked() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      route("*", new NextHop("127.0.0.1", mail.getSmtp().getPort()));
      SpoolId id = send("ann@example.com", "bob@example.com");
      finished(id);
      assertTrue(mail.waitForIncomingEmail(SOON.toMillis(), 2));
      assertEquals("x", mail.getReceivedMessages()[0].getSubject());
      Mark mark = records.marks(id).getFirst();
      assertEquals(new RecipientState.Finished(RecipientState.Ending.DELIVERED), mark.state());
      assertEquals(
          Set.of(
              "next-hop",
              "remote",
              "reply",
              "status",
              "attempt",
              "duration-ms",
              "connect-ms",
              "queue-ms"),
          mark.facts().keySet());
    } finally {
      mail.stop();
    }
  }

  @Test
  void thousandMessagesArriveOnceEachOverFewSessions() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger all = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.startsWith("RCPT")) {
                seen.add(command);
                all.incrementAndGet();
              }
              return null;
            })) {
      route("*", Fixtures.nextHop(server));
      for (int i = 0; i < 1_000; i++) {
        send("user" + i + "@example.com");
      }
      await().atMost(SOON).until(() -> spool.size() == 0);
      assertEquals(1_000, seen.size());
      assertEquals(1_000, all.get());
      assertTrue(server.connections() <= 4, server.connections() + " connections");
    }
  }

  @Test
  void recipientsWithDifferentNextHopsGoTheirOwnWays() throws Exception {
    try (ScriptedServer one = ScriptedServer.wellBehaved(FULL, command -> null);
        ScriptedServer two = ScriptedServer.wellBehaved(FULL, command -> null)) {
      settings.put(
          Fixtures.settings(
              List.of(
                  entry("one.example", Fixtures.nextHop(one)),
                  entry("two.example", Fixtures.nextHop(two))),
              4,
              QUICK));
      SpoolId id = send("a@one.example", "b@two.example", "c@one.example");
      finished(id);
      String first = one.lines().getFirst().received();
      assertTrue(first.contains("RCPT TO:<a@one.example>\r\nRCPT TO:<c@one.example>\r\nDATA"));
      assertTrue(two.lines().getFirst().received().contains("RCPT TO:<b@two.example>\r\nDATA"));
    }
  }

  @Test
  void routeThatChangesDuringAnAttempt_makesNoSecondOne() throws Exception {
    CountDownLatch atTheOld = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger atTheNew = new AtomicInteger();
    try (ScriptedServer old =
            ScriptedServer.wellBehaved(
                FULL,
                command -> {
                  if (command.startsWith("DATA")) {
                    atTheOld.countDown();
                    Latches.await(goOn);
                  }
                  return null;
                });
        ScriptedServer other =
            ScriptedServer.wellBehaved(
                FULL,
                command -> {
                  atTheNew.addAndGet(command.startsWith("RCPT") ? 1 : 0);
                  return null;
                })) {
      route("*", Fixtures.nextHop(old));
      SpoolId id = send("a@one.example");
      atTheOld.await();

      route("*", Fixtures.nextHop(other));
      // What a recovery or a release does: the recipient is not finished, so it is queued.
      delivery.accepted(
          id, Fixtures.envelope("from@example.org", "a@one.example"), Optional.empty());
      await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> atTheNew.get() == 0);
      goOn.countDown();

      finished(id);
      assertEquals(1, old.lines().size());
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> atTheNew.get() == 0);
    }
  }

  @Test
  void deferredRecipientAloneIsTriedAgain() throws Exception {
    AtomicInteger bobs = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command ->
                command.startsWith("RCPT TO:<bob") && bobs.incrementAndGet() == 1
                    ? "451 4.7.1 greylisted"
                    : null)) {
      route("*", Fixtures.nextHop(server));
      SpoolId id = send("ann@example.com", "bob@example.com");
      finished(id);
      List<Mark> marks = records.marks(id);
      assertEquals(
          List.of("1", "1", "2"), marks.stream().map(m -> m.facts().get("attempt")).toList());
      Mark deferral =
          marks.stream().filter(m -> m.state() instanceof RecipientState.Waiting).findAny().get();
      assertEquals(1, deferral.recipient());
      assertEquals("451 4.7.1 greylisted", deferral.facts().get("reply"));
      assertTrue(deferral.facts().containsKey("next-attempt"));
    }
  }

  @Test
  void refusedRecipientsOfOneAttemptShareOneReportThatIsDelivered() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL, command -> command.startsWith("RCPT TO:<no") ? "550 5.1.1 unknown" : null)) {
      route("*", Fixtures.nextHop(server));
      SpoolId id = send("no1@example.com", "yes@example.com", "no2@example.com");
      finished(id);
      await().atMost(SOON).until(() -> spool.size() == 0);
      assertEquals(1, records.reports().size());
      Committed.Accepted report = records.reports().getFirst();
      assertEquals(List.of(Mailbox.parse("from@example.org")), report.envelope().mailboxes());
      assertEquals(id.toString(), report.facts().get("report-on"));
      assertEquals(
          2,
          records.marks(id).stream()
              .filter(mark -> report.id().toString().equals(mark.facts().get("report")))
              .count());
      String received = received(server);
      assertTrue(received.contains("MAIL FROM:<>"));
      assertTrue(received.contains("Final-Recipient: rfc822; no1@example.com"));
      assertTrue(received.contains("Final-Recipient: rfc822; no2@example.com"));
    }
  }

  @Test
  void failureOfAReportIsNotReported() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL, command -> command.startsWith("RCPT") ? "550 5.1.1 unknown" : null)) {
      route("*", Fixtures.nextHop(server));
      send("no@example.com");
      await().atMost(SOON).until(() -> records.reports().size() == 1 && spool.size() == 0);
      assertEquals(1, records.reports().size());
    }
  }

  @Test
  void recipientWithoutARouteFailsWithAReport() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      route("example.org", Fixtures.nextHop(server));
      SpoolId id = send("ann@nowhere.example");
      finished(id);
      await().atMost(SOON).until(() -> spool.size() == 0);
      Mark mark = records.marks(id).getFirst();
      assertEquals("5.4.4", mark.facts().get("status"));
      assertEquals("none", mark.facts().get("next-hop"));
      assertTrue(received(server).contains("Diagnostic-Code: x-postern; no route"));
    }
  }

  @Test
  void expiredRecipientGetsAReport() throws Exception {
    int closed = Ports.free();
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      settings.put(
          Fixtures.settings(
              List.of(
                  entry("dead.example", new NextHop("127.0.0.1", closed)),
                  entry("example.org", Fixtures.nextHop(server))),
              4,
              new Settings.Retry(List.of(Duration.ofSeconds(1)), Duration.ofSeconds(2))));
      SpoolId id = send("ann@dead.example");
      finished(id);
      await().atMost(SOON).until(() -> spool.size() == 0);
      List<Mark> marks = records.marks(id);
      assertEquals(
          new RecipientState.Finished(RecipientState.Ending.EXPIRED), marks.getLast().state());
      assertEquals("4.4.7", marks.getLast().facts().get("status"));
      assertTrue(received(server).contains("Connection refused"));
    }
  }

  /** Tiles, table and journal once counted what was not tried as deferred. */
  @Test
  void deadNextHopCostsOneConnectionAndPostponesTheOthers() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              connections.incrementAndGet();
              line.say("421 4.3.2 not now\r\n");
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 1, SLOW));
      List<SpoolId> ids = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ids.add(send("user" + i + "@example.com"));
      }
      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> !records.marks(id).isEmpty()));
      assertTrue(connections.get() <= 3, connections + " connections");
      assertEquals(200, spool.size());
      List<Mark> marks = ids.stream().flatMap(id -> records.marks(id).stream()).toList();
      List<Mark> deferred = marks.stream().filter(m -> m.facts().containsKey("attempt")).toList();
      List<Mark> postponed = marks.stream().filter(m -> !deferred.contains(m)).toList();
      assertEquals(connections.get(), deferred.size());
      assertTrue(deferred.stream().allMatch(m -> "1".equals(m.facts().get("attempt"))));
      for (Mark mark : postponed) {
        assertEquals("Postponed", mark.facts().get("event"));
        assertTrue(mark.facts().toString().contains("421 4.3.2 not now"));
        assertEquals(0, assertInstanceOf(RecipientState.Waiting.class, mark.state()).attempts());
      }
      LaneStatus status = delivery.lanes().getFirst();
      assertEquals(deferred.size(), status.deferred());
      assertEquals(new Amount(200, 200), waiting(status));
      assertTrue(status.pausedUntil().isPresent());
      assertTrue(status.lastFailure().orElseThrow().contains("421 4.3.2 not now"));
    }
  }

  @Test
  void whatWasPostponedGoesOutWhenThePauseIsOverAsItsFirstAttempt() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              if (connections.incrementAndGet() == 1) {
                line.say("421 4.3.2 not now\r\n");
              } else {
                ScriptedServer.converse(line, FULL, command -> null);
              }
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 1, SLOW));
      SpoolId first = send("first@example.com");
      await().atMost(SOON).until(() -> records.marks(first).size() == 1);
      SpoolId second = send("second@example.com");
      finished(second);
      List<Mark> marks = records.marks(second);
      assertEquals("Postponed", marks.getFirst().facts().get("event"));
      assertEquals("1", marks.getLast().facts().get("attempt"));
      assertEquals(2, marks.size());
      assertEquals(1, records.marks(first).size());
    }
  }

  @Test
  void whatWasNeverTriedExpiresWhenItsLifetimeIsOver() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer dead =
            ScriptedServer.playing(
                line -> {
                  connections.incrementAndGet();
                  line.say("554 5.7.1 not you\r\n");
                });
        ScriptedServer alive = ScriptedServer.wellBehaved(FULL, command -> null)) {
      settings.put(
          Fixtures.settings(
              List.of(
                  entry("dead.example", Fixtures.nextHop(dead)),
                  entry("*", Fixtures.nextHop(alive))),
              1,
              new Settings.Retry(List.of(Duration.ofHours(1)), Duration.ofSeconds(3))));
      SpoolId tried = send("first@dead.example");
      await().atMost(SOON).until(() -> records.marks(tried).size() == 1);
      SpoolId untried = send("second@dead.example");
      finished(untried);
      Mark last = records.marks(untried).getLast();
      assertEquals(new RecipientState.Finished(RecipientState.Ending.EXPIRED), last.state());
      assertEquals("4.4.7", last.facts().get("status"));
      assertEquals("0", last.facts().get("attempt"));
      await().atMost(SOON).until(() -> received(alive).contains("554 5.7.1 not you"));
      assertEquals(1, connections.get());
    }
  }

  /** Each change of the settings once queued everything again and counted it twice. */
  @Test
  void settingsAppliedTenTimesLeaveTheNumbersAsTheyAre() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.wellBehaved(
                FULL, command -> command.startsWith("RCPT") ? "451 4.3.0 later" : null);
        ScriptedServer other = ScriptedServer.wellBehaved(FULL, command -> null)) {
      List<Settings.RouteEntry> routes = List.of(entry("*", Fixtures.nextHop(server)));
      settings.put(Fixtures.settings(routes, 4, SLOW));
      List<SpoolId> ids = new ArrayList<>();
      for (int i = 0; i < 14; i++) {
        ids.add(send("a" + i + "@example.com", "b@example.com", "c@example.com"));
      }
      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> records.marks(id).size() == 3));
      await()
          .atMost(SOON)
          .until(() -> waiting(delivery.lanes().getFirst()).equals(new Amount(14, 42)));
      for (int i = 0; i < 10; i++) {
        apply(Fixtures.settings(routes, 4 + i, SLOW));
        LaneStatus lane = delivery.lanes().getFirst();
        assertEquals(new Amount(14, 42), waiting(lane));
        assertEquals(spool.counts().unfinished(), lane.messages());
        assertEquals(42, lane.deferred());
      }
      assertTrue(ids.stream().allMatch(id -> records.marks(id).size() == 3));

      apply(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(other))), 4, SLOW));
      assertEquals(
          List.of(Destination.of(Fixtures.nextHop(other))),
          delivery.lanes().stream()
              .filter(lane -> lane.messages() > 0)
              .map(LaneStatus::nextHop)
              .toList());
    }
  }

  /** An operator who corrects a route does not want to wait for the schedule of the wrong one. */
  @Test
  void changedRouteIsTriedAtOnce() throws Exception {
    try (ScriptedServer before =
            ScriptedServer.wellBehaved(
                FULL, command -> command.startsWith("RCPT") ? "451 4.3.0 later" : null);
        ScriptedServer after = ScriptedServer.wellBehaved(FULL, command -> null)) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(before))), 4, SLOW));
      SpoolId id = send("ann@example.com");
      await().atMost(SOON).until(() -> records.marks(id).size() == 1);
      apply(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(after))), 4, SLOW));
      finished(id);
      assertEquals("2", records.marks(id).getLast().facts().get("attempt"));
    }
  }

  @Test
  void laneThatIsForgottenIsGone() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      route("*", Fixtures.nextHop(server));
      finished(send("ann@example.com"));
      await().atMost(SOON).until(() -> waiting(delivery.lanes().getFirst()).equals(Amount.NONE));
      delivery.forget(Destination.of(Fixtures.nextHop(server)));
      assertEquals(List.of(), delivery.lanes());
      finished(send("bob@example.com"));
      assertEquals(1, delivery.lanes().size());
    }
  }

  /** Cases 87a and 87b: a server that takes two in a transaction. */
  @ParameterizedTest
  @ValueSource(strings = {"452 4.5.3 Too many", "452 Too many", "552 5.5.3 Too many", "552 too"})
  void recipientsTooManyForATransactionGoInTheNext(String refusal) throws Exception {
    AtomicInteger recipients = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.startsWith("MAIL")) {
                recipients.set(0);
              }
              return command.startsWith("RCPT") && recipients.incrementAndGet() > 2
                  ? refusal
                  : null;
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 4, SLOW));
      SpoolId id = send("a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example");
      finished(id);
      List<Mark> marks = records.marks(id);
      assertEquals(5, marks.size());
      assertTrue(marks.stream().allMatch(mark -> "1".equals(mark.facts().get("attempt"))));
    }
  }

  /** What a first transaction has delivered is not sent again when no second one can be had. */
  @Test
  void outcomesOfTheFirstTransactionCountWhenTheServerWantsNoFurtherSession() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger recipients = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              if (line.number() > 2) {
                refused.incrementAndGet();
                goOn.countDown();
                line.say("421 4.7.0 too many connections\r\n");
                return;
              }
              ScriptedServer.converse(
                  line,
                  FULL,
                  command -> {
                    if (command.startsWith("RCPT")) {
                      recipients.incrementAndGet();
                    }
                    if (command.equals("DATA") && line.number() == 1 && busy.getCount() > 0) {
                      busy.countDown();
                      Latches.await(goOn);
                    }
                    if (command.startsWith("MAIL") && line.number() == 2 && recipients.get() > 1) {
                      throw new UncheckedIOException(new IOException("closed on purpose"));
                    }
                    return null;
                  });
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 2, SLOW));
      SpoolId first = send("first@example.com");
      busy.await();
      String[] many = new String[150];
      for (int i = 0; i < many.length; i++) {
        many[i] = "user" + i + "@example.com";
      }
      SpoolId second = send(many);
      finished(first);
      finished(second);
      assertTrue(refused.get() > 0);
      assertEquals(151, recipients.get());
      assertEquals(150, records.marks(second).size());
    }
  }

  @Test
  void deadNextHopDoesNotHoldUpAnother() throws Exception {
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer silent = ScriptedServer.playing(line -> self[0].silence());
        ScriptedServer alive = ScriptedServer.wellBehaved(FULL, command -> null)) {
      self[0] = silent;
      settings.put(
          Fixtures.settings(
              List.of(
                  entry("silent.example", Fixtures.nextHop(silent)),
                  entry("*", Fixtures.nextHop(alive))),
              2,
              QUICK));
      for (int i = 0; i < 600; i++) {
        send("user" + i + "@silent.example");
      }
      SpoolId id = send("ann@example.com");
      finished(id);
    }
  }

  @Test
  void sessionThatTheServerEndedBetweenMessagesIsReplacedWithoutADeferral() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              line.say("250 taken\r\n");
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 1, SLOW));
      SpoolId first = send("a@example.com");
      SpoolId second = send("b@example.com");
      finished(first);
      finished(second);
      assertEquals(1, records.marks(second).size());
    }
  }

  @Test
  void serverThatWantsFewSessionsGetsAllMessagesOverThose() throws Exception {
    AtomicInteger open = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              if (open.incrementAndGet() > 2) {
                open.decrementAndGet();
                line.say("421 4.7.0 too many connections\r\n");
                return;
              }
              try {
                ScriptedServer.converse(line, FULL, command -> null);
              } finally {
                open.decrementAndGet();
              }
            })) {
      settings.put(Fixtures.settings(List.of(entry("*", Fixtures.nextHop(server))), 8, SLOW));
      for (int i = 0; i < 500; i++) {
        send("user" + i + "@example.com");
      }
      await().atMost(SOON).until(() -> spool.size() == 0);
      assertEquals(0, delivery.lanes().getFirst().deferred());
    }
  }

  @Test
  void ticketThatComesTwiceIsDeliveredOnce() throws Exception {
    AtomicInteger contents = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.equals(".")) {
                contents.incrementAndGet();
              }
              return null;
            })) {
      route("*", Fixtures.nextHop(server));
      for (int i = 0; i < 50; i++) {
        SpoolId id = accept("user" + i + "@example.com");
        delivery.accepted(
            id,
            Fixtures.envelope("from@example.org", "user" + i + "@example.com"),
            Optional.empty());
        delivery.accepted(
            id,
            Fixtures.envelope("from@example.org", "user" + i + "@example.com"),
            Optional.empty());
      }
      await().atMost(SOON).until(() -> spool.size() == 0);
      await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> contents.get() == 50);
    }
  }

  @Test
  void changedRouteCountsForWhatWaits() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (ScriptedServer before =
            ScriptedServer.wellBehaved(
                FULL,
                command -> {
                  if (command.startsWith("RCPT")) {
                    tries.incrementAndGet();
                    return "451 4.3.0 later";
                  }
                  return null;
                });
        ScriptedServer after = ScriptedServer.wellBehaved(FULL, command -> null)) {
      route("*", Fixtures.nextHop(before));
      SpoolId id = send("ann@example.com");
      await().atMost(SOON).until(() -> tries.get() == 1);
      route("*", Fixtures.nextHop(after));
      finished(id);
      assertTrue(after.lines().getFirst().received().contains("RCPT TO:<ann@example.com>"));
    }
  }

  @Test
  void whatAnEarlierRunLeftIsRecovered() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      route("*", Fixtures.nextHop(server));
      for (int i = 0; i < 300; i++) {
        accept("user" + i + "@example.com");
      }
      delivery.recover();
      await().atMost(SOON).until(() -> spool.size() == 0);
    }
  }

  @Test
  void heldRecipientWaitsInTheSpoolUntilItHasAnotherRoute() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      NextHop nextHop = Fixtures.nextHop(server);
      settings.put(
          Fixtures.settings(
              List.of(Settings.RouteEntry.hold("held.example"), entry("*", nextHop)), 4, QUICK));
      SpoolId held = send("ann@held.example");
      SpoolId mixed = send("bob@example.com", "ann@held.example");
      await().atMost(SOON).until(() -> records.marks(mixed).size() == 2);
      await().atMost(SOON).until(() -> records.marks(held).size() == 1);
      assertEquals(new RecipientState.Held(0), records.marks(held).getFirst().state());
      await().atMost(SOON).until(() -> spool.counts().held() == 2);

      apply(Fixtures.settings(List.of(entry("*", nextHop)), 4, QUICK));

      finished(held);
      finished(mixed);
      assertEquals("Released", records.marks(held).get(1).facts().get("event"));
      assertEquals(3, records.marks(held).size());
    }
  }

  @Test
  void manyRecipientsGoOutInTransactionsOfAHundred() throws Exception {
    AtomicInteger contents = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.equals(".")) {
                contents.incrementAndGet();
              }
              return null;
            })) {
      route("*", Fixtures.nextHop(server));
      String[] recipients = new String[250];
      for (int i = 0; i < recipients.length; i++) {
        recipients[i] = "user" + i + "@example.com";
      }
      finished(send(recipients));
      assertEquals(3, contents.get());
    }
  }

  @Test
  void attemptInFlightIsFinishedBeforeTheEnd() throws Exception {
    CountDownLatch content = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              content.countDown();
              goOn.await();
              line.say("250 taken\r\n");
              line.answer("221 bye");
            })) {
      route("*", Fixtures.nextHop(server));
      SpoolId id = send("ann@example.com");
      content.await();
      Thread closing = Thread.ofVirtual().start(() -> closeQuietly(SOON));
      goOn.countDown();
      closing.join();
      assertTrue(spool.read(id).isEmpty());
      assertTrue(server.lines().getFirst().received().endsWith("QUIT\r\n"));
    }
  }

  @Test
  void attemptThatIsCutOffLeavesTheMessageWaitingAsBefore() throws Exception {
    CountDownLatch content = new CountDownLatch(1);
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              content.countDown();
              self[0].silence();
            })) {
      self[0] = server;
      route("*", Fixtures.nextHop(server));
      SpoolId id = send("ann@example.com");
      content.await();
      delivery.close(Duration.ofMillis(100));
      assertEquals(List.of(), records.marks(id));
      try (SpooledMessage message = spool.read(id).orElseThrow()) {
        assertEquals(
            0,
            assertInstanceOf(RecipientState.Waiting.class, message.states().getFirst()).attempts());
      }
    }
  }

  private void closeQuietly(Duration grace) {
    try {
      delivery.close(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As the gateway does when settings are applied. */
  private void apply(Settings next) {
    Routing before = StaticRoutes.of(settings.now());
    settings.put(next);
    delivery.rerouted(before);
  }

  private void route(String domain, NextHop nextHop) {
    routes(entry(domain, nextHop));
  }

  private SpoolId send(String... recipients) throws IOException {
    return sendFrom("from@example.org", MESSAGE, recipients);
  }

  private SpoolId accept(String... recipients) throws IOException {
    return Fixtures.accept(spool, "from@example.org", Instant.now(clock), MESSAGE, recipients);
  }

  private static Amount waiting(LaneStatus lane) {
    return new Amount(lane.messages(), lane.recipients());
  }
}
