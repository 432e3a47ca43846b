package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A real process on real files, killed with SIGKILL under load. */
class KillTest {

  private static final int OCTETS = 200_000;

  @TempDir private Path folder;

  @RepeatedTest(3)
  void killedProcessLeavesWhatItPromised() throws Exception {
    Set<SpoolId> accepted = new HashSet<>();
    Set<SpoolId> finishing = new HashSet<>();
    Set<SpoolId> finished = new HashSet<>();
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                folder.resolve("spool").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> Files.size(said) > OCTETS || !process.isAlive());
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    for (String line : Files.readString(said).lines().toList()) {
      int space = line.indexOf(' ');
      if (line.length() == space + 14) {
        SpoolId id = SpoolId.parse(line.substring(space + 1));
        switch (line.substring(0, space)) {
          case "accepted" -> accepted.add(id);
          case "finishing" -> finishing.add(id);
          case "finished" -> finished.add(id);
          default -> throw new AssertionError(line);
        }
      }
    }
    assertTrue(finished.size() > 100, "it did not run: " + finished.size());
    verify(accepted, finishing, finished);
  }

  private void verify(Set<SpoolId> accepted, Set<SpoolId> finishing, Set<SpoolId> finished)
      throws IOException {
    SpoolOptions options = new SpoolOptions(folder.resolve("spool"), 256 << 10, 8 << 10, 0);
    RecordedEvents told = new RecordedEvents();
    try (Spool spool = Spool.open(options, Mail.CLOCK, told)) {
      assertEquals(Optional.empty(), spool.loss());
      Set<SpoolId> there = new HashSet<>(Mail.unfinished(spool));
      Set<SpoolId> lost = new HashSet<>(accepted);
      lost.removeAll(finishing);
      lost.removeAll(there);
      assertEquals(Set.of(), lost, "acknowledged and lost");
      Set<SpoolId> back = new HashSet<>(finished);
      back.retainAll(there);
      assertEquals(Set.of(), back, "finished and back");
      for (SpoolId id : there) {
        String text = Mail.read(spool, id).orElseThrow();
        assertEquals(Mail.text(id, text.length() - Mail.text(id, 0).length()), text);
      }
    }
    assertEquals(0, told.of(Committed.Damaged.class).size());
  }
}
