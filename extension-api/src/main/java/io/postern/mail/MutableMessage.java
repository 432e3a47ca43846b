package io.postern.mail;

import java.io.IOException;
import java.io.InputStream;

/** A message's content at a stage where it may be changed. */
public interface MutableMessage extends Message {

  @Override
  MutableHeaderSection header();

  @Override
  MutableMimePart root() throws IOException;

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
  MutableMimePart attach(NewPart part) throws IOException;

  /**
   * Replaces everything after the header section. Parts that were handed out before can still be
   * read, and not be changed.
   *
   * @throws IllegalArgumentException when it is not made of lines that end in CRLF, or holds NUL or
   *     a CR or LF elsewhere; nothing is changed then
   */
  void replaceBody(byte[] body);

  /**
   * Replaces everything after the header section by what a stream holds, read to its end; the
   * caller closes it. It may be read from this message, such as from {@link #open}.
   *
   * <p>Memory: up to 128 KiB of the body, as of one that is received; a larger one goes to a file
   * of the spool. Its size has no bound but the disk's room and the callout's time.
   *
   * @throws IllegalArgumentException as in {@link #replaceBody(byte[])}
   * @throws IOException when the stream cannot be read or the body cannot be written; the message
   *     is then as it was
   */
  void replaceBody(InputStream body) throws IOException;
}
