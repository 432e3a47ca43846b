package io.postern.gateway.callout.message;

import io.postern.gateway.callout.worker.Revocable;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time for which one callout may use objects. After its end every one of them refuses to work,
 * whichever thread still holds it, and the streams opened through it are closed. Thread-safe.
 *
 * <p>Reading and interrupting exclude each other: an interrupt that meets a thread within a read of
 * a file channel closes that channel, and with it the message for everybody else.
 */
public class Lease implements Revocable {

  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean over;
  private volatile @Nullable UnparsableMessage defect;
  private @Nullable Set<InputStream> open;

  /**
   * @throws IllegalStateException when the time is over
   */
  public final void check() {
    if (over) {
      throw new IllegalStateException("the callout's time is over");
    }
  }

  /** Whether the time is over. */
  protected final boolean isOver() {
    return over;
  }

  /** Remembers that reading the message failed by its content, and returns the exception. */
  UnparsableMessage failedBy(UnparsableMessage unparsable) {
    defect = unparsable;
    return unparsable;
  }

  /** By what reading the message failed within this time; empty when it did not. */
  public final Optional<UnparsableMessage> defect() {
    return Optional.ofNullable(defect);
  }

  /** Ends it and interrupts the callout's thread, which gets no further octet. */
  @Override
  public final void end(Thread callout) {
    reading.lock();
    try {
      over = true;
      callout.interrupt();
    } finally {
      reading.unlock();
    }
  }

  /** Ends it, and closes the streams left open. Further calls have no effect. */
  @Override
  public final void end() {
    over = true;
    List<InputStream> left;
    synchronized (this) {
      if (open == null) {
        return;
      }
      left = new ArrayList<>(open);
      open = null;
    }
    for (InputStream stream : left) {
      try {
        stream.close();
      } catch (IOException e) {
        // It was only read from; what was read is in use or forgotten already.
        continue;
      }
    }
  }

  /** The same octets, as long as the time is not over; closed at its end. */
  InputStream guarded(InputStream stream) throws IOException {
    boolean tooLate;
    synchronized (this) {
      tooLate = over;
      if (!tooLate) {
        if (open == null) {
          open = new HashSet<>();
        }
        open.add(stream);
      }
    }
    if (tooLate) {
      stream.close();
      check();
    }
    return new LeasedStream(this, stream);
  }

  private synchronized void returned(InputStream stream) {
    if (open != null) {
      open.remove(stream);
    }
  }

  /** Reads until the lease is over. */
  private static final class LeasedStream extends InputStream {

    private final Lease lease;
    private final InputStream source;

    LeasedStream(Lease lease, InputStream source) {
      this.lease = lease;
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      lease.reading.lock();
      try {
        lease.check();
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("the callout's thread is interrupted");
        }
        return source.read(octets, offset, length);
      } finally {
        lease.reading.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      lease.returned(source);
      source.close();
    }
  }
}
