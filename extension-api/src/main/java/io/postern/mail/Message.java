package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message's content: header section and body (RFC 5322). Access is lazy: what a callout does not
 * touch is neither parsed nor copied.
 */
public interface Message {

  /** Octets of the content as it is now. */
  long size();

  /** The message's header section. */
  HeaderSection header();

  /**
   * The message as a tree of MIME parts. The root's header is {@link #header()}.
   *
   * @throws UnparsableMessage when the structure exceeds the gateway's limits or can be read in two
   *     ways
   * @throws IOException when the message cannot be read
   */
  MimePart root() throws IOException;

  /** The content as it is now, octet for octet, lines ending in CRLF. The caller closes it. */
  InputStream open() throws IOException;

  /**
   * Adds a part behind what the message has: at the end of a {@code multipart/mixed}; any other
   * message becomes a {@code multipart/mixed} with its former content, octet for octet, as the
   * first part. Parts that were handed out before are then no longer parts of the message: ask for
   * the {@link #root} again.
   *
   * @return the part as it is in the message
   * @throws IllegalArgumentException when the part cannot be written: its type, name or content is
   *     not as {@link NewPart} says
   * @throws UnparsableMessage when the header section is damaged, so that readers may differ in
   *     where it ends, or the structure cannot be read
   * @throws IOException when the message cannot be read
   */
  MimePart attach(NewPart part) throws IOException;

  /** Replaces everything after the header section; lines must end in CRLF. */
  void replaceBody(byte[] body);
}
