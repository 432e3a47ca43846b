package io.postern.gateway.callout.message;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A body as a row of pieces: ranges of what was received, and octets that took the place of others.
 * Immutable; nothing is copied before it is written.
 */
final class BodyOctets {

  /** Some octets of a body. */
  private sealed interface Piece {
    long size();

    Piece part(long from, long size);
  }

  private record Received(Content content, long offset, long size) implements Piece {
    @Override
    public Piece part(long from, long part) {
      return new Received(content, offset + from, part);
    }
  }

  private record Replacement(byte[] octets, int offset, int length) implements Piece {
    @Override
    public long size() {
      return length;
    }

    @Override
    public Piece part(long from, long part) {
      return new Replacement(octets, offset + (int) from, (int) part);
    }
  }

  /** New octets in the place of the range from {@code from} to {@code to}. */
  record Edit(long from, long to, BodyOctets octets) {
    Edit(long from, long to, byte[] octets) {
      this(from, to, of(octets));
    }
  }

  static final BodyOctets NONE = new BodyOctets(List.of());
  static final BodyOctets LINE_END = of(new byte[] {'\r', '\n'});

  private final List<Piece> pieces;
  private final long size;

  private BodyOctets(List<Piece> pieces) {
    this.pieces = pieces;
    long sum = 0;
    for (Piece piece : pieces) {
      sum += piece.size();
    }
    this.size = sum;
  }

  static BodyOctets of(Content content) {
    return new BodyOctets(List.of(new Received(content, 0, content.bodySize())));
  }

  static BodyOctets of(byte[] octets) {
    return octets.length == 0
        ? NONE
        : new BodyOctets(List.of(new Replacement(octets, 0, octets.length)));
  }

  /** One behind the other. */
  static BodyOctets joined(BodyOctets... parts) {
    List<Piece> pieces = new ArrayList<>();
    for (BodyOctets part : parts) {
      pieces.addAll(part.pieces);
    }
    return new BodyOctets(pieces);
  }

  long size() {
    return size;
  }

  /** The content whose whole body it is; empty when it is made of something else. */
  Optional<Content> whole() {
    return pieces.size() == 1
            && pieces.getFirst() instanceof Received received
            && isAllOf(received.content())
        ? Optional.of(received.content())
        : Optional.empty();
  }

  boolean isAllOf(Content content) {
    return pieces.size() == 1
        && pieces.getFirst() instanceof Received received
        && received.content() == content
        && received.offset() == 0
        && received.size() == content.bodySize();
  }

  /**
   * @param edits from front to back, without overlap
   */
  BodyOctets with(List<Edit> edits) {
    List<Piece> changed = new ArrayList<>();
    long at = 0;
    for (Edit edit : edits) {
      addRange(changed, at, edit.from());
      changed.addAll(edit.octets().pieces);
      at = edit.to();
    }
    addRange(changed, at, size);
    return new BodyOctets(changed);
  }

  private void addRange(List<Piece> target, long from, long to) {
    long start = 0;
    for (Piece piece : pieces) {
      long first = Math.max(from, start);
      long last = Math.min(to, start + piece.size());
      if (last > first) {
        target.add(piece.part(first - start, last - first));
      }
      start += piece.size();
    }
  }

  InputStream open() {
    return new PieceStream(pieces);
  }

  InputStream open(long from, long to) {
    List<Piece> range = new ArrayList<>();
    addRange(range, from, to);
    return new PieceStream(range);
  }

  void writeTo(ContentWriter writer) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Math.max(size, 1), 64 << 10)];
    try (InputStream in = open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        writer.write(buffer, 0, n);
      }
    }
  }

  /** Reads one piece after the other; holds at most one of them open. */
  private static final class PieceStream extends InputStream {

    private final Iterator<Piece> rest;
    private InputStream current = InputStream.nullInputStream();
    private long left;

    PieceStream(List<Piece> pieces) {
      rest = pieces.iterator();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (left == 0) {
        if (!rest.hasNext()) {
          return -1;
        }
        current.close();
        Piece next = rest.next();
        left = next.size();
        current =
            switch (next) {
              case Received received -> received.content().openBody(received.offset());
              case Replacement replacement ->
                  new ByteArrayInputStream(
                      replacement.octets(), replacement.offset(), replacement.length());
            };
      }
      int n = current.read(octets, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new IOException("the body ends " + left + " octets early");
      }
      left -= n;
      return n;
    }

    @Override
    public void close() throws IOException {
      while (rest.hasNext()) {
        rest.next();
      }
      left = 0;
      current.close();
    }
  }
}
