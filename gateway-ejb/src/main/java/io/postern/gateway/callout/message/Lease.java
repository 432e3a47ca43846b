package io.postern.gateway.callout.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time for which objects are lent to one callout. After its end every one of them refuses to
 * work, whichever thread still holds it, and the streams opened through it are closed. Thread-safe.
 */
public final class Lease {

  private volatile boolean over;
  private @Nullable Set<InputStream> open;

  /**
   * @throws IllegalStateException when the time is over
   */
  public void check() {
    if (over) {
      throw new IllegalStateException("the callout's time is over");
    }
  }

  /** Ends it. Further calls have no effect. */
  public void end() {
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

  InputStream lend(InputStream stream) throws IOException {
    LentStream lent = new LentStream(this, stream);
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
    return lent;
  }

  private synchronized void returned(InputStream stream) {
    if (open != null) {
      open.remove(stream);
    }
  }

  /** Reads until the lease is over. */
  private static final class LentStream extends InputStream {

    private final Lease lease;
    private final InputStream source;

    LentStream(Lease lease, InputStream source) {
      this.lease = lease;
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      lease.check();
      return source.read();
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      lease.check();
      return source.read(octets, offset, length);
    }

    @Override
    public int available() throws IOException {
      lease.check();
      return source.available();
    }

    @Override
    public void close() throws IOException {
      lease.returned(source);
      source.close();
    }
  }
}
