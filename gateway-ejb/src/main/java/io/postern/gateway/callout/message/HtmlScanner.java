package io.postern.gateway.callout.message;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where text can be added to an HTML document so that it is shown, in one pass over its tags
 * as the tokenizer of the HTML standard (section 13.2.5) reads them. End tags in comments, scripts,
 * styles, attributes and elements whose content is not shown do not count.
 */
final class HtmlScanner {

  /** Their content is text up to their own end tag. */
  private static final Set<String> RAW =
      Set.of("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript");

  /** What stands in them is not shown, or only by programs that cannot show the element. */
  private static final Set<String> HIDDEN =
      Set.of(
          "template",
          "select",
          "datalist",
          "details",
          "dialog",
          "audio",
          "video",
          "canvas",
          "object");

  private final String html;

  private int firstBodyStart = -1;
  private int headEnd = -1;
  private int lastBodyEnd = -1;
  private int lastDocumentEnd = -1;

  /** Behind document type, comments and the html start tag. */
  private int prologueEnd;

  private boolean inPrologue = true;

  /** Where the first construct begins that never ends; the end of the document without one. */
  private int limit;

  private @Nullable String hidden;
  private int hiddenDepth;
  private int hiddenSince;
  private int foreignDepth;
  private int foreignSince;

  /** Of the tag read last. */
  private String name = "";

  private boolean selfClosing;

  private HtmlScanner(String html) {
    this.html = html;
    this.limit = html.length();
  }

  /**
   * Where the body ends: before its last real end tag, else before that of the document, else at
   * the end, but before a tag, comment or hidden element that is never closed.
   */
  static int endOfBody(String html) {
    HtmlScanner scanner = new HtmlScanner(html);
    scanner.run();
    if (scanner.lastBodyEnd >= 0) {
      return scanner.lastBodyEnd;
    }
    return scanner.lastDocumentEnd >= 0 ? scanner.lastDocumentEnd : scanner.limit;
  }

  /** Where the body begins: behind its start tag, else behind head and html start tag. */
  static int startOfBody(String html) {
    HtmlScanner scanner = new HtmlScanner(html);
    scanner.run();
    if (scanner.firstBodyStart >= 0) {
      return scanner.firstBodyStart;
    }
    return scanner.headEnd >= 0 ? scanner.headEnd : scanner.prologueEnd;
  }

  private void run() {
    int at = html.startsWith("\ufeff") ? 1 : 0;
    prologueEnd = at;
    for (int open = html.indexOf('<', at); open >= 0; open = html.indexOf('<', at)) {
      inPrologue &= html.substring(at, open).isBlank();
      int end = construct(open);
      if (end < 0) {
        limit = open;
        break;
      }
      if (inPrologue) {
        prologueEnd = end;
      }
      at = end;
    }
    if (hidden != null) {
      limit = Math.min(limit, hiddenSince);
    }
    if (foreignDepth > 0) {
      limit = Math.min(limit, foreignSince);
    }
  }

  /** Returns where the construct ends that begins there; -1 when it never does. */
  private int construct(int open) {
    char next = charAt(open + 1);
    if (isLetter(next)) {
      return startTag(open);
    }
    if (next == '/') {
      char after = charAt(open + 2);
      return isLetter(after) ? endTag(open) : after == 0 ? open + 2 : behind(">", open + 2);
    }
    if (next == '!') {
      if (html.startsWith("--", open + 2)) {
        return commentEnd(open + 4);
      }
      boolean cdata = foreignDepth > 0 && html.startsWith("[CDATA[", open + 2);
      return behind(cdata ? "]]>" : ">", open + 2);
    }
    if (next == '?') {
      return behind(">", open + 2);
    }
    inPrologue = false;
    return open + 1;
  }

  private int commentEnd(int from) {
    if (charAt(from) == '>') {
      return from + 1;
    }
    if (html.startsWith("->", from)) {
      return from + 2;
    }
    for (int at = html.indexOf("--", from); at >= 0; at = html.indexOf("--", at + 1)) {
      if (charAt(at + 2) == '>') {
        return at + 3;
      }
      if (html.startsWith("!>", at + 2)) {
        return at + 4;
      }
    }
    return -1;
  }

