package io.postern.gateway.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a read buffer of fixed size, and a write buffer that gathers what is small.
 * Used by one thread; only {@link #endInput}, {@link #close}, {@link #isClosed} and {@link #isLate}
 * are for any thread.
 */
public final class Connection implements AutoCloseable {

  /** Beyond it a peer that does not read what it is sent is not listened to any more. */
  private static final int DRAINED_OCTETS = 1 << 20;

  private final Socket socket;
  private final ConnectionWatch watch;
  private InputStream in;
  private OutputStream out;
  private final byte[] input;
  private int start;
  private int end;
  private final byte[] output;
  private int gathered;
  private long octetsIn;
  private long octetsOut;
  private long writeNanos;

  /** Of the read or write that runs; null while none does. */
  private volatile @Nullable IoDeadline reading;

  private volatile @Nullable IoDeadline writing;
  private volatile boolean inputEnded;
  private volatile boolean late;

  /**
   * @param socket connected; closed with the connection
   * @param watch looks after its deadlines until it is closed
   * @param writeNanos time for the peer to take one write, until {@link #allowWrites} says another
   * @throws IOException when the peer is gone already; the socket is then the caller's
   */
  public Connection(Socket socket, ConnectionWatch watch, Buffers buffers, long writeNanos)
      throws IOException {
    this.socket = socket;
    this.watch = watch;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.input = new byte[buffers.input()];
    this.output = new byte[buffers.output()];
    this.writeNanos = writeNanos;
    watch.add(this);
  }

  /**
   * Octets that are held for a connection.
   *
   * @param input received and not used yet
   * @param output gathered and not sent yet
   */
  public record Buffers(int input, int output) {}

  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) socket.getRemoteSocketAddress();
  }

  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The read buffer; octets not yet used stand from {@link #start} to {@link #end}. */
  public byte[] input() {
    return input;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** Everything before this position is used. */
  public void use(int position) {
    start = position;
  }

  /**
   * Reads once, into what is free of the buffer; a part of it must be used.
   *
   * @return whether there is more; not when the peer has closed, or {@link #endInput} was called
   * @throws SocketTimeoutException when the deadline passes first; noticed late by the period of
   *     the watch at most
   */
  public boolean fill(IoDeadline deadline) throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == input.length) {
      System.arraycopy(input, start, input, 0, end - start);
      end -= start;
      start = 0;
    }
    if (deadline.isOver(System.nanoTime(), 1)) {
      throw new SocketTimeoutException();
    }
    reading = deadline;
    int read;
    try {
      read = in.read(input, end, input.length - end);
    } catch (IOException e) {
      // TLS does not take the end of the input for an end, wherever it comes from.
      if (!inputEnded) {
        throw e;
      }
      read = -1;
    }
    reading = null;
    if (read < 0) {
      if (late) {
        throw new SocketTimeoutException(); // It is the end that the watch made.
      }
      return false;
    }
    end += read;
    octetsIn += read;
    return true;
  }

  /**
   * The next octet, 0 to 255; -1 when the peer has closed.
   *
   * @throws SocketTimeoutException as {@link #fill} does
   */
  public int read(IoDeadline deadline) throws IOException {
    if (start == end && !fill(deadline)) {
      return -1;
    }
    return input[start++] & 0xff;
  }

  /**
   * Whether something has arrived that was not used yet; never waits. Under TLS only what is
   * decrypted counts, as TLS itself sends things unasked.
   */
  public boolean hasUnread() throws IOException {
    return start < end || in.available() > 0;
  }

  /** Octets that were received so far; under TLS those of the content alone. */
  public long octetsIn() {
    return octetsIn;
  }

  /** Octets that were sent so far, as {@link #octetsIn} counts them. */
  public long octetsOut() {
    return octetsOut;
  }

  /** Forgets what was received and not used. */
  public void dropInput() {
    start = 0;
    end = 0;
  }

  /** How long the peer may take to take one write, from now on. */
  public void allowWrites(long nanos) {
    writeNanos = nanos;
  }

  /** Adds to what is sent by the next {@link #flush}; what does not fit goes out at once. */
  public void gather(byte[] octets) throws IOException {
    if (octets.length > output.length - gathered) {
      flush();
      if (octets.length > output.length) {
        write(octets, 0, octets.length);
        return;
      }
    }
    System.arraycopy(octets, 0, output, gathered, octets.length);
    gathered += octets.length;
  }

  /** Sends what was gathered. */
  public void flush() throws IOException {
    if (gathered > 0) {
      int length = gathered;
      gathered = 0;
      write(output, 0, length);
    }
  }

  /** Sends at once, before what is gathered. */
  public void write(byte[] octets, int offset, int length) throws IOException {
    writing = IoDeadline.in(writeNanos);
    out.write(octets, offset, length);
    writing = null;
    octetsOut += length;
  }

  /**
   * Goes on under TLS. What was gathered goes out before, in clear; what was received before is
   * dropped: it came unprotected, and an attacker who put it there must not have it taken for the
   * peer's (RFC 3207 section 4.2). When it fails, only {@link #close} is left.
   *
   * @param deadline for the handshake
   * @throws SocketTimeoutException when the handshake did not end in time
   */
  public SSLSession upgrade(TlsLayer tls, IoDeadline deadline) throws IOException {
    flush();
    dropInput();
    writing = deadline; // A handshake reads and writes; what ends a write ends both.
    try {
      SSLSocket secured = tls.over(socket);
      secured.startHandshake();
      in = secured.getInputStream();
      out = secured.getOutputStream();
      return secured.getSession();
    } catch (IOException e) {
      if (late) {
        throw new SocketTimeoutException();
      }
      throw e;
    } finally {
      writing = null;
    }
  }

  /**
   * Ends the input when a read has missed its deadline, and closes when a write has: the peer does
   * not take what it is sent.
   */
  void endIfLate(long now, int divisor) {
    IoDeadline read = reading;
    if (read != null && read.isOver(now, divisor)) {
      late = true;
      endInput();
    }
    IoDeadline write = writing;
    if (write != null && write.isOver(now, divisor)) {
      late = true;
      close();
    }
  }

  /**
   * Wakes the reader as if the peer had closed. What is written then still reaches the peer, except
   * under TLS 1.2, which the JDK ends in both directions at once: the peer sees the end alone.
   */
  public void endInput() {
    inputEnded = true;
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      close();
    }
  }

  /**
   * Lets the peer read what was sent last: a close with unread input would reset the connection and
   * may take it along. Sends what was gathered, ends the output, then reads until the peer has
   * closed, or the deadline is over, or it has sent too much.
   */
  public void drain(IoDeadline deadline) throws IOException {
    flush();
    socket.shutdownOutput();
    int rest = DRAINED_OCTETS;
    try {
      while (rest > 0) {
        dropInput();
        if (!fill(deadline)) {
          return;
        }
        rest -= end;
      }
    } catch (SocketTimeoutException e) {
      // It had its chance.
    }
  }

  /** Whether a deadline was missed. */
  public boolean isLate() {
    return late;
  }

  /** Whether this side has closed it. */
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public void close() {
    watch.remove(this);
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is freed all the same; the peer was gone.
    }
  }
}
