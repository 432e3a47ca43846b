package io.postern.gateway.reception.james;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A reply as octets, with what follows it. Immutable, so that usual replies are built once. */
public final class SmtpReply {

  /** What the dialogue does after a reply. */
  enum Next {
    COMMAND,
    CONTENT,
    /** The client asked for the end and waits for it. */
    QUIT,
    /** The client does not know yet: it must get a chance to read the reply. */
    CLOSE
  }

  private final byte[] octets;
  private final Next next;
  private final Duration delay;

  private SmtpReply(byte[] octets, Next next, Duration delay) {
    this.octets = octets;
    this.next = next;
    this.delay = delay;
  }

  /** One line, complete with its code but for the CRLF; printable US-ASCII. */
  public static SmtpReply line(String line) {
    return new SmtpReply(
        (line + "\r\n").getBytes(StandardCharsets.US_ASCII), Next.COMMAND, Duration.ZERO);
  }

  /** Several lines without enhanced status codes, as EHLO is answered (RFC 5321 section 4.2.1). */
  public static SmtpReply lines(int code, List<String> lines) {
    return encoded(code, "", lines);
  }

  /**
   * A reply with its enhanced status code in every line (RFC 2034 section 4); {@code x.0.0} where
   * it has none. What is not US-ASCII becomes a question mark.
   */
  public static SmtpReply of(Reply reply) {
    String status =
        reply
            .status()
            .map(EnhancedStatusCode::toString)
            .orElseGet(() -> reply.code() / 100 + ".0.0");
    return encoded(reply.code(), status + " ", reply.lines());
  }

  private static SmtpReply encoded(int code, String prefix, List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(code).append(i == lines.size() - 1 ? ' ' : '-').append(prefix);
      text.append(lines.get(i)).append("\r\n");
    }
    return new SmtpReply(
        text.toString().getBytes(StandardCharsets.US_ASCII), Next.COMMAND, Duration.ZERO);
  }

  /** Content follows (354). */
  public SmtpReply thenContent() {
    return new SmtpReply(octets, Next.CONTENT, delay);
  }

  /** The dialogue ends, as the client asked. */
  public SmtpReply thenQuit() {
    return new SmtpReply(octets, Next.QUIT, delay);
  }

  /** The dialogue ends. */
  public SmtpReply thenClose() {
    return new SmtpReply(octets, Next.CLOSE, delay);
  }

  /** Sends another one right behind it, as the end of the session (RFC 5321 section 3.8). */
  public SmtpReply followedBy(SmtpReply last) {
    byte[] both = Arrays.copyOf(octets, octets.length + last.octets.length);
    System.arraycopy(last.octets, 0, both, octets.length, last.octets.length);
    return new SmtpReply(both, last.next, delay);
  }

  /** Whether the dialogue ends with it. */
  public boolean isLast() {
    return next == Next.CLOSE || next == Next.QUIT;
  }

  /** The client waits that long for it. */
  public SmtpReply delayed(Duration time) {
    return time.isZero() ? this : new SmtpReply(octets, next, time);
  }

  /** The three digits in front. */
  public int code() {
    return (octets[0] - '0') * 100 + (octets[1] - '0') * 10 + octets[2] - '0';
  }

  public boolean isPositive() {
    return octets[0] == '2';
  }

  byte[] octets() {
    return octets;
  }

  Next next() {
    return next;
  }

  Duration delay() {
    return delay;
  }

  @Override
  public String toString() {
    return new String(octets, StandardCharsets.US_ASCII).strip();
  }
}
