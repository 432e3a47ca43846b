package io.postern.gateway.callout.message;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that callouts of one stage gave as streams: written as {@link NewContent}, in memory while
 * small, until the message is written whole or the changes are forgotten. Thread-safe, as a callout
 * that was given up may still be reading.
 */
public final class StreamedBodies implements AutoCloseable {

  /** Ends the header section, so that all that follows is body. */
  private static final byte[] NO_HEADER = {'\r', '\n'};

  private static final int BUFFER = 8 << 10;

  private final NewContent target;
  private @Nullable List<Content> open;
  private boolean closed;

  public StreamedBodies(NewContent target) {
    this.target = target;
  }

  /**
   * Writes lines as they are.
   *
   * @throws IllegalArgumentException when a line does not end in CRLF, or there is NUL or a CR or
   *     LF elsewhere
   * @throws IOException when they cannot be read or written
   * @throws IllegalStateException when the lease is over
   */
  BodyOctets lines(InputStream lines, Lease lease) throws IOException {
    LineCheck check = new LineCheck();
    return body(
        writer -> {
          byte[] buffer = new byte[BUFFER];
          for (int n = lines.read(buffer); n >= 0; n = lines.read(buffer)) {
            lease.check();
            check.take(buffer, n);
            writer.write(buffer, 0, n);
          }
          check.end();
        });
  }

  /**
   * Writes octets in base64, without a line end behind the last line.
   *
   * @throws IOException when they cannot be read or written
   * @throws IllegalStateException when the lease is over
   */
  BodyOctets base64(InputStream octets, Lease lease) throws IOException {
    return body(
        writer -> {
          // The encoder gives out single octets.
          OutputStream gathered = new BufferedOutputStream(new ToWriter(writer), BUFFER);
          try (OutputStream encoded = Base64.getMimeEncoder().wrap(gathered)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = octets.read(buffer); n >= 0; n = octets.read(buffer)) {
              lease.check();
              encoded.write(buffer, 0, n);
            }
          }
        });
  }

  private interface Source {
    void writeTo(ContentWriter writer) throws IOException;
  }

  private BodyOctets body(Source source) throws IOException {
    try (ContentWriter writer = target.open()) {
      writer.write(NO_HEADER, 0, NO_HEADER.length);
      source.writeTo(writer);
      Content content = writer.finish();
      keep(content);
      return BodyOctets.of(content);
    } catch (SpoolUnavailable e) {
      throw new IOException("the spool cannot take the body", e);
    }
  }

  private void keep(Content content) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        if (open == null) {
          open = new ArrayList<>(1);
        }
        open.add(content);
      }
    }
    if (late) {
      content.close();
      throw new IllegalStateException("the callout's time is over");
    }
  }

  @Override
  public void close() {
    List<Content> left;
    synchronized (this) {
      closed = true;
      left = open == null ? List.of() : open;
      open = null;
    }
    left.forEach(Content::close);
  }

  /** A writer as a stream; closing it leaves the writer open. */
  private static final class ToWriter extends OutputStream {

    private final ContentWriter writer;

    ToWriter(ContentWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(int octet) throws IOException {
      writer.write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
      writer.write(octets, offset, count);
    }
  }

  /** Whether lines are clean, looked at piece by piece. */
  private static final class LineCheck {

    private int last = '\n';

    void take(byte[] octets, int length) {
      for (int i = 0; i < length; i++) {
        int octet = octets[i];
        if (octet == 0 || (octet == '\n') != (last == '\r')) {
          throw Lines.notClean();
        }
        last = octet;
      }
    }

    void end() {
      if (last != '\n') {
        throw Lines.notClean();
      }
    }
  }
}
