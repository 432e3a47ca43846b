package io.postern.mail;

/**
 * One header field (RFC 5322 section 2.2).
 *
 * @param name as written in the message
 * @param rawValue everything after the colon, folding included, without the final line end
 */
public record HeaderField(String name, String rawValue) {

  /**
   * The value unfolded (RFC 5322 section 2.2.3) and trimmed; encoded words are left as they are.
   */
  public String value() {
    return rawValue.replace("\r\n", "").replace("\n", "").strip();
  }
}
