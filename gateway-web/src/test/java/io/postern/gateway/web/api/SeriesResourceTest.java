package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.series.SeriesName;
import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.series.SeriesQuery;
import io.postern.gateway.web.http.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SeriesResourceTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void withoutParameters_allSeriesOfTheLastHourAreAskedFor() {
    assertEquals(
        new SeriesQuery(
            List.of(SeriesName.values()), NOW.minusSeconds(3_600), NOW, Duration.ofSeconds(10)),
        SeriesResource.query("", "", "", "10", NOW));
  }

  @Test
  void namesTimesAndStep_areTakenAsGiven() {
    assertEquals(
        new SeriesQuery(
            List.of(SeriesName.QUEUE, SeriesName.LATENCY_P99),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-02T00:00:00Z"),
            Duration.ofMinutes(20)),
        SeriesResource.query(
            "queue,latency-p99,queue",
            "2026-01-01T00:00:00Z",
            "2026-01-02T00:00:00Z",
            "1200",
            NOW));
  }

  @Test
  void whatCannotBeAnswered_isRefusedWithWhatCan() {
    assertRefused("names are some of accepted, delivered", "queues", "", "", "10");
    assertRefused("names are some of", "queue,", "", "", "10");
    assertRefused("names has more than 512", "queue,".repeat(100), "", "", "10");
    assertRefused("from is a time such as", "", "yesterday", "", "10");
    assertRefused("until is a time such as", "", "", "12:00", "10");
    assertRefused("step has to be a number of seconds", "", "", "", "10s");
    assertRefused("step has to be a multiple of 10", "", "", "", "11");
    assertRefused("from has to be before until", "", "2027-01-01T00:00:00Z", "", "10");
    assertRefused("more than 13000 steps", "", "2020-01-01T00:00:00Z", "", "10");
    assertRefused("", "", "-1000000000-01-01T00:00:00Z", "+1000000000-01-01T00:00:00Z", "10");
  }

  private static void assertRefused(
      String detail, String names, String from, String until, String step) {
    Problems.Refused refused =
        assertThrows(
            Problems.Refused.class, () -> SeriesResource.query(names, from, until, step, NOW));
    assertEquals(400, refused.problem().status());
    assertTrue(refused.problem().detail().contains(detail), refused.problem().detail());
  }

  @Test
  void aGap_isNull() {
    assertEquals(
        "{\"from\":\"2026-01-31T12:00:00Z\",\"series\":[{\"name\":\"queue\","
            + "\"unit\":\"messages\",\"values\":[1,null,3]}],\"step\":10}",
        JsonFormat.JSON.toJson(
            new SeriesPoints(
                NOW,
                10,
                List.of(
                    new SeriesPoints.Line(
                        "queue",
                        "messages",
                        List.of(OptionalLong.of(1), OptionalLong.empty(), OptionalLong.of(3)))))));
  }
}
