package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A MIME entity: the whole message or one part of it (RFC 2045 section 2.4). */
public interface MimePart {

  /**
   * Type and subtype in lower case, such as {@code text/plain}; the default where none is given
   * (RFC 2045 section 5.2).
   */
  String contentType();

  /**
   * The file name of the part's disposition or type, decoded; hostile text, never a path to open.
   */
  Optional<String> fileName();

  /** Whether the part is to be shown as an attachment (RFC 2183). */
  boolean isAttachment();

  /** This part's own header section. */
  HeaderSection header();

  /** The parts of a multipart, top to bottom; empty for a leaf. */
  List<MimePart> parts();

  /**
   * The body of a leaf with its transfer encoding undone.
   *
   * @throws IOException when the message cannot be read
   */
  InputStream open() throws IOException;

  /**
   * The body of a text leaf as characters, by its charset; unknown charsets are read as ISO 8859-1.
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf or it is larger than 16 MiB
   */
  String text() throws IOException;

  /**
   * Replaces the body of a text leaf. Charset and transfer encoding are kept when they can carry
   * the text, else the part becomes UTF-8 with a fitting transfer encoding.
   *
   * @throws IllegalStateException when this is not a text leaf
   */
  void replaceText(String text);

  /**
   * Replaces the body of a leaf by these bytes; the gateway applies the transfer encoding.
   *
   * @throws IllegalStateException when this is not a leaf
   */
  void replaceBody(byte[] bytes);
}
