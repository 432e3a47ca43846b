package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with -9 under load at random moments, again and again. The ledger of 250s is
 * kept outside; at the end the sink must have every message of it, unchanged. Duplicates are
 * attempts that were in flight at a kill: counted, and bounded by what can be in flight.
 *
 * <p>Cycles by {@code -Dpostern.crash.cycles}, default 20; the seed is printed.
 */
final class CrashTest {

  private static final int CYCLES = Integer.getInteger("postern.crash.cycles", 20);
  private static final int SESSIONS = 20;

  /**
   * Connections to one next hop, plus what one connection may have unmarked when the process dies.
   */
  private static final int IN_FLIGHT_PER_KILL = 20 * 16;

  @TempDir Path folder;

  @Test
  void everyAcknowledgedMessageSurvivesKills() {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("crash test: seed " + seed + ", cycles " + CYCLES);
    SplittableRandom random = new SplittableRandom(seed);
    Ledger ledger = new Ledger();
    int smtpPort = Ports.free();
    int adminPort = Ports.free();
    try (Sink sink = new Sink()) {
      String configuration = Configurations.relayTo(sink.port());
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        int before = ledger.size();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), configuration, smtpPort, adminPort);
        try (server;
            Load load =
                new Load(
                    server.smtp(),
                    ledger,
                    SESSIONS,
                    10,
                    Integer.MAX_VALUE,
                    400_000,
                    seed + cycle)) {
          int wanted = before + random.nextInt(1, 1500);
          await("load")
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(5))
              .until(() -> ledger.size() >= wanted);
          server.kill();
        }
        System.out.printf(
            "crash test: cycle %d killed after %d acknowledged, %d so far, %d unanswered, sink has %d%n",
            cycle, ledger.size() - before, ledger.size(), ledger.unanswered(), sink.taken().size());
      }
      try (PosternProcess server =
          PosternProcess.start(folder.resolve("data"), configuration, smtpPort, adminPort)) {
        await("all delivered")
            .atMost(Duration.ofMinutes(3))
            .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));
        assertEquals(0, server.stop(), "exit status after SIGTERM");
      }
      int duplicates = Ledger.duplicates(sink);
      System.out.printf(
          "crash test: %d cycles, %d acknowledged, 0 lost, %d duplicates%n",
          CYCLES, ledger.size(), duplicates);
      assertEquals(List.of(), ledger.changed(sink), "contents changed on the way");
      assertEquals(List.of(), ledger.invented(sink), "numbers never sent");
      assertTrue(
          duplicates <= CYCLES * IN_FLIGHT_PER_KILL,
          duplicates + " duplicates are more than can have been in flight");
      JournalFiles.assertEveryAcceptedOnce(folder.resolve("data"), ledger);
    }
  }
}
