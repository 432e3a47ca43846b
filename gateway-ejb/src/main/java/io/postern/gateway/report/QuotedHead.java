package io.postern.gateway.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The head of the message in question as a part of the report (RFC 6522 section 4): as it is when
 * it is plain, in quoted-printable (RFC 2045 section 6.7) when it is not.
 */
final class QuotedHead {

  private static final int MOST = 32 << 10;
  private static final int LONGEST_LINE = 998;
  private static final int LONGEST_QUOTED = 73;
  private static final byte[] HEX = AsciiText.octets("0123456789ABCDEF");

  private final byte[] head;
  private final int length;

  /**
   * @param head as ISO 8859-1 text
   */
  QuotedHead(String head) {
    this.head = head.getBytes(StandardCharsets.ISO_8859_1);
    this.length = cut(this.head);
  }

  /** Whether not all of the head is in the report. */
  boolean isCut() {
    return length < head.length;
  }

  /** Where whole lines end within the limit. */
  private static int cut(byte[] head) {
    if (head.length <= MOST) {
      return head.length;
    }
    int end = MOST;
    while (end > 0 && head[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? MOST : end;
  }

  /** Writes the part: its own header fields, an empty line, the head. */
  void writeTo(ByteArrayOutputStream out) {
    boolean plain = isPlain();
    out.writeBytes(
        AsciiText.octets(
            "Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: "
                + (plain ? "7bit" : "quoted-printable")
                + "\r\n\r\n"));
    if (plain) {
      out.write(head, 0, length);
    } else {
      writeQuoted(out);
    }
    if (length == 0 || head[length - 1] != '\n') {
      out.writeBytes(AsciiText.octets("\r\n"));
    }
  }

  private boolean isPlain() {
    int lineStart = 0;
    for (int i = 0; i < length; i++) {
      if (head[i] == '\n') {
        lineStart = i + 1;
      } else if (head[i] <= 0 || i - lineStart > LONGEST_LINE) {
        return false;
      }
    }
    return true;
  }

  private void writeQuoted(ByteArrayOutputStream out) {
    int column = 0;
    for (int i = 0; i < length; i++) {
      int octet = head[i] & 0xff;
      if (octet == '\r' && i + 1 < length && head[i + 1] == '\n') {
        out.writeBytes(AsciiText.octets("\r\n"));
        i++;
        column = 0;
        continue;
      }
      if (column >= LONGEST_QUOTED) {
        out.writeBytes(AsciiText.octets("=\r\n"));
        column = 0;
      }
      if (octet > ' ' && octet <= '~' && octet != '=') {
        out.write(octet);
        column++;
      } else if (octet == ' ' && i + 1 < length && head[i + 1] != '\r') {
        out.write(octet);
        column++;
      } else {
        out.write('=');
        out.write(HEX[octet >> 4]);
        out.write(HEX[octet & 15]);
        column += 3;
      }
    }
  }
}
