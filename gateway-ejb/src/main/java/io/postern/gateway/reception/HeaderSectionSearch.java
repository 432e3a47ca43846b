package io.postern.gateway.reception;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Says whether content begins with a header section (RFC 5322 section 2.1). Programs that send text
 * alone are common; what stands above the first empty line is then text, though some of its lines
 * may look like fields.
 */
final class HeaderSectionSearch {

  /** One of these before the first line that is no field makes it a damaged header section. */
  private static final Set<String> KNOWN =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "date",
          "subject",
          "message-id",
          "in-reply-to",
          "references",
          "received",
          "return-path",
          "delivered-to",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "dkim-signature",
          "authentication-results",
          "x-mailer");

  private final byte[] head;
  private int at;

  private HeaderSectionSearch(byte[] head) {
    this.head = head;
  }

  /**
   * @param head up to and with the first empty line, or all content when there is none
   */
  static boolean isMissing(byte[] head) {
    return head.length > 0 && new HeaderSectionSearch(head).isMissing();
  }

  private boolean isMissing() {
    if (isEmptyLine()) {
      return false;
    }
    // A line of mailbox files on top is met in practice; the fields follow (RFC 4155).
    if (startsWith("From ") || startsWith(">From ")) {
      nextLine();
    }
    if (fieldNameEnd() < 0) {
      return true;
    }
    boolean doubtful = false;
    while (at < head.length && !isEmptyLine()) {
      int nameEnd = fieldNameEnd();
      if (nameEnd < 0) {
        return true;
      }
      if (isKnown(nameEnd)) {
        return false;
      }
      doubtful = doubtful || isDoubtful(nameEnd);
      nextLine();
      while (at < head.length && isBlank(head[at])) {
        nextLine();
      }
    }
    return doubtful;
  }

  /** Whether it is a field by the letter alone, as an address of the web or a JSON text is. */
  private boolean isDoubtful(int nameEnd) {
    for (int i = at; i < nameEnd; i++) {
      byte octet = head[i];
      boolean usual = Character.isLetterOrDigit(octet) || octet == '-' || octet == '_';
      if (!usual && octet != '.') {
        return true;
      }
    }
    return nameEnd + 2 < head.length && head[nameEnd + 1] == '/' && head[nameEnd + 2] == '/';
  }

  private boolean isKnown(int nameEnd) {
    String name = new String(head, at, nameEnd - at, StandardCharsets.US_ASCII);
    return KNOWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Where the name of the field at this line ends; -1 when it is none. */
  private int fieldNameEnd() {
    int end = at;
    while (end < head.length && head[end] > ' ' && head[end] < 0x7f && head[end] != ':') {
      end++;
    }
    int colon = end;
    while (colon < head.length && isBlank(head[colon])) {
      colon++; // RFC 5322 section 4.5: obsolete, yet it is that field.
    }
    return end > at && colon < head.length && head[colon] == ':' ? end : -1;
  }

  private boolean isEmptyLine() {
    return head[at] == '\r' && at + 1 < head.length && head[at + 1] == '\n';
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= head.length || head[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void nextLine() {
    while (at < head.length && head[at] != '\n') {
      at++;
    }
    at = Math.min(at + 1, head.length);
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