  private int startTag(int open) {
    int end = tagEnd(open + 1);
    if (end < 0) {
      return -1;
    }
    inPrologue &= name.equals("html");
    if (foreignDepth > 0 && selfClosing) {
      return end;
    }
    if (name.equals("script")) {
      return behindEndTag(scriptEnd(end));
    }
    if (RAW.contains(name)) {
      int endTag = endTagOf(name, end);
      // Within SVG and MathML these hold markup.
      return endTag < 0 && foreignDepth > 0 ? end : behindEndTag(endTag);
    }
    if (name.equals("plaintext")) {
      return -1;
    }
    if ((name.equals("svg") || name.equals("math")) && !selfClosing) {
      foreignSince = foreignDepth++ == 0 ? open : foreignSince;
    } else if (hidden == null && HIDDEN.contains(name)) {
      hidden = name;
      hiddenSince = open;
      hiddenDepth = 1;
    } else if (name.equals(hidden)) {
      hiddenDepth++;
    } else if (name.equals("body") && hidden == null && firstBodyStart < 0) {
      firstBodyStart = end;
    }
    return end;
  }

  private int endTag(int open) {
    int end = tagEnd(open + 2);
    if (end < 0) {
      return -1;
    }
    inPrologue = false;
    if (name.equals("svg") || name.equals("math")) {
      foreignDepth = Math.max(0, foreignDepth - 1);
    } else if (name.equals(hidden)) {
      if (--hiddenDepth == 0) {
        hidden = null;
      }
    } else if (hidden == null && foreignDepth == 0) {
      switch (name) {
        case "body" -> lastBodyEnd = open;
        case "html" -> lastDocumentEnd = open;
        case "head" -> headEnd = headEnd < 0 ? end : headEnd;
        default -> {}
      }
    }
    return end;
  }

  private int behindEndTag(int endTag) {
    return endTag < 0 ? -1 : tagEnd(endTag + 2);
  }

  /** Reads name and attributes; returns where the tag ends, -1 when it never does. */
  private int tagEnd(int from) {
    int at = from;
    while (at < html.length() && !endsName(html.charAt(at))) {
      at++;
    }
    name = html.substring(from, at).toLowerCase(Locale.ROOT);
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '>') {
        selfClosing = html.charAt(at - 1) == '/';
        return at + 1;
      }
      at = isBlank(c) || c == '/' ? at + 1 : attributeEnd(at);
      if (at < 0) {
        return -1;
      }
    }
    return -1;
  }

  private int attributeEnd(int from) {
    int at = from + 1; // An equals sign at its begin belongs to its name.
    while (at < html.length() && !endsName(html.charAt(at)) && html.charAt(at) != '=') {
      at++;
    }
    at = behindBlanks(at);
    if (charAt(at) != '=') {
      return at;
    }
    at = behindBlanks(at + 1);
    char quote = charAt(at);
    if (quote == '"' || quote == '\'') {
      return behind(String.valueOf(quote), at + 1);
    }
    while (at < html.length() && !isBlank(html.charAt(at)) && html.charAt(at) != '>') {
      at++;
    }
    return at;
  }

  /** Where the end tag of a script begins, whose escapes (section 13.2.5.20) hide some. */
  private int scriptEnd(int from) {
    boolean escaped = false;
    boolean doubleEscaped = false;
    for (int at = from; at < html.length(); at++) {
      char c = html.charAt(at);
      if (c == '-' && escaped && html.startsWith("-->", at)) {
        escaped = false;
        doubleEscaped = false;
      } else if (c == '<' && isTag("</script", at)) {
        if (!doubleEscaped) {
          return at;
        }
        doubleEscaped = false;
      } else if (c == '<' && escaped && isTag("<script", at)) {
        doubleEscaped = true;
      } else if (c == '<' && !escaped && html.startsWith("<!--", at)) {
        escaped = true;
        at++;
      }
    }
    return -1;
  }

  private int endTagOf(String element, int from) {
    String tag = "</" + element;
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (isTag(tag, at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isTag(String tag, int at) {
    return html.regionMatches(true, at, tag, 0, tag.length())
        && at + tag.length() < html.length()
        && endsName(html.charAt(at + tag.length()));
  }

  private int behind(String end, int from) {
    int at = html.indexOf(end, from);
    return at < 0 ? -1 : at + end.length();
  }

  private int behindBlanks(int from) {
    int at = from;
    while (at < html.length() && isBlank(html.charAt(at))) {
      at++;
    }
    return at;
  }

  private char charAt(int at) {
    return at < html.length() ? html.charAt(at) : 0;
  }

  private static boolean endsName(char c) {
    return isBlank(c) || c == '/' || c == '>';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
