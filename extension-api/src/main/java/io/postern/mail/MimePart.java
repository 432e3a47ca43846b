package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A MIME entity, the whole message or one part of it, for reading (RFC 2045 section 2.4). Where a
 * stage may change it, it is a {@link MutableMimePart}.
 *
 * <p>Mail in practice is often not what its labels say. A part whose transfer encoding is not known
 * is {@code application/octet-stream}, whatever its own type (RFC 2045 section 6.4), and so is a
 * multipart without boundary or without any part: one opaque body. A known transfer encoding that
 * is oddly written, such as {@code "quoted-printable"} in quotes or {@code 8bits}, is read as
 * meant. Of several Content-Type fields the topmost valid one counts.
 */
public interface MimePart {

  /**
   * Type and subtype in lower case, such as {@code text/plain}; the default where none is given
   * (RFC 2045 section 5.2); {@code application/octet-stream} for an opaque body.
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
  List<? extends MimePart> parts();

  /**
   * The body of a leaf with its transfer encoding undone; as it stands where that is not known.
   *
   * @throws IOException when the message cannot be read
   */
  InputStream open() throws IOException;

  /**
   * The body of a text leaf as characters, by its charset. Text without charset is read as UTF-8,
   * an unknown charset as ISO 8859-1, and octets that the charset does not have become U+FFFD: good
   * for searching, and not always what the recipient sees. See {@link #isTextExact}.
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf
   * @throws UnparsableMessage when it is larger than 16 MiB
   */
  String text() throws IOException;

  /**
   * Whether {@link #text} holds exactly what the part says: its transfer encoding is undamaged, its
   * charset is known and given once, and every octet is a character of it. Only then is {@link
   * MutableMimePart#replaceText} with a changed {@link #text} without loss. Octets above 127
   * without a charset are never exact.
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf
   * @throws UnparsableMessage when it is larger than 16 MiB
   */
  boolean isTextExact() throws IOException;
}
