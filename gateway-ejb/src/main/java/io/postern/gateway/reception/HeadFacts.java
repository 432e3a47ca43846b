package io.postern.gateway.reception;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What reception wants to know of a header section, found in one pass (RFC 5322 section 2.2). */
final class HeadFacts {

  /** One more than a line of the journal shows of a fact, so that it says what it shortened. */
  static final int LIMIT = 4097;

  private static final String[] NAMES = {
    Facts.MESSAGE_ID, Facts.FROM, Facts.TO, Facts.SUBJECT, Facts.DATE
  };

  private static final Map<String, String> DECODED =
      Map.of(
          Facts.FROM,
          Facts.FROM_DECODED,
          Facts.TO,
          Facts.TO_DECODED,
          Facts.SUBJECT,
          Facts.SUBJECT_DECODED);

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

  /**
   * Puts the topmost values of the fields that are recorded, at most {@link #LIMIT} characters of
   * each, and once more decoded where they hold encoded words.
   */
  static void put(byte[] head, Map<String, String> facts) {
    for (int line = 0; line < head.length; line = nextLine(head, line)) {
      for (String name : NAMES) {
        if (isField(head, line, name) && !facts.containsKey(name)) {
          put(head, line, name, facts);
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

  private static void put(byte[] head, int line, String name, Map<String, String> facts) {
    int begin = line;
    while (head[begin] != ':') {
      begin++;
    }
    do {
      begin++;
    } while (begin < head.length && isBlank(head, begin));
    int end = nextLine(head, begin);
    while (end < head.length && (head[end] == ' ' || head[end] == '\t')) {
      end = nextLine(head, end);
    }
    end = Math.min(end, head.length);
    // A character takes four octets at most, a fold with its blank three.
    facts.put(name, cut(unfolded(head, begin, Math.min(end, begin + 4 * LIMIT))));
    String decoded = DECODED.get(name);
    if (decoded != null && holdsEncodedWord(head, begin, end)) {
      EncodedWordDecoder.decode(unfolded(head, begin, end), LIMIT)
          .ifPresent(text -> facts.put(decoded, text));
    }
  }

  /** A blank, or a line end within the field. */
  private static boolean isBlank(byte[] head, int at) {
    return switch (head[at]) {
      case ' ', '\t' -> true;
      case '\r' -> isFold(head, at + 2);
      case '\n' -> isFold(head, at + 1);
      default -> false;
    };
  }

  private static boolean isFold(byte[] head, int at) {
    return at < head.length && (head[at] == ' ' || head[at] == '\t');
  }

  private static boolean holdsEncodedWord(byte[] head, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (head[i] == '=' && head[i + 1] == '?') {
        return true;
      }
    }
    return false;
  }

  /** RFC 5322 section 2.2.3. */
  private static String unfolded(byte[] head, int from, int to) {
    String raw = new String(head, from, to - from, StandardCharsets.UTF_8).stripTrailing();
    if (raw.indexOf('\r') < 0 && raw.indexOf('\n') < 0) {
      return raw;
    }
    StringBuilder value = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\r' && c != '\n') {
        value.append(c);
      }
    }
    return value.toString();
  }

  private static String cut(String text) {
    return text.length() <= LIMIT ? text : text.substring(0, LIMIT);
  }
}
