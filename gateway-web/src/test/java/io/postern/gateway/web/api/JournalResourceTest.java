package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JournalResourceTest {

  @Test
  void withoutConditions_theNewestLinesAreWanted() {
    JournalQuery filter = filter();
    assertEquals(Long.MAX_VALUE, filter.before());
    assertEquals(200, filter.limit());
    assertEquals(
        Optional.empty(), Optional.ofNullable(filter.conditions().get(JournalCondition.EVENT)));
  }

  @Test
  void conditions_areTaken_andEmptyOnesAreNone() {
    JournalQuery filter =
        filter("sender", "<>", "from", "2026-01-31T08:00:00Z", "before", "17", "event", "");
    assertEquals("<>", filter.conditions().get(JournalCondition.SENDER));
    assertEquals(Optional.of(Instant.parse("2026-01-31T08:00:00Z")), filter.from());
    assertEquals(17, filter.before());
    assertEquals(
        Optional.empty(), Optional.ofNullable(filter.conditions().get(JournalCondition.EVENT)));
  }

  @Test
  void aConditionThatIsNotUnderstood_isABadRequest() {
    for (String[] pair :
        new String[][] {
          {"from", "yesterday"},
          {"before", "first"},
          {"limit", "0"},
          {"limit", "1001"},
          {"limit", "99999999999"},
          {"recipients", "a@b.example"},
          {"peer", "client.example"},
          {"peer", "192.0.2.0/33"},
          {"subject", "!?"},
          {"event", "Bogus"},
          {"event", "delivered"},
          {"event", "x".repeat(513)}
        }) {
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> filter(pair)).problem().status(),
          String.join("=", pair));
    }
  }

  @Test
  void lines_passAsTheyAre() {
    assertEquals(
        "{\"lines\":[{\"seq\":2},\n{\"seq\":1}],\"next\":1}",
        JournalResource.json(
            new JournalPage(
                List.of(line("{\"seq\":2}"), line("{\"seq\":1}")), OptionalLong.of(1))));
    assertEquals(
        "{\"lines\":[]}", JournalResource.json(new JournalPage(List.of(), OptionalLong.empty())));
  }

  private static JournalQuery filter(String... pairs) {
    MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      query.add(pairs[i], pairs[i + 1]);
    }
    return JournalResource.filter(query);
  }

  private static JournalLine line(String json) {
    return new JournalLine(
        json,
        0,
        OptionalLong.empty(),
        Instant.EPOCH,
        "Accepted",
        Optional.empty(),
        List.of(),
        Map.of());
  }
}
