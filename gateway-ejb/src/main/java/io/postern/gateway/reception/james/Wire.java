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
 * deadlines; a read or write that does not end in time is ended by {@link #endWhenLate} from
 * outside, as a timer for each read costs more than the read.
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
  private volatile long readingUntil;
  private volatile boolean late;

  /** Written before {@link #readingUntil} is. */
  private long readingUntilWhenScarce;

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
   * @return whether there is more; not when the client has closed
   * @throws SocketTimeoutException when the deadline passes first; noticed up to a second late
   */
  boolean fill(Deadline deadline) throws IOException {
    flush();
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == input.length) {
      System.arraycopy(input, start, input, 0, end - start);
      end -= start;
      start = 0;
    }
    if (deadline.at() - System.nanoTime() <= 0) {
      throw new SocketTimeoutException();
    }
    readingUntilWhenScarce = deadline.atWhenScarce();
    readingUntil = deadline.at() | 1;
    int read = in.read(input, end, input.length - end);
    readingUntil = 0;
    if (read < 0) {
      if (late) {
        throw new SocketTimeoutException(); // It is the end that the watch made.
      }
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

  /**
   * To be called about every second. Ends the input when a read has missed its deadline, and closes
   * when one write has lasted longer than the given time: the client does not take its replies.
   */
  void endWhenLate(long now, long writeNanos, boolean scarce) {
    long until = readingUntil;
    if (until != 0 && (until - now < 0 || (scarce && readingUntilWhenScarce - now < 0))) {
      late = true;
      endInput();
    }
    long since = writingSince;
    if (since != 0 && now - since > (scarce ? writeNanos / 10 : writeNanos)) {
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
    Deadline deadline = Deadline.in(FAREWELL_NANOS);
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
