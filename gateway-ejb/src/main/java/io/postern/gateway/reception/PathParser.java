package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings.Leniency;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of MAIL and RCPT (RFC 5321 sections 4.1.1.2, 4.1.1.3, 4.1.1.11 and 4.1.2).
 * Pure. Strict but for one thing that stock clients do, spaces after the colon, and for what the
 * listener is lenient about.
 */
final class PathParser {

  private static final Reply BAD_SYNTAX = Reply.of(501, "5.5.4", "Syntax error in argument");
  private static final Reply BAD_PARAMETER = Reply.of(501, "5.5.4", "Syntax error in parameters");
  private static final Reply BAD_REVERSE_PATH = Reply.of(501, "5.1.7", "Bad sender address");
  private static final Reply BAD_FORWARD_PATH = Reply.of(501, "5.1.3", "Bad recipient address");

  /** RFC 5321 section 4.5.3.1.3, brackets included. */
  private static final int PATH = 256;

  private final String text;
  private final Set<Leniency> lenient;
  private int at;

  private PathParser(String text, int at, Set<Leniency> lenient) {
    this.text = text;
    this.at = at;
    this.lenient = lenient;
  }

  /** What follows MAIL. */
  static PathArgument sender(String argument, Set<Leniency> lenient) {
    PathParser parser = behind("FROM:", argument, lenient);
    if (parser == null) {
      return new PathArgument.Faulty(BAD_SYNTAX);
    }
    ReversePath path;
    if (argument.startsWith("<>", parser.at)) {
      parser.at += 2;
      path = ReversePath.none();
    } else {
      Mailbox mailbox = parser.path(false);
      if (mailbox == null) {
        return new PathArgument.Faulty(BAD_REVERSE_PATH);
      }
      path = new ReversePath.Of(mailbox);
    }
    Map<String, String> parameters = parser.parameters();
    return parameters == null
        ? new PathArgument.Faulty(BAD_PARAMETER)
        : new PathArgument.Sender(path, parameters);
  }

  /** What follows RCPT. */
  static PathArgument recipient(String argument, Set<Leniency> lenient) {
    PathParser parser = behind("TO:", argument, lenient);
    if (parser == null) {
      return new PathArgument.Faulty(BAD_SYNTAX);
    }
    Mailbox mailbox = parser.path(true);
    if (mailbox == null) {
      return new PathArgument.Faulty(BAD_FORWARD_PATH);
    }
    Map<String, String> parameters = parser.parameters();
    return parameters == null
        ? new PathArgument.Faulty(BAD_PARAMETER)
        : new PathArgument.Recipient(mailbox, parameters);
  }

  private static @Nullable PathParser behind(
      String keyword, String argument, Set<Leniency> lenient) {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      return null;
    }
    int at = keyword.length();
    while (at < argument.length() && argument.charAt(at) == ' ') {
      at++;
    }
    return new PathParser(argument, at, lenient);
  }

  /** {@code <[@domain,...:]mailbox>}; null when it is not. */
  private @Nullable Mailbox path(boolean postmasterAlone) {
    int begin = at;
    if (next('<')) {
      Mailbox mailbox = sourceRoute() ? mailbox(postmasterAlone) : null;
      return next('>') && at - begin <= PATH ? mailbox : null;
    }
    if (!lenient.contains(Leniency.PATHS_WITHOUT_BRACKETS)) {
      return null;
    }
    Mailbox mailbox = mailbox(postmasterAlone);
    boolean ends = at == text.length() || peek() == ' ';
    return ends && at - begin <= PATH - 2 ? mailbox : null;
  }

  /** {@code local@domain}; null when it is not, or longer than any path. */
  private @Nullable Mailbox mailbox(boolean postmasterAlone) {
    int localBegin = at;
    if (!localPart() || at - localBegin > PATH) {
      return null;
    }
    String local = text.substring(localBegin, at);
    String domain = "";
    if (next('@')) {
      int domainBegin = at;
      if (!domainOrLiteral()) {
        return null;
      }
      // A dot at its end, where it is tolerated, is no part of it.
      int domainEnd = text.charAt(at - 1) == '.' ? at - 1 : at;
      domain = text.substring(domainBegin, domainEnd);
    } else if (!postmasterAlone || !local.equalsIgnoreCase("postmaster")) {
      return null;
    }
    return local.length() + 1 + domain.length() <= PATH - 2 ? new Mailbox(local, domain) : null;
  }

  /** Skips {@code @one,@two:} when it is there. */
  private boolean sourceRoute() {
    if (peek() != '@') {
      return true;
    }
    do {
      if (!next('@') || !domainOrLiteral()) {
        return false;
      }
    } while (next(','));
    return next(':');
  }

  private boolean localPart() {
    return peek() == '"' ? quotedString() : dotString();
  }

  private boolean dotString() {
    return lenient.contains(Leniency.DOTS_IN_LOCAL_PART) ? anyDots() : singleDots();
  }

  private boolean anyDots() {
    boolean text = false;
    while (isAtext(peek()) || peek() == '.') {
      text |= peek() != '.';
      at++;
    }
    return text;
  }

  private boolean singleDots() {
    do {
      int begin = at;
      while (isAtext(peek())) {
        at++;
      }
      if (at == begin) {
        return false;
      }
    } while (next('.'));
    return true;
  }

  private boolean quotedString() {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c == '\\') {
        if (!isPrintable(peek())) {
          return false;
        }
        at++;
      } else if (!isPrintable(c)) {
        return false;
      }
    }
    return false;
  }

  private boolean domainOrLiteral() {
    int begin = at;
    if (peek() == '[') {
      int end = text.indexOf(']', at);
      at = end + 1;
      return end > 0 && AddressLiteral.isValid(text, begin, at);
    }
    do {
      if (!label()) {
        return false;
      }
    } while (next('.') && !isDotAtEnd());
    return true;
  }

  private boolean isDotAtEnd() {
    return lenient.contains(Leniency.TRAILING_DOT)
        && (at == text.length() || ">,: ".indexOf(peek()) >= 0);
  }

  /** Letters, digits and inner hyphens; the underscore is tolerated, for host names hold it. */
  private boolean label() {
    int begin = at;
    while (isLetterOrDigit(peek()) || peek() == '-' || peek() == '_') {
      at++;
    }
    int length = at - begin;
    return length > 0 && length <= 63 && text.charAt(begin) != '-' && text.charAt(at - 1) != '-';
  }

  /** What follows the path; null when it is not a list of parameters. */
  private @Nullable Map<String, String> parameters() {
    Map<String, String> parameters = Map.of();
    while (at < text.length()) {
      if (!next(' ')) {
        return null;
      }
      if (at == text.length() || peek() == ' ') {
        continue;
      }
      int begin = at;
      while (isLetterOrDigit(peek()) || (at > begin && peek() == '-')) {
        at++;
      }
      if (at == begin) {
        return null;
      }
      String key = text.substring(begin, at).toUpperCase(Locale.ROOT);
      String value = "";
      if (next('=')) {
        int valueBegin = at;
        while (peek() > ' ' && peek() < 0x7f && peek() != '=') {
          at++;
        }
        value = text.substring(valueBegin, at);
        if (value.isEmpty()) {
          return null;
        }
      }
      if (parameters.isEmpty()) {
        parameters = new HashMap<>();
      }
      if (parameters.put(key, value) != null) {
        return null;
      }
    }
    return parameters;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean next(char expected) {
    if (peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }

  /** RFC 5322 section 3.2.3. */
  private static boolean isAtext(char c) {
    return isLetterOrDigit(c) || (c != '\0' && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
  }
}
