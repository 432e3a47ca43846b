package io.postern.gateway.export.format;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One line.
 *
 * @param program whose line it is in the style of a mail server; empty for Postern's own
 * @param text visible characters
 */
public record FormattedLine(Optional<Program> program, String text) {

  /**
   * A program that logs.
   *
   * @param name such as {@code postfix/smtpd}
   * @param process a number that lines of one session share
   * @param dates whether its text begins with the time by itself
   */
  public record Program(String name, int process, boolean dates) {}

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+00:00'").withZone(ZoneOffset.UTC);

  static FormattedLine own(String text) {
    return new FormattedLine(Optional.empty(), text);
  }

  /**
   * The line as a file has it: with time, host and program before it where syslog would put them
   * there (RFC 3339 in UTC, as rsyslog writes it).
   *
   * @param host without blanks
   */
  public String inFile(Instant at, String host) {
    return program
        .filter(from -> !from.dates())
        .map(
            from ->
                "%s %s %s[%d]: %s"
                    .formatted(TIME.format(at), host, from.name(), from.process(), text))
        .orElse(text);
  }
}
