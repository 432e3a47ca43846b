package io.postern.gateway.export.webhook;

import io.postern.gateway.export.BatchRefused;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.text.Shown;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a server answers to a batch.
 *
 * @param status RFC 9110 section 15
 * @param text the begin of the content
 */
record ServerAnswer(int status, HttpHeaders headers, String text) {

  private static final int SHOWN = 200;

  /** Beyond it nobody would see any more that it works again. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * Ends when the batch was taken.
   *
   * @throws BatchRefused for what is said of a content: certain for 400, 413 and 422, which say
   *     nothing else
   * @throws TargetUnavailable for all else
   */
  void check(Instant now) throws BatchRefused, TargetUnavailable {
    if (status >= 200 && status < 300) {
      return;
    }
    switch (status) {
      case 401, 403, 404, 408 -> throw unavailable(Duration.ZERO);
      case 429, 503 -> throw unavailable(retryAfter(now));
      case 400, 413, 422 -> throw new BatchRefused(said(), true, null);
      default -> {
        if (status >= 400 && status < 500) {
          throw new BatchRefused(said(), false, null);
        }
        throw unavailable(Duration.ZERO);
      }
    }
  }

  private TargetUnavailable unavailable(Duration pause) {
    return new TargetUnavailable(said(), pause, null);
  }

  private String said() {
    String redirected = status >= 300 && status < 400 ? "; it is not followed elsewhere" : "";
    return text.isBlank()
        ? "the server answers %d%s".formatted(status, redirected)
        : "the server answers %d%s: %s"
            .formatted(status, redirected, Shown.of(text.strip(), SHOWN));
  }

  /** RFC 9110 section 10.2.3: seconds, or a time. */
  private Duration retryAfter(Instant now) {
    Duration pause =
        headers.firstValue("Retry-After").flatMap(v -> pause(v, now)).orElse(Duration.ZERO);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static Optional<Duration> pause(String value, Instant now) {
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      return Optional.of(
          Duration.between(
              now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
