package io.postern.gateway.delivery.smtp;

import java.time.Duration;

/**
 * How long a client waits for each step (RFC 5321 section 4.5.3.2).
 *
 * @param connect to one address of the next hop
 * @param greeting for the 220, and for the reply to EHLO
 * @param mail for the reply to MAIL, and to RSET
 * @param rcpt for the reply to one RCPT
 * @param dataInitiation for the 354
 * @param dataBlock for one write of content to be taken
 * @param dataTermination for the reply to the final dot; shorter waits make duplicates
 * @param quit for the reply to QUIT, which nothing depends on
 */
public record Timeouts(
    Duration connect,
    Duration greeting,
    Duration mail,
    Duration rcpt,
    Duration dataInitiation,
    Duration dataBlock,
    Duration dataTermination,
    Duration quit) {

  /** The RFC's minimums; 30 s to connect and 2 s for QUIT, of which it says nothing. */
  public static Timeouts rfc5321() {
    return new Timeouts(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2));
  }

  /** The same wait for every step, for tests and impatient sites. */
  public static Timeouts allOf(Duration wait) {
    return new Timeouts(wait, wait, wait, wait, wait, wait, wait, wait);
  }
}
