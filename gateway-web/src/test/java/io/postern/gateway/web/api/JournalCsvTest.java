package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.audit.JournalLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JournalCsvTest {

  @Test
  void everyMemberOfALine_isInItsRow() {
    JournalCsv csv = JournalCsv.of("seq,subject, recipients").orElseThrow();
    JournalLine line =
        new JournalLine(
            "",
            7,
            OptionalLong.of(9),
            Instant.parse("2026-01-31T08:00:00Z"),
            "Accepted",
            Optional.of("0RWK7Q0791900"),
            List.of("a@b.example", "c@d.example"),
            Map.of("subject", "=x"));
    assertEquals("seq,subject,recipients,others\r\n", csv.header());
    assertEquals(
        "7,'=x,a@b.example c@d.example,"
            + "\"pos=9\nat=2026-01-31T08:00:00Z\nevent=Accepted\nid=0RWK7Q0791900\"\r\n",
        csv.row(line));
  }

  @Test
  void columnsThatAreNone_areRefused() {
    for (String names : List.of("seq,bogus", "callout-01", "seq,seq", ",")) {
      assertEquals(Optional.empty(), JournalCsv.of(names), names);
    }
  }
}
