package io.postern.extensions.disclaimer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader sees of an HTML text, roughly: enough to find words in it. */
final class ShownText {

  private static final Set<String> NOT_SHOWN =
      Set.of("script", "style", "title", "textarea", "template", "noscript", "iframe");

  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));");

  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  private ShownText() {}

  static String of(String html) {
    StringBuilder text = new StringBuilder(html.length());
    int at = 0;
    for (int open = html.indexOf('<'); open >= 0; open = html.indexOf('<', at)) {
      text.append(html, at, open).append(' ');
      at = construct(html, open);
      if (at < 0) {
        return resolved(text);
      }
    }
    return resolved(text.append(html, at, html.length()));
  }

  /** Where a tag ends, or what is not shown; -1 when it does not end. */
  private static int construct(String html, int open) {
    if (html.startsWith("<!--", open)) {
      return behind("-->", html, open + 2);
    }
    int end = behind(">", html, open);
    if (end < 0) {
      return -1;
    }
    int nameEnd = open + 1;
    while (Character.isLetterOrDigit(html.charAt(nameEnd))) {
      nameEnd++;
    }
    String name = html.substring(open + 1, nameEnd).toLowerCase(Locale.ROOT);
    if (!NOT_SHOWN.contains(name)) {
      return end;
    }
    for (int at = html.indexOf("</", end); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at + 2, name, 0, name.length())) {
        return behind(">", html, at);
      }
    }
    return -1;
  }

  private static int behind(String end, String html, int from) {
    int at = html.indexOf(end, from);
    return at < 0 ? -1 : at + end.length();
  }

  private static String resolved(CharSequence text) {
    Matcher references = REFERENCE.matcher(text);
    return references.replaceAll(
        reference -> Matcher.quoteReplacement(character(reference, reference.group())));
  }

  private static String character(MatchResult reference, String written) {
    if (reference.group(3) != null) {
      return NAMED.getOrDefault(reference.group(3), written);
    }
    int character =
        reference.group(1) != null
            ? Integer.parseInt(reference.group(1))
            : Integer.parseInt(reference.group(2), 16);
    return Character.isValidCodePoint(character) ? Character.toString(character) : written;
  }
}
