package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A MIME entity at a stage where it may be changed; what is not touched stays octet for octet. */
public interface MutableMimePart extends MimePart {

  @Override
  MutableHeaderSection header();

  @Override
  List<MutableMimePart> parts();

  /**
   * Adds a part to a multipart. The other parts stay octet for octet.
   *
   * @param index its place among the {@link #parts}: 0 puts it before all others, their number
   *     behind them
   * @return the part as it is in the message
   * @throws IllegalStateException when this is a leaf; {@link MutableMessage#attach} adds to any
   *     message
   * @throws IllegalArgumentException when the part cannot be written: its type, name or content is
   *     not as {@link NewPart} says, or a {@code message/rfc822} has this multipart's boundary
   * @throws IndexOutOfBoundsException when there is no such place
   */
  MutableMimePart addPart(int index, NewPart part);

  /**
   * Takes this part, with all in it, out of the multipart that holds it. When no part would be left
   * an empty {@code text/plain} takes their place, as a multipart without parts is not valid (RFC
   * 2046 section 5.1.1). The part can be read afterwards, and not be changed.
   *
   * @throws IllegalStateException when this is the message itself, or was removed before
   */
  void remove();

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
   * Replaces the body of a leaf by these bytes, all of them in memory; the gateway applies the
   * transfer encoding, and another one where the part's own cannot carry them. An opaque body gets
   * the Content-Type {@code application/octet-stream}, which {@link #header} can change afterwards.
   *
   * @throws IllegalStateException when this is not a leaf
   */
  void replaceBody(byte[] bytes);

  /**
   * Replaces the body of a leaf by what a stream holds, read to its end; the caller closes it. It
   * may be read from this message, such as from {@link #open}. The body is written in base64 as it
   * is read and an opaque body gets the Content-Type {@code application/octet-stream}, as in {@link
   * #replaceBody(byte[])}.
   *
   * <p>Memory: up to 128 KiB of the body, as of one that is received; a larger one goes to a file
   * of the spool. Its size has no bound but the disk's room and the callout's time.
   *
   * @throws IOException when the stream cannot be read or the body cannot be written; the part is
   *     then as it was
   * @throws IllegalStateException when this is not a leaf, or a {@code message} type, which must
   *     not be written in base64 (RFC 2046 section 5.2.1)
   */
  void replaceBody(InputStream bytes) throws IOException;
}
