package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionTest {

  @Test
  void versions_areOrderedAsPeopleMeanThem() {
    List<String> ascending =
        List.of(
            "0.1.0-SNAPSHOT",
            "0.1.0",
            "0.1.0+1",
            "0.1.1",
            "0.9",
            "0.10",
            "1.0~rc1",
            "1.0",
            "1.0a",
            "10");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int compared = new Version(ascending.get(i)).compareTo(new Version(ascending.get(j)));
        assertEquals(
            Integer.signum(i - j),
            Integer.signum(compared),
            ascending.get(i) + " " + ascending.get(j));
      }
    }
  }

  @Test
  void theSnapshot_isWrittenInTwoWays() {
    assertEquals(0, new Version("0.1.0-SNAPSHOT").compareTo(new Version("0.1.0~SNAPSHOT")));
    assertTrue(new Version("1.02").compareTo(new Version("1.2")) == 0);
  }

  @Test
  void whatIsNone_isRefused() {
    for (String text : List.of("", "v1", "1/2", "1 2", "1".repeat(65))) {
      assertThrows(IllegalArgumentException.class, () -> new Version(text), text);
    }
  }
}
