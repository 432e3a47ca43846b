package io.postern.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailDateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T08:09:07.999Z",
        "2024-02-29T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "2099-12-05T10:00:00Z"
      })
  void aDate_isThatOfRfc5322(String instant) {
    Instant at = Instant.parse(instant);
    assertEquals(
        DateTimeFormatter.RFC_1123_DATE_TIME
            .format(at.atOffset(ZoneOffset.UTC))
            .replace("GMT", "+0000"),
        MailDate.text(at));
  }
}
