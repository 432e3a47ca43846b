package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A MIME entity: the whole message or one part of it (RFC 2045 section 2.4).
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
  List<MimePart> parts();

  /**
   * Adds a part to a multipart. The other parts stay octet for octet.
   *
   * @param index its place among the {@link #parts}: 0 puts it before all others, their number
   *     behind them
   * @return the part as it is in the message
   * @throws IllegalStateException when this is a leaf; {@link Message#attach} adds to any message
   * @throws IllegalArgumentException when the part cannot be written: its type, name or content is
   *     not as {@link NewPart} says, or a {@code message/rfc822} has this multipart's boundary
   * @throws IndexOutOfBoundsException when there is no such place
   */
  MimePart addPart(int index, NewPart part);

  /**
   * Takes this part, with all in it, out of the multipart that holds it. When no part would be left
   * an empty {@code text/plain} takes their place, as a multipart without parts is not valid (RFC
   * 2046 section 5.1.1). The part can be read afterwards, and not be changed.
   *
   * @throws IllegalStateException when this is the message itself, or was removed before
   */
  void remove();

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
   * #replaceText} with a changed {@link #text} without loss. Octets above 127 without a charset are
   * never exact.
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf
   * @throws UnparsableMessage when it is larger than 16 MiB
   */
  boolean isTextExact() throws IOException;

  /**
   * Adds text at the end of a text leaf without decoding what is there: every octet of the body
   * stays, whatever its labels say.
   *
   * <p>In {@code text/html} the text is markup and goes before the end of the body element, as an
   * HTML parser finds it: not into a comment, script, style, attribute or another element whose
   * content is not shown. In every other text it begins on a line of its own, and in {@code
   * format=flowed} it is not joined with the line before (RFC 3676).
   *
   * <p>The text is written in the part's charset where all of the body follows that charset and it
   * can carry the text. Else, in HTML, it is written with character references; a body of US-ASCII
   * becomes UTF-8, which changes none of its octets, and gets another transfer encoding where it
   * needs one; and in all other cases the text is written in US-ASCII behind the untouched octets,
   * if it can be without losing letters. Where even that would not be read as meant, the part is
   * left alone: with several fields of Content-Type or Content-Transfer-Encoding that differ here
   * or in a multipart around it, with damaged base64, with a charset that is no superset of
   * US-ASCII.
   *
   * @param text line ends may be any; they are written as CRLF
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf
   * @throws UnparsableMessage when it is larger than 16 MiB
   */
  TextAddition appendText(String text) throws IOException;

  /**
   * Adds text at the beginning of a text leaf, behind a byte order mark, otherwise as {@link
   * #appendText} does. It ends with a line end; in {@code text/html} it goes behind the begin of
   * the body element.
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when this is not a text leaf
   * @throws UnparsableMessage when it is larger than 16 MiB
   */
  TextAddition prependText(String text) throws IOException;

  /**
   * Replaces the whole body of a text leaf: nothing of it is kept. Charset and transfer encoding
   * stay where they can carry the text, else the part becomes UTF-8 with a fitting transfer
   * encoding and its Content-Type says so. A changed {@link #text} put back loses what was not
   * {@linkplain #isTextExact exact}; to add something use {@link #appendText}.
   *
   * @throws IllegalStateException when this is not a text leaf
   */
  void replaceText(String text);

  /**
   * Replaces the body of a leaf by these bytes; the gateway applies the transfer encoding, and
   * another one where the part's own cannot carry them. An opaque body gets the Content-Type {@code
   * application/octet-stream}, which {@link #header} can change afterwards.
   *
   * @throws IllegalStateException when this is not a leaf
   */
  void replaceBody(byte[] bytes);
}
