package io.postern.gateway.reception.james;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * One connection: a read buffer of fixed size, and a write buffer that gathers the replies to
 * pipelined commands until the input is used up (RFC 2920 section 3.2). Reads have absolute
 * deadlines; a write that does not end is ended by {@link #abortWhenStuck} from outside.
 */
final class Wire {

  /** Beyond it a client that closed its eyes to a refusal is not listened to any more. */
  private static final int FAREWELL_OCTETS = 1 << 20;

  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] input = new byte[8192];
  private int start;
  private int end;
  private final byte[] output = new byte[1024];
  private int gathered;
  private volatile long writingSince;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** The read buffer; octets not yet used stand from {@link #start} to {@link #end}. */
  byte[] input() {
    return input;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Whether the buffer holds no more room behind what is unused. */
  boolean isFull() {
    return end - start == input.length;
  }

  /** Everything before this position is used. */
  void use(int position) {
    start = position;
  }

  /**
   * Sends what was gathered, then reads once.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether there is more; not when the client has closed
   * @throws SocketTimeoutException when the deadline passes first
   */
  boolean fill(long deadline) throws IOException {
    flush();
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == input.length) {
      System.arraycopy(input, start, input, 0, end - start);
      end -= start;
      start = 0;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
    int read = in.read(input, end, input.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  void gather(byte[] octets) throws IOException {
    if (octets.length > output.length - gathered) {
      flush();
      if (octets.length > output.length) {
        write(octets, octets.length);
        return;
      }
    }
    System.arraycopy(octets, 0, output, gathered, octets.length);
    gathered += octets.length;
  }

  void flush() throws IOException {
    if (gathered > 0) {
      int length = gathered;
      gathered = 0;
      write(output, length);
    }
  }

  private void write(byte[] octets, int length) throws IOException {
    writingSince = System.nanoTime() | 1;
    out.write(octets, 0, length);
    writingSince = 0;
  }

  /** Closes when one write has lasted longer than this: the client does not take its replies. */
  void abortWhenStuck(long now, long nanos) {
    long since = writingSince;
    if (since != 0 && now - since > nanos) {
      close();
    }
  }

  /** Wakes the reader as if the client had closed. */
  void endInput() {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      close();
    }
  }

  /**
   * Lets the client read the last reply: a close with unread input would reset the connection and
   * may take the reply with it. Bounded in time and octets.
   */
  void farewell() throws IOException {
    flush();
    socket.shutdownOutput();
    long deadline = System.nanoTime() + FAREWELL_NANOS;
    int rest = FAREWELL_OCTETS;
    try {
      while (rest > 0) {
        start = 0;
        end = 0;
        if (!fill(deadline)) {
          return;
        }
        rest -= end;
      }
    } catch (SocketTimeoutException e) {
      // It had its chance.
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is freed all the same; the peer was gone.
    }
  }
}
