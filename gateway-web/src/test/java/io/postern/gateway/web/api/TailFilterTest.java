package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TailFilterTest {

  private static final String LINE =
      "{\"seq\":1,\"event\":\"Rejected\",\"subject\":\"\\\"event\\\":\\\"Accepted\\\" Gr\\u00fc\\u00dfe\"}";

  @Test
  void withoutConditions_everyLineIsWanted() {
    assertTrue(TailFilter.of("", "").wants(LINE));
  }

  @Test
  void anEvent_isMatchedByItsName() {
    assertTrue(TailFilter.of("Rejected", "").wants(LINE));
    assertFalse(TailFilter.of("Reject", "").wants(LINE));
  }

  @Test
  void aSubject_cannotPretendToBeAnEvent() {
    assertFalse(TailFilter.of("Accepted", "").wants(LINE));
  }

  @Test
  void text_isFoundWhateverItsCase() {
    assertTrue(TailFilter.of("", "REJECTED").wants(LINE));
    assertFalse(TailFilter.of("", "delivered").wants(LINE));
  }

  @Test
  void text_beyondAscii_isFoundAsTheJournalWritesIt() {
    assertTrue(TailFilter.of("", "Grüße").wants(LINE));
    assertTrue(TailFilter.of("", "\"event\":\"Accepted\"").wants(LINE));
  }

  @Test
  void bothConditions_mustHold() {
    assertFalse(TailFilter.of("Rejected", "nothing of it").wants(LINE));
  }
}
