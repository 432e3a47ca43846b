package io.postern.gateway.reception;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What reception wants to know of a header section, found in one pass and without decoding anything
 * (RFC 5322 section 2.2).
 */
final class HeadFacts {

  private static final int SHOWN = 200;
  private static final String[] NAMES = {
    Facts.MESSAGE_ID, Facts.FROM, Facts.TO, Facts.SUBJECT, Facts.DATE
  };

  private HeadFacts() {}

  /** How many Received fields there are (RFC 5321 section 6.3). */
  static int receivedFields(byte[] head) {
    int count = 0;
    for (int line = 0; line < head.length; line = nextLine(head, line)) {
      if (isField(head, line, "received")) {
        count++;
      }
    }
    return count;
  }

  /** Puts the topmost values of the fields that are recorded, cut to 200 characters. */
  static void put(byte[] head, Map<String, String> facts) {
    for (int line = 0; line < head.length; line = nextLine(head, line)) {
      for (String name : NAMES) {
        if (isField(head, line, name) && !facts.containsKey(name)) {
          facts.put(name, value(head, line));
        }
      }
    }
  }

  private static boolean isField(byte[] head, int line, String name) {
    if (line + name.length() >= head.length) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      // Names are letters and hyphens: setting the bit of the lower case leaves a hyphen as it is.
      if ((head[line + i] | 0x20) != name.charAt(i)) {
        return false;
      }
    }
    int at = line + name.length();
    while (at < head.length && (head[at] == ' ' || head[at] == '\t')) {
      at++; // RFC 5322 section 4.5: obsolete, yet it is that field.
    }
    return at < head.length && head[at] == ':';
  }

  private static int nextLine(byte[] head, int from) {
    int at = from;
    while (at < head.length && head[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** Unfolded (RFC 5322 section 2.2.3). */
  private static String value(byte[] head, int line) {
    int begin = line;
    while (head[begin] != ':') {
      begin++;
    }
    begin++;
    int end = nextLine(head, begin);
    // Four octets for each character at most, and the folds.
    while (end < head.length
        && (head[end] == ' ' || head[end] == '\t')
        && end - begin < 8 * SHOWN) {
      end = nextLine(head, end);
    }
    int length = Math.min(Math.min(end, head.length) - begin, 8 * SHOWN);
    StringBuilder value = new StringBuilder(Math.min(length, SHOWN));
    String raw = new String(head, begin, length, StandardCharsets.UTF_8).strip();
    for (int i = 0; i < raw.length() && value.length() < SHOWN; i++) {
      char c = raw.charAt(i);
      if (c != '\r' && c != '\n') {
        value.append(c);
      }
    }
    return value.toString();
  }
}
