package io.postern.extensions.disclaimer;

import io.postern.mail.MutableMimePart;
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
   * @throws io.postern.mail.UnparsableMessage when the structure or a text is beyond the gateway's
   *     limits; the configuration then says whether the message passes without a disclaimer
   * @return whether this part was one the disclaimer belongs to
   */
  boolean appendTo(MutableMimePart part) throws IOException {
    return switch (part.contentType()) {
      case "text/plain", "text/html" -> appendToText(part);
      // The same content in several forms (RFC 2046 section 5.1.4): each form gets it.
      case "multipart/alternative" -> appendToAll(part.parts());
      // Other multiparts: once, so that text, picture, text do not carry it twice.
      default -> !SEALED.contains(part.contentType()) && appendToFirst(part.parts());
    };
  }

  private boolean appendToAll(List<MutableMimePart> parts) throws IOException {
    boolean found = false;
    for (MutableMimePart part : parts) {
      found |= appendTo(part);
    }
    return found;
  }

  private boolean appendToFirst(List<MutableMimePart> parts) throws IOException {
    for (MutableMimePart part : parts) {
      if (appendTo(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean appendToText(MutableMimePart part) throws IOException {
    if (part.isAttachment() || part.fileName().isPresent()) {
      return false;
    }
    // Where the gateway cannot add it so that it is read as meant, the text stays as it is.
    if (part.contentType().equals("text/html")) {
      if (!words(ShownText.of(part.text())).contains(words(ShownText.of(html)))) {
        part.appendText(html);
      }
    } else {
      String text = part.text();
      if (!words(text).contains(words(plain))) {
        part.appendText(text.isEmpty() ? plain : "\r\n" + plain);
      }
    }
    return true;
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
