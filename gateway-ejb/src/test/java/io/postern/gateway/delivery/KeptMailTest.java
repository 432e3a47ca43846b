package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.Quarantine;
import io.postern.gateway.spool.QueueCounts;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unfinished mail has a way out: released, bounced, deleted. With the real broker. */
@Timeout(120)
class KeptMailTest extends WithDelivery {

  private static final KeptMail.Decision ANN = new KeptMail.Decision("ann", "was fine");

  private SpoolId held(String... recipients) throws IOException {
    SpoolId id = sendFrom("from@sender.example", "Subject: x\r\n\r\nhello\r\n", recipients);
    await().atMost(SOON).until(() -> records.marks(id).size() == recipients.length);
    return id;
  }

  private SpoolId quarantined(String sender, String... recipients) throws IOException {
    SpoolId id = spool.newId();
    byte[] octets = "Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      spool.accept(
          new Arrival(
                  id,
                  Fixtures.envelope(sender, recipients),
                  writer.finish(),
                  Map.of(),
                  Instant.now(clock))
              .quarantined(Quarantine.of("a virus", Optional.empty())));
    }
    return id;
  }

  @Test
  void quarantinedMailThatIsReleasedIsDeliveredOnce() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      routes(entry("*", Fixtures.nextHop(server)));
      SpoolId id = quarantined("a@b.example", "bob@example.com", "eve@example.com");
      KeptMail.Decided decided =
          delivery.kept().release(id, (mailbox, state) -> mailbox.localPart().equals("bob"), ANN);
      assertEquals(List.of(Mailbox.parse("bob@example.com")), decided.recipients());
      await().atMost(SOON).until(() -> received(server).contains("bob@example.com"));
      assertEquals(new QueueCounts(1, 0, 0, 1), spool.counts());
      delivery.kept().release(id, KeptMail.Choice.ALL, ANN);
      finished(id);
      assertTrue(received(server).contains("RCPT TO:<eve@example.com>"));
      Mark released =
          records.marks(id).stream()
              .filter(mark -> "Released".equals(mark.facts().get("event")))
              .findFirst()
              .orElseThrow();
      assertEquals("ann", released.facts().get("actor"));
      assertEquals("was fine", released.facts().get("reason"));
    }
  }

  @Test
  void heldMailThatIsReleasedGoesOnDespiteTheHold_alsoAfterADeferral() throws Exception {
    CountDownLatch deferred = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.startsWith("RCPT") && deferred.getCount() > 0) {
                deferred.countDown();
                return "451 4.3.0 later";
              }
              return null;
            })) {
      routes(Settings.RouteEntry.hold("held.example"), entry("*", Fixtures.nextHop(server)));
      SpoolId id = held("bob@held.example");
      assertEquals(1, spool.counts().held());
      delivery.kept().release(id, KeptMail.Choice.ALL, ANN);
      finished(id);
      assertEquals(0, deferred.getCount());
    }
  }

  @Test
  void releasedMailStaysReleasedOverARestart() throws Exception {
    routes(Settings.RouteEntry.hold("held.example"), entry("*", new NextHop("127.0.0.1", 1)));
    SpoolId id = held("bob@held.example");
    delivery.kept().release(id, KeptMail.Choice.ALL, ANN);
    close();
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      routes(Settings.RouteEntry.hold("held.example"), entry("*", Fixtures.nextHop(server)));
      open();
      delivery.recover();
      finished(id);
    }
  }

  @Test
  void heldMailWithoutAnotherRouteIsNotReleased() throws Exception {
    routes(Settings.RouteEntry.hold("held.example"));
    SpoolId id = held("bob@held.example");
    NotKept refused =
        assertThrows(NotKept.class, () -> delivery.kept().release(id, KeptMail.Choice.ALL, ANN));
    assertTrue(String.valueOf(refused.getMessage()).contains("held.example"));
    assertEquals(1, spool.counts().held());
  }

  @Test
  void bouncedMailIsReportedToItsSender() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      routes(entry("*", Fixtures.nextHop(server)));
      SpoolId id = quarantined("sender@from.example", "bob@example.com", "eve@example.com");
      KeptMail.Decided decided = delivery.kept().bounce(id, KeptMail.Choice.ALL, ANN);
      assertEquals(2, decided.recipients().size());
      finished(id);
      finished(decided.report().orElseThrow());
      String report = received(server);
      assertTrue(report.contains("RCPT TO:<sender@from.example>"));
      assertTrue(report.contains("Final-Recipient: rfc822; eve@example.com"), report);
      assertTrue(report.contains("Status: 5.7.1"));
      assertTrue(report.contains("refused by the administrator: was fine"));
      assertEquals(
          new RecipientState.Finished(RecipientState.Ending.FAILED),
          records.marks(id).getLast().state());
    }
  }

  @Test
  void bouncedMailWithANullReversePathGetsNoReport() throws Exception {
    SpoolId id = quarantined("", "bob@example.com");
    assertEquals(Optional.empty(), delivery.kept().bounce(id, KeptMail.Choice.ALL, ANN).report());
    finished(id);
    assertEquals(0, spool.size());
  }

  @Test
  void deletedMailIsDiscardedWithWhoAndWhy() throws Exception {
    SpoolId id = quarantined("sender@from.example", "bob@example.com");
    delivery.kept().delete(id, KeptMail.Choice.ALL, ANN);
    finished(id);
    Mark deleted = records.marks(id).getLast();
    assertEquals(new RecipientState.Finished(RecipientState.Ending.DISCARDED), deleted.state());
    assertEquals(Map.of("actor", "ann", "reason", "was fine"), deleted.facts());
    assertEquals(List.of(), records.reports());
  }

  @Test
  void whatWaitsIsDeleted_andNeverTriedAgain() throws Exception {
    routes(entry("*", new NextHop("127.0.0.1", 1)));
    SpoolId id = waiting("a@b.example", "bob@example.com", "eve@example.com");
    delivery.kept().delete(id, (mailbox, state) -> mailbox.localPart().equals("bob"), ANN);
    assertEquals(new QueueCounts(1, 1, 0, 0), spool.counts());
    delivery.kept().delete(id, KeptMail.Choice.ALL, ANN);
    finished(id);
    assertEquals(List.of(), records.reports());
    assertEquals(0, spool.size());
  }

  @Test
  void whatWaitsIsBounced_withOneReport() throws Exception {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      routes(
          entry("away.example", new NextHop("127.0.0.1", 1)), entry("*", Fixtures.nextHop(server)));
      SpoolId id = waiting("sender@from.example", "bob@away.example");
      KeptMail.Decided decided = delivery.kept().bounce(id, KeptMail.Choice.ALL, ANN);
      finished(id);
      finished(decided.report().orElseThrow());
      assertTrue(received(server).contains("refused by the administrator: was fine"));
      assertEquals(
          1,
          records.marks(id).stream()
              .filter(mark -> mark.state() instanceof RecipientState.Finished)
              .count());
    }
  }

  /** The message may be at the next hop already: deleted and delivered would both be recorded. */
  @Test
  void recipientInAnAttemptIsLeftAlone() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL,
            command -> {
              if (command.startsWith("RCPT")) {
                reached.countDown();
                Latches.await(goOn);
              }
              return null;
            })) {
      routes(
          entry("away.example", new NextHop("127.0.0.1", 1)), entry("*", Fixtures.nextHop(server)));
      SpoolId id =
          Fixtures.accept(
              spool,
              "a@b.example",
              Instant.now(clock),
              "x\r\n\r\n",
              "bob@example.com",
              "eve@away.example");
      delivery.accepted(
          id,
          Fixtures.envelope("a@b.example", "bob@example.com", "eve@away.example"),
          Optional.empty());
      assertTrue(reached.await(SOON.toSeconds(), TimeUnit.SECONDS));
      NotKept busy =
          assertThrows(
              NotKept.class,
              () ->
                  delivery
                      .kept()
                      .delete(id, (mailbox, state) -> mailbox.localPart().equals("bob"), ANN));
      assertEquals(NotKept.Kind.BUSY, busy.kind());
      await()
          .atMost(SOON)
          .until(() -> records.marks(id).stream().anyMatch(mark -> mark.recipient() == 1));
      KeptMail.Decided decided = delivery.kept().delete(id, KeptMail.Choice.ALL, ANN);
      assertEquals(List.of(Mailbox.parse("eve@away.example")), decided.recipients());
      assertEquals(List.of(Mailbox.parse("bob@example.com")), decided.busy());
      goOn.countDown();
      finished(id);
      assertEquals(
          List.of(
              new RecipientState.Finished(RecipientState.Ending.DISCARDED),
              new RecipientState.Finished(RecipientState.Ending.DELIVERED)),
          records.marks(id).stream()
              .map(Mark::state)
              .filter(RecipientState.Finished.class::isInstance)
              .toList());
    }
  }

  /** Accepted, tried once and deferred. */
  private SpoolId waiting(String sender, String... recipients) throws IOException {
    SpoolId id =
        Fixtures.accept(
            spool, sender, Instant.now(clock), "Subject: x\r\n\r\nhello\r\n", recipients);
    delivery.accepted(id, Fixtures.envelope(sender, recipients), Optional.empty());
    await().atMost(SOON).until(() -> records.marks(id).size() >= recipients.length);
    return id;
  }

  @Test
  void whatIsNotThereOrNotWantedIsNotDecidedAbout() throws Exception {
    SpoolId waiting =
        Fixtures.accept(spool, "a@b.example", Instant.now(clock), "x\r\n\r\n", "bob@example.com");
    assertEquals(
        NotKept.Kind.NONE,
        assertThrows(
                NotKept.class, () -> delivery.kept().release(waiting, KeptMail.Choice.ALL, ANN))
            .kind());
    SpoolId unknown = spool.newId();
    assertEquals(
        NotKept.Kind.UNKNOWN,
        assertThrows(NotKept.class, () -> delivery.kept().delete(unknown, KeptMail.Choice.ALL, ANN))
            .kind());
    SpoolId kept = quarantined("a@b.example", "bob@example.com");
    assertThrows(NotKept.class, () -> delivery.kept().delete(kept, (mailbox, state) -> false, ANN));
    assertEquals(2, spool.size());
  }
}
