package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Valid MIME messages are mutated and go through the built product, with the header stamp and the
 * disclaimer deployed, to a next hop that compares every octet: each message arrives with all its
 * octets, or was refused with 5xx because of octets that no content may hold.
 *
 * <p>All of it goes through the product from outside: that is fast enough, and nothing between
 * reception and next hop is left out. {@code -Dpostern.fuzz.messages=5000000} makes it long, {@code
 * -Dpostern.fuzz.seed=N} repeats a run, and with {@code -Dpostern.fuzz.first=N} one of its
 * messages. A message is made again from seed and number where it arrives, so that none has to be
 * kept. What fails is written to {@code target/fuzz}.
 */
final class MimeFuzzTest {

  private static final int MESSAGES = Integer.getInteger("postern.fuzz.messages", 100_000);
  private static final long SEED = Long.getLong("postern.fuzz.seed", System.nanoTime());

  /** Number of the first, so that one can be sent alone again. */
  private static final int FIRST = Integer.getInteger("postern.fuzz.first", 0);

  private static final int SENDERS = 12;

  /** A long run is worth the time of the optimising compiler, which a short one is not. */
  private static final String COMPILER = "-XX:TieredStopAtLevel=" + (MESSAGES > 200_000 ? 4 : 1);

  /** Accepted and not yet delivered, at most. */
  private static final int UNDER_WAY = 4_000;

  private static final int ACCEPTED = 1;
  private static final int ARRIVED = 2;

  @TempDir Path folder;

  private final AtomicIntegerArray states = new AtomicIntegerArray(MESSAGES);
  private final AtomicInteger next = new AtomicInteger(FIRST);
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();
  private final Semaphore room = new Semaphore(UNDER_WAY);
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void everyMessageArrivesWithAllItsOctets_orIsRefused() throws Exception {
    System.out.printf("MIME fuzzer: %d messages, seed %d%n", MESSAGES, SEED);
    Path checkout = Path.of(System.getProperty("postern.checkout"));
    FuzzOracle oracle = FuzzOracle.ofDisclaimer(checkout);
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(
                folder.resolve("data"), Configurations.relayTo(sink.port()), COMPILER)) {
      sink.handOver((recipient, content) -> arrive(oracle, recipient, content));
      for (String name : new String[] {"header-stamp", "disclaimer"}) {
        Path archive = checkout.resolve("extensions/" + name + "/target/" + name + ".war");
        server.command("extension", "deploy", archive.toString());
      }
      long begin = System.nanoTime();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(Thread.ofVirtual().start(() -> send(server)));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      await("delivery")
          .atMost(Duration.ofMinutes(3))
          .until(() -> arrived.get() >= accepted.get() || faults.size() >= 20);
      System.out.printf(
          "MIME fuzzer: %d accepted, %d refused, %d messages/s%n",
          accepted.get(),
          refused.get(),
          (next.get() - FIRST) * 1_000_000_000L / Math.max(1, System.nanoTime() - begin));
      assertEquals(List.of(), List.copyOf(faults), "seed " + SEED);
      assertEquals(MESSAGES, accepted.get() + refused.get(), "seed " + SEED);
      assertTrue(accepted.get() > MESSAGES * 9 / 10, "accepted " + accepted.get());
      for (int i = 0; i < MESSAGES; i++) {
        assertTrue(states.get(i) != ACCEPTED, "message " + (FIRST + i) + " is lost, seed " + SEED);
      }
    }
  }

  private void send(PosternProcess server) {
    try (FuzzClient client = new FuzzClient(server.smtp())) {
      for (int number = next.getAndIncrement();
          number < FIRST + MESSAGES && faults.size() < 20;
          number = next.getAndIncrement()) {
        FuzzedMessage message = MimeGenerator.message(SEED, number);
        room.acquire();
        states.compareAndSet(number - FIRST, 0, ACCEPTED);
        String reply = client.send("f" + number + "@in.example", message.octets());
        if (reply.startsWith("250")) {
          accepted.incrementAndGet();
        } else {
          room.release();
          states.set(number - FIRST, 0);
          refused.incrementAndGet();
          if (!reply.startsWith("5") || !message.isForbidden()) {
            fail(number, message.octets(), new byte[0], "answered " + reply);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      faults.add("a sender ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void arrive(FuzzOracle oracle, String recipient, byte[] content) {
    int number = Integer.parseInt(recipient.substring(1, recipient.indexOf('@')));
    FuzzedMessage message = MimeGenerator.message(SEED, number);
    Optional<String> fault = oracle.fault(message, content);
    if (states.getAndSet(number - FIRST, ARRIVED) == ARRIVED) {
      fault = Optional.of("arrived twice");
    }
    fault.ifPresent(text -> fail(number, message.octets(), content, text));
    arrived.incrementAndGet();
    room.release();
  }

  private void fail(int number, byte[] sent, byte[] got, String fault) {
    faults.add("message " + number + ": " + fault);
    try {
      Path kept = Files.createDirectories(Path.of("target", "fuzz"));
      Files.write(kept.resolve(number + "-sent.eml"), sent);
      Files.write(kept.resolve(number + "-got.eml"), got);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
