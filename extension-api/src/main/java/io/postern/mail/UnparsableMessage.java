package io.postern.mail;

/**
 * The content is beyond a limit of the gateway's MIME reader, or can be read in two ways. A
 * property of the message: reading it again ends the same way. The content itself can still be read
 * by {@link Message#open}, and its header section and envelope can be changed.
 *
 * <p>Raised by {@link Message#root} for
 *
 * <ul>
 *   <li>more than 100 levels of parts within parts, or more than 10,000 parts;
 *   <li>a boundary of more than 250 characters, or the same boundary on two levels;
 *   <li>a Content-Type field of more than 16 KiB, or a part's header section of more than 256 KiB;
 *   <li>a multipart body of more than 256 MiB or 10 million lines;
 * </ul>
 *
 * and by {@link MimePart#text}, {@link MimePart#isTextExact}, {@link MutableMimePart#appendText}
 * and {@link MutableMimePart#prependText} for a text of more than 16 MiB. A callout that lets it
 * pass leaves the message unchanged, and the gateway then does what the configuration says for
 * unparsable messages.
 */
public class UnparsableMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which limit, and the value found
   */
  public UnparsableMessage(String message) {
    super(message);
  }

  /**
   * @param message what could not be read, @param cause the parser's error
   */
  public UnparsableMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
