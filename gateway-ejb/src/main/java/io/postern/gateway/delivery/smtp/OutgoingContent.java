package io.postern.gateway.delivery.smtp;

import io.postern.gateway.spool.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A session's buffer with the content to be sent. What fits is prepared before the first command,
 * so that it goes out in one write; what does not is looked through first and streamed after the
 * 354.
 */
final class OutgoingContent {

  private static final int ROOM = 64 << 10;

  private final ByteBuffer buffer = ByteBuffer.allocate(ROOM);
  private boolean whole;
  private boolean eightBit;
  private boolean bare;

  /**
   * Looks the content through and prepares it if it fits.
   *
   * @throws IOException when it cannot be read
   */
  void prepare(Content content) throws IOException {
    whole = true;
    DotStuffer stuffer =
        new DotStuffer(
            buffer,
            full -> {
              whole = false;
              full.clear();
            });
    stuff(content, stuffer);
    eightBit = stuffer.eightBit();
    bare = stuffer.bare();
  }

  /** Whether it holds an octet above 127. */
  boolean eightBit() {
    return eightBit;
  }

  /** Whether it holds a CR or LF on its own. */
  boolean bare() {
    return bare;
  }

  /**
   * Writes the prepared content with its final dot; each write is a step of its own.
   *
   * @throws ConversationBroken when something arrived before the final dot was sent: it is not the
   *     reply to it, and would be taken for it
   * @throws IOException when the content cannot be read
   */
  void writeTo(Conversation conversation, Content content) throws IOException {
    if (!whole) {
      DotStuffer stuffer = new DotStuffer(buffer, full -> writeBuffer(conversation));
      stuff(content, stuffer);
    }
    conversation.requireSilenceBeforeFinalDot();
    writeBuffer(conversation);
  }

  private void writeBuffer(Conversation conversation) {
    conversation.send(buffer.flip(), conversation.timeouts().dataBlock());
    buffer.clear();
  }

  private static void stuff(Content content, DotStuffer stuffer) throws IOException {
    byte[] head = content.head();
    stuffer.write(head, 0, head.length);
    content.writeBodyTo(stuffer);
    stuffer.finish();
  }
}
