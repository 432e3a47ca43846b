package io.postern.gateway.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;

/**
 * A message's content on its way (RFC 5321 section 2.3.1): header section in memory, body in memory
 * or, when large, in a file of the spool. Immutable; changed versions share the body. Octets are as
 * they go over the wire, without dot-stuffing; lines end in CRLF.
 *
 * <p>{@link #close} frees the body's file unless the spool has taken the content over or another
 * version of it is still open. Every {@code Content} is closed exactly once by its holder.
 */
public interface Content extends AutoCloseable {

  /** The header section with the empty line that ends it, when there is one. Not to be changed. */
  byte[] head();

  /** Octets after the head. */
  long bodySize();

  /** Octets in all. */
  default long size() {
    return head().length + bodySize();
  }

  /** The same body under another header section; must be closed on its own. */
  Content withHead(byte[] head);

  /** The body from an octet on, to be closed by the caller. */
  InputStream openBody(long offset) throws IOException;

  /** Writes the body whole. */
  void writeBodyTo(WritableByteChannel channel) throws IOException;

  @Override
  void close();
}
