package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTailTest {

  @TempDir Path folder;

  @Test
  void viewerSeesLinesAsTheyCome() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK);
        JournalTail viewer = journal.tail().view()) {
      journal.append(Records.administrator("added a route"));
      List<String> lines = new ArrayList<>();
      while (lines.size() < 2) { // the first begins the file
        lines.addAll(viewer.take(2, Duration.ofSeconds(20)));
      }
      assertTrue(lines.getLast().contains("\"action\":\"added a route\""), lines::toString);
      assertEquals(lines, journal.tail().recent());
    }
  }

  @Test
  void viewerThatDoesNotTakeLosesLinesAndIsToldHowMany() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.withFileSize(64 << 20), Lines.CLOCK);
        JournalTail idle = journal.tail().view()) {
      journal.read(Records.acceptances(5_000));
      Lines.await().until(() -> idle.dropped() == 3_001);
      assertEquals(2_000, idle.take(10_000, Duration.ZERO).size());
      assertEquals(500, journal.tail().recent().size());
    }
  }

  @Test
  void closedViewerIsOfferedNothing() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      JournalTail viewer = journal.tail().view();
      viewer.close();
      journal.read(Records.acceptances(1));
      Lines.awaitPosition(journal, 7);
      assertEquals(List.of(), viewer.take(10, Duration.ZERO));
    }
  }
}
