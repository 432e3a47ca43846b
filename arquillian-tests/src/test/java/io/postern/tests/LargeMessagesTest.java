package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 sessions send 10 MB each at the same time into a server with 1 GB of heap: content spills.
 */
final class LargeMessagesTest {

  private static final int SESSIONS = Integer.getInteger("postern.large.sessions", 200);

  @TempDir Path folder;

  @Test
  void oneGigabyteOfHeapSufficesForTwoHundredSessionsOfTenMegabytes() throws Exception {
    byte[] content = Contents.numbered("large", 10_000_000, new SplittableRandom(3));
    Queue<String> replies = new ConcurrentLinkedQueue<>();
    AtomicInteger failures = new AtomicInteger();
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(
                folder.resolve("data"),
                Configurations.relayTo(sink.port())
                    + "limits: {sessionsPerClient: %d}\n".formatted(SESSIONS),
                "-Xmx1g")) {
      CountDownLatch all = new CountDownLatch(SESSIONS);
      for (int i = 0; i < SESSIONS; i++) {
        Thread.ofVirtual()
            .start(
                () -> {
                  try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
                    replies.add(
                        client.send("a@client.test", "b@sink.test", content).substring(0, 3));
                  } catch (UncheckedIOException e) {
                    failures.incrementAndGet();
                    replies.add(String.valueOf(e.getMessage()));
                  } finally {
                    all.countDown();
                  }
                });
      }
      all.await();
      assertEquals(0, failures.get(), replies.toString());
      assertEquals(List.of("250"), replies.stream().distinct().toList());
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() -> assertEquals(SESSIONS, sink.taken("large").size()));
      assertEquals(List.of(Digest.of(content)), sink.taken("large").stream().distinct().toList());
    }
  }
}
