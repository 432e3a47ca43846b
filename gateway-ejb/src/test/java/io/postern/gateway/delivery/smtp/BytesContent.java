package io.postern.gateway.delivery.smtp;

import io.postern.gateway.spool.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Content in memory; octets are given as ISO 8859-1 text. */
public final class BytesContent implements Content {

  private final byte[] head;
  private final byte[] body;

  private BytesContent(byte[] head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  @Override
  public byte[] head() {
    return head;
  }

  public static BytesContent of(String text) {
    int end = text.indexOf("\r\n\r\n");
    int cut = end < 0 ? 0 : end + 4;
    return new BytesContent(octets(text.substring(0, cut)), octets(text.substring(cut)));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public long bodySize() {
    return body.length;
  }

  @Override
  public Content withHead(byte[] other) {
    return new BytesContent(other, body);
  }

  @Override
  public InputStream openBody(long offset) {
    return new ByteArrayInputStream(body, (int) offset, (int) (body.length - offset));
  }

  @Override
  public void writeBodyTo(WritableByteChannel channel) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(body);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  @Override
  public void close() {
    // Memory only.
  }
}
