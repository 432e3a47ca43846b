package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Reply;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final Reply DENIED = Reply.of(550, "5.7.1", "Relaying denied");
  private static final Instant NOW = Instant.parse("2026-11-24T08:05:09Z");

  private final RecordedEvents events = new RecordedEvents();
  private final Refusals refusals = new Refusals(events, Clock.fixed(NOW, ZoneOffset.UTC));

  private void add(InetAddress client, Reply reply, int times) {
    for (int i = 0; i < times; i++) {
      refusals.add(
          client,
          "inbound",
          Stage.PROTOCOL,
          reply,
          Optional.empty(),
          () -> Map.of(Facts.LISTENER, "inbound"));
    }
  }

  private void add(String client, Reply reply, int times) {
    add(InetAddress.ofLiteral(client), reply, times);
  }

  private List<Long> counts() {
    return events.repeated.stream().map(RejectedRepeatedly::count).sorted().toList();
  }

  @Test
  void usualRefusals_areReportedOneByOne() {
    add("192.0.2.1", DENIED, Refusals.EACH);
    refusals.endInterval();

    assertEquals(Refusals.EACH, events.rejected.size());
    assertEquals(List.of(), events.repeated);
  }

  @Test
  void flood_isCountedFromThere() {
    add("192.0.2.1", DENIED, Refusals.EACH + 5_000);
    refusals.endInterval();

    assertEquals(Refusals.EACH, events.rejected.size());
    assertEquals(
        List.of(
            new RejectedRepeatedly(
                Optional.of("192.0.2.1"),
                "inbound",
                Stage.PROTOCOL,
                DENIED,
                Optional.empty(),
                5_000,
                NOW,
                NOW)),
        events.repeated);
  }

  @Test
  void nextInterval_beginsAgain() {
    add("192.0.2.1", DENIED, Refusals.EACH + 1);
    refusals.endInterval();
    add("192.0.2.1", DENIED, Refusals.EACH);
    refusals.endInterval();

    assertEquals(2 * Refusals.EACH, events.rejected.size());
    assertEquals(List.of(1L), counts());
    assertEquals(0, refusals.size());
  }

  @Test
  void clientsAndReasons_areCountedApart() {
    add("192.0.2.1", DENIED, Refusals.EACH + 1);
    add("192.0.2.2", DENIED, Refusals.EACH + 2);
    add("192.0.2.2", Reply.of(550, "5.1.1", "Unknown"), Refusals.EACH + 3);
    add("192.0.2.2", Reply.of(554, "5.7.1", "Unknown"), Refusals.EACH + 4);
    refusals.endInterval();

    assertEquals(List.of(1L, 2L, 3L, 4L), counts());
  }

  @Test
  void repliesThatDifferInTheirTextAlone_areOneReason() {
    for (int i = 0; i < 1_000; i++) {
      add("192.0.2.1", Reply.of(550, "5.1.1", "No user u" + i), 1);
    }
    refusals.endInterval();

    assertEquals(List.of(1_000L - Refusals.EACH), counts());
  }

  @Test
  void addressesOfOneIpv6Network_areOneClient() {
    for (int i = 0; i < 1_000; i++) {
      add("2001:db8:0:1::" + Integer.toHexString(i), DENIED, 1);
    }
    refusals.endInterval();

    assertEquals(List.of(1_000L - Refusals.EACH), counts());
    assertEquals("2001:db8:0:1::/64", events.repeated.getFirst().client().orElseThrow());
  }

  @Test
  void manyClients_areReportedOneByOneUpToABound_andThenCounted() throws Exception {
    for (int i = 0; i < 200; i++) {
      add(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i}), DENIED, Refusals.EACH);
    }
    refusals.endInterval();

    assertEquals(Refusals.ALL, events.rejected.size());
    assertEquals(
        200L * Refusals.EACH - Refusals.ALL, counts().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void floodOfAMillionClients_takesBoundedMemory_andEachRefusalIsInSomeCount()
      throws UnknownHostException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int most = 0;
    for (int i = 0; i < 1_000_000; i++) {
      byte[] address = ByteBuffer.allocate(4).putInt(random.nextInt()).array();
      add(InetAddress.getByAddress(address), DENIED, 1);
      most = Math.max(most, refusals.size());
    }
    refusals.endInterval();

    assertTrue(most <= Refusals.COUNTED + 1, "seed " + seed + ": " + most);
    assertEquals(
        1_000_000,
        events.rejected.size() + counts().stream().mapToLong(Long::longValue).sum(),
        "seed " + seed);
    assertTrue(
        events.repeated.stream().anyMatch(counted -> counted.client().isEmpty()), "seed " + seed);
  }

  @Test
  void refusalsThatMeetTheEndOfAnInterval_areInOneOfBoth() throws InterruptedException {
    int each = 200_000;
    AtomicLong reported = new AtomicLong();
    Refusals shared =
        new Refusals(
            new ReceptionEvents() {
              @Override
              public void rejected(Rejected rejected) {
                reported.incrementAndGet();
              }

              @Override
              public void rejectedRepeatedly(RejectedRepeatedly rejected) {
                reported.addAndGet(rejected.count());
              }

              @Override
              public void discarded(Discarded discarded) {}
            },
            Clock.systemUTC());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      InetAddress client = InetAddress.ofLiteral("192.0.2." + t % 2);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      shared.add(
                          client, "inbound", Stage.PROTOCOL, DENIED, Optional.empty(), Map::of);
                    }
                  }));
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      shared.endInterval();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    shared.endInterval();

    assertEquals(4L * each, reported.get());
  }
}
