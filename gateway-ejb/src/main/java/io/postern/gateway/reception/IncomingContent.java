package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.mail.Reply;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way in. Once it is refused, whatever comes is counted and dropped: the client
 * hears of it at the end of data, because only there it listens (RFC 5321 section 4.1.1.4).
 */
final class IncomingContent implements AutoCloseable {

  private final StorageFailure failure;
  private final long messageSize;
  private final int headerSize;
  private @Nullable ContentWriter writer;
  private @Nullable Reply refusal;
  private Stage refusedAt = Stage.CONTENT;
  private long octets;

  private IncomingContent(
      Settings.Limits limits, @Nullable ContentWriter writer, StorageFailure failure) {
    this.failure = failure;
    this.messageSize = limits.messageSize();
    this.headerSize = limits.headerSize();
    this.writer = writer;
  }

  /** Content to be kept. */
  static IncomingContent kept(
      Settings.Limits limits, ContentWriter writer, StorageFailure failure) {
    return new IncomingContent(limits, writer, failure);
  }

  /** Content that is read and dropped, as a verdict wants it. */
  static IncomingContent dropped(Settings.Limits limits, StorageFailure failure) {
    return new IncomingContent(limits, null, failure);
  }

  void take(byte[] from, int offset, int length) {
    octets += length;
    if (octets > messageSize) {
      refuse(Replies.MESSAGE_TOO_BIG);
      return;
    }
    ContentWriter to = writer;
    if (to == null) {
      return;
    }
    try {
      to.write(from, offset, length);
    } catch (IOException e) {
      refusedAt = Stage.SPOOL;
      refuse(failure.replyTo(e));
      return;
    }
    if (to.headSize() > headerSize) {
      refuse(Replies.HEADER_TOO_BIG);
    }
  }

  /** Frees what was written; the first refusal counts. */
  void refuse(Reply reply) {
    if (refusal == null) {
      refusal = reply;
    }
    close();
  }

  Optional<Reply> refusal() {
    return Optional.ofNullable(refusal);
  }

  Stage refusedAt() {
    return refusedAt;
  }

  /** What was written, whole; only for content that is kept and not refused. */
  Content finish() throws IOException {
    ContentWriter from = writer;
    if (from == null) {
      throw new IllegalStateException("content was not kept");
    }
    return from.finish();
  }

  @Override
  public void close() {
    ContentWriter open = writer;
    writer = null;
    if (open != null) {
      open.close();
    }
  }
}
