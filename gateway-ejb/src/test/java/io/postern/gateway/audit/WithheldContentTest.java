package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines for those who may not see what messages say. */
final class WithheldContentTest {

  private static final String ACCEPTED =
      "{\"seq\":7,\"pos\":3,\"at\":\"2030-11-24T12:00:00.001Z\",\"event\":\"Accepted\","
          + "\"id\":\"0000000000001\",\"reverse-path\":\"ann@a.test\","
          + "\"recipients\":[\"bob, \\\"the\\\\ ]}\\\"@b.test\",\"eve@b.test\"],"
          + "\"subject\":\"=?utf-8?q?a?= \\\"b\\\", {c}\",\"message-id\":\"<1@a.test>\","
          + "\"subject-decoded\":\"a\",\"callout-01\":\"MessageReceived x--r1 ms=1\","
          + "\"callout-log-01\":\"MessageReceived x--r1 level=info text=a\","
          + "\"note.x.topic\":\"a\\\\\",\"chain\":\"0123456789abcdef\",\"crc\":\"01234567\"}";

  @Test
  void contents_areTakenOutAndNamed() {
    JournalLine seen = WithheldContent.of(JournalLine.parse(ACCEPTED));
    assertEquals(
        "{\"seq\":7,\"pos\":3,\"at\":\"2030-11-24T12:00:00.001Z\",\"event\":\"Accepted\","
            + "\"id\":\"0000000000001\",\"reverse-path\":\"ann@a.test\","
            + "\"recipients\":[\"bob, \\\"the\\\\ ]}\\\"@b.test\",\"eve@b.test\"],"
            + "\"message-id\":\"<1@a.test>\",\"callout-01\":\"MessageReceived x--r1 ms=1\","
            + "\"withheld\":\"subject subject-decoded callout-log-01 note.x.topic\"}",
        seen.json());
    assertEquals(List.of("bob, \"the\\ ]}\"@b.test", "eve@b.test"), seen.recipients());
    assertEquals(seen, WithheldContent.of(seen), "once more changes nothing");
  }

  @Test
  void lineWithoutContents_staysAsItIs() {
    JournalLine line =
        JournalLine.parse(
            "{\"seq\":8,\"at\":\"2030-11-24T12:00:00.001Z\",\"event\":\"Delivered\","
                + "\"recipient\":\"bob@b.test\",\"reply\":\"250 taken\",\"crc\":\"01234567\"}");
    assertSame(line, WithheldContent.of(line));
  }

  @Test
  void searchWithoutSubjects_findsNothingByThem() {
    JournalLine line = JournalLine.parse(ACCEPTED);
    JournalQuery bySubject = JournalQuery.newest(1).with(JournalCondition.TEXT, "c");
    assertTrue(bySubject.with(JournalCondition.TEXT, "a").matches(line));
    assertFalse(bySubject.with(JournalCondition.TEXT, "a").withoutSubjects().matches(line));
    assertTrue(
        JournalQuery.newest(1)
            .with(JournalCondition.TEXT, "ann@a.test")
            .withoutSubjects()
            .before(8)
            .matches(line));
    JournalQuery asked =
        new JournalQuery(
            Map.of(JournalCondition.SUBJECT, "a"),
            Optional.empty(),
            Optional.empty(),
            Long.MAX_VALUE,
            1);
    assertThrows(IllegalArgumentException.class, asked::withoutSubjects);
  }
}
