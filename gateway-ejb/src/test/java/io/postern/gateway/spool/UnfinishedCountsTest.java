package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnfinishedCountsTest {

  @Test
  void tableAnswersWhatAMapWould() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TreeMap<Long, Integer> expected = new TreeMap<>();
    UnfinishedCounts counts = new UnfinishedCounts();
    for (int i = 0; i < 200_000; i++) {
      long id = (1 + random.nextInt(3_000)) * (random.nextBoolean() ? 1L : 1L << 20);
      switch (random.nextInt(4)) {
        case 0 -> {
          int recipients = 1 + random.nextInt(3);
          expected.put(id, recipients);
          counts.put(id, recipients);
        }
        case 1, 2 -> {
          expected.computeIfPresent(id, (key, left) -> left == 1 ? null : left - 1);
          counts.finishOne(id);
        }
        default -> {
          expected.remove(id);
          counts.remove(id);
        }
      }
      assertEquals(expected.containsKey(id), counts.contains(id), "seed " + seed);
    }
    TreeMap<Long, Integer> found = new TreeMap<>();
    counts.copy().forEach((id, recipients) -> found.put(id.value(), recipients));
    assertEquals(expected, found, "seed " + seed);
    assertEquals(expected.keySet().stream().map(SpoolId::new).toList(), counts.ids());
    assertTrue(counts.size() > 0);
  }
}
