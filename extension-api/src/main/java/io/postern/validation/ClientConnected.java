package io.postern.validation;

/** TCP is accepted, the banner not yet sent (RFC 5321 section 3.1). */
public interface ClientConnected extends ValidationEvent {

  /** The text after the host name in the 220 greeting. */
  String banner();

  /**
   * @throws IllegalArgumentException when the text is not printable US-ASCII of at most 200 octets
   */
  void banner(String text);
}
