package io.postern.extensions.disclaimer;

import io.postern.mail.MimePart;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The texts of a disclaimer, and where in a message they go: to the end of the text that a reader
 * sees first, in its plain and in its HTML form. Attachments, signed and encrypted parts are left
 * alone, and so is a text that holds the disclaimer already, as a reply that quotes it does.
 *
 * @param plain lines end in CRLF
 * @param html a fragment for the end of the body element
 */
record Disclaimer(String plain, String html) {

  /** A change in them would break the signature or could not be read at all (RFC 1847). */
  private static final Set<String> SEALED = Set.of("multipart/signed", "multipart/encrypted");

  /**
   * @throws io.postern.mail.UnparsableMessage when the structure is beyond the gateway's limits,
   *     and IllegalStateException when a text is beyond 16 MiB; the extension's failure policy then
   *     says whether the message passes without a disclaimer
   * @return whether this part was one the disclaimer belongs to
   */
  boolean appendTo(MimePart part) throws IOException {
    return switch (part.contentType()) {
      case "text/plain", "text/html" -> appendToText(part);
      // The same content in several forms (RFC 2046 section 5.1.4): each form gets it.
      case "multipart/alternative" -> appendToAll(part.parts());
      // Other multiparts: once, so that text, picture, text do not carry it twice.
      default -> !SEALED.contains(part.contentType()) && appendToFirst(part.parts());
    };
  }

  private boolean appendToAll(List<MimePart> parts) throws IOException {
    boolean found = false;
    for (MimePart part : parts) {
      found |= appendTo(part);
    }
    return found;
  }

  private boolean appendToFirst(List<MimePart> parts) throws IOException {
    for (MimePart part : parts) {
      if (appendTo(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean appendToText(MimePart part) throws IOException {
    if (part.isAttachment() || part.fileName().isPresent()) {
      return false;
    }
    String text = part.text();
    boolean isHtml = part.contentType().equals("text/html");
    String appended = isHtml ? appendedToHtml(text) : appendedToPlain(text);
    if (!appended.equals(text)) {
      part.replaceText(appended);
    }
    return true;
  }

  String appendedToPlain(String text) {
    if (words(text).contains(words(plain))) {
      return text;
    }
    String gap = text.isEmpty() ? "" : text.endsWith("\n") ? "\r\n" : "\r\n\r\n";
    return text + gap + plain;
  }

  String appendedToHtml(String text) {
    if (words(withoutTags(text)).contains(words(withoutTags(html)))) {
      return text;
    }
    int end = lastIndexOf(text, "</body");
    if (end < 0) {
      end = lastIndexOf(text, "</html");
    }
    return end < 0 ? text + html : text.substring(0, end) + html + text.substring(end);
  }

  private static int lastIndexOf(String text, String tag) {
    for (int i = text.lastIndexOf("</"); i >= 0; i = text.lastIndexOf("</", i - 1)) {
      if (text.regionMatches(true, i, tag, 0, tag.length())) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutTags(String html) {
    StringBuilder text = new StringBuilder(html.length());
    int from = 0;
    for (int open = html.indexOf('<'); open >= 0; open = html.indexOf('<', from)) {
      int close = html.indexOf('>', open);
      text.append(html, from, open).append(' ');
      if (close < 0) {
        return text.toString();
      }
      from = close + 1;
    }
    return text.append(html, from, html.length()).toString();
  }

  /** As mail programs wrap, indent and quote what is replied to, only the words are compared. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '>' || c == '\u00a0' || Character.isWhitespace(c)) {
        gap = !words.isEmpty();
      } else {
        if (gap) {
          words.append(' ');
          gap = false;
        }
        words.append(c);
      }
    }
    return words.toString();
  }
}
