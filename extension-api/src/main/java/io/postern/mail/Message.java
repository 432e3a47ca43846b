package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message's content, header section and body, for reading (RFC 5322). Access is lazy: what a
 * callout does not touch is neither parsed nor copied. Where a stage may change it, it is a {@link
 * MutableMessage}; code that only looks at messages takes this type.
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
}
