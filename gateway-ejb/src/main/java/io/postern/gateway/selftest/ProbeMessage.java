package io.postern.gateway.selftest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.mail.Mailbox;
import io.postern.text.MailDate;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** The content that is sent, and whether it came through. */
final class ProbeMessage {

  /** One trace field, folded over some lines, and nothing else. */
  private static final Pattern TRACE = Pattern.compile("Received: [^\r\n]*\r\n(?:\t[^\r\n]*\r\n)*");

  private final byte[] content;

  private ProbeMessage(byte[] content) {
    this.content = content;
  }

  /** With all that goes wrong easily: dots at the begin of lines, eight bits, a long line. */
  static ProbeMessage to(Mailbox recipient, Instant now) {
    byte[] noise = new byte[2048];
    new SecureRandom().nextBytes(noise);
    String text =
        """
        Date: %s
        From: <postmaster@%s>
        To: <%s>
        Subject: Self-test
        Message-ID: <%s>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        This message tests the way through the gateway and back to it.
        .
        ..dots, f\u00fcr acht Bit, and a line of 998 octets:
        %s
        %s
        """
            .formatted(
                MailDate.text(now),
                recipient.domain(),
                recipient,
                recipient,
                "x".repeat(998),
                Base64.getMimeEncoder(76, "\n".getBytes(US_ASCII)).encodeToString(noise));
    return new ProbeMessage(text.replace("\n", "\r\n").getBytes(UTF_8));
  }

  byte[] content() {
    return content;
  }

  /**
   * @param where for the message
   * @throws PartFailed when what came is anything but the content below one trace field
   */
  void requireIn(byte[] arrived, String where) throws PartFailed {
    int trace = arrived.length - content.length;
    if (trace <= 0 || !Arrays.equals(arrived, trace, arrived.length, content, 0, content.length)) {
      throw new PartFailed(
          "%s are not the %d octets that were sent, below a trace field: %d octets"
              .formatted(where, content.length, arrived.length));
    }
    if (!TRACE.matcher(new String(arrived, 0, trace, US_ASCII)).matches()) {
      throw new PartFailed(where + " have more above them than one trace field");
    }
  }
}
