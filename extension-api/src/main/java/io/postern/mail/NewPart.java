package io.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A MIME part that an extension adds to a message (RFC 2045, RFC 2183). The gateway chooses the
 * transfer encoding. Further fields, such as a Content-ID, are added to the {@link MimePart#header}
 * of what the adding returns. Immutable.
 */
public final class NewPart {

  private final String contentType;
  private final byte[] content;
  private final boolean text;
  private final Optional<String> fileName;

  private NewPart(String contentType, byte[] content, boolean text, Optional<String> fileName) {
    this.contentType = Objects.requireNonNull(contentType, "contentType");
    this.content = content;
    this.text = text;
    this.fileName = fileName;
  }

  /** Plain text, written in UTF-8. Line ends may be any. */
  public static NewPart text(String text) {
    return ofText("text/plain; charset=utf-8", text);
  }

  /** HTML, written in UTF-8. Line ends may be any. */
  public static NewPart html(String markup) {
    return ofText("text/html; charset=utf-8", markup);
  }

  private static NewPart ofText(String contentType, String text) {
    return new NewPart(contentType, text.getBytes(StandardCharsets.UTF_8), true, Optional.empty());
  }

  /**
   * Any content, to be shown where the reader's program shows such a type.
   *
   * @param contentType type, subtype and parameters, such as {@code text/calendar; method=REQUEST;
   *     charset=utf-8}; no {@code multipart}
   * @param content octet for octet what the reader gets; of a {@code message/rfc822} lines ending
   *     in CRLF, of at most 998 octets
   */
  public static NewPart of(String contentType, byte[] content) {
    return new NewPart(contentType, content.clone(), false, Optional.empty());
  }

  /**
   * A file.
   *
   * @param fileName what the reader's program offers as its name, without folders and control
   *     characters
   * @param contentType as in {@link #of}
   */
  public static NewPart attachment(String fileName, String contentType, byte[] content) {
    return new NewPart(contentType, content.clone(), false, Optional.of(fileName));
  }

  /** The value of the field Content-Type. */
  public String contentType() {
    return contentType;
  }

  /** The content before a transfer encoding, as a copy. */
  public byte[] content() {
    return content.clone();
  }

  /** Whether the content is characters, whose line ends are written as CRLF. */
  public boolean isText() {
    return text;
  }

  /** The name of an attachment; empty for what is to be shown. */
  public Optional<String> fileName() {
    return fileName;
  }
}
