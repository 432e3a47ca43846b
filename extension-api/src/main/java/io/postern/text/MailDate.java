package io.postern.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes dates as header and trace fields have them (RFC 5322 section 3.3), in UTC, without a
 * formatter, which would take longer than the rest of a trace field.
 */
public final class MailDate {

  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private MailDate() {}

  /** Such as {@code Mon, 1 Dec 2025 08:00:00 +0000}. */
  public static String text(Instant instant) {
    StringBuilder text = new StringBuilder(32);
    append(text, instant);
    return text.toString();
  }

  /** Appends the same. */
  public static void append(StringBuilder text, Instant instant) {
    LocalDateTime date = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    text.append(DAYS[date.getDayOfWeek().getValue() - 1]).append(", ");
    text.append(date.getDayOfMonth()).append(' ');
    text.append(MONTHS[date.getMonthValue() - 1]).append(' ');
    text.append(date.getYear()).append(' ');
    two(text, date.getHour()).append(':');
    two(text, date.getMinute()).append(':');
    two(text, date.getSecond()).append(" +0000");
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
