package io.postern.gateway.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The octets to and from a next hop, with a deadline for each step. Used by one thread. */
final class Wire implements AutoCloseable {

  private static final int COMMANDS = 8 << 10;
  private static final int REPLIES = 4 << 10;

  private final SocketChannel channel;
  private final Watchdog watchdog;
  private final ByteBuffer out = ByteBuffer.allocateDirect(COMMANDS);
  private final ByteBuffer in = ByteBuffer.allocateDirect(REPLIES).limit(0);

  /** In the clock of {@link System#nanoTime}; 0 when no step runs. */
  private volatile long deadline;

  private volatile boolean overdue;

  /** Why this side closed it. */
  private volatile String whyClosed = "connection given up, the gateway is stopping";

  private @Nullable InputStream arrived;

  Wire(SocketChannel channel, Watchdog watchdog) {
    this.channel = channel;
    this.watchdog = watchdog;
    watchdog.watch(this);
  }

  /** Begins a step: all of it must be done within the time. */
  void within(Duration limit) {
    long at = System.nanoTime() + limit.toNanos();
    deadline = at == 0 ? 1 : at;
  }

  void endIfOverdue(long now) {
    long at = deadline;
    if (at != 0 && now - at > 0) {
      overdue = true;
      close();
    }
  }

  /** Ends the step. */
  void done() {
    deadline = 0;
  }

  /** Adds to the commands to be sent; what does not fit the buffer goes out at once. */
  Wire say(String text) {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (!out.hasRemaining()) {
        flush();
      }
      out.put(octet);
    }
    return this;
  }

  void flush() {
    out.flip();
    write(out);
    out.clear();
  }

  /** Writes the buffer whole. */
  void write(ByteBuffer octets) {
    try {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** The next octet, 0 to 255. */
  int read() {
    if (!in.hasRemaining()) {
      fill();
    }
    return in.get() & 0xff;
  }

  /** Whether something has arrived that was not read yet; never waits. */
  boolean hasUnread() {
    if (in.hasRemaining()) {
      return true;
    }
    try {
      if (arrived == null) {
        arrived = channel.socket().getInputStream();
      }
      return arrived.available() > 0;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void fill() {
    in.clear();
    try {
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        throw new ConversationBroken("connection closed by the server", true);
      }
    } catch (IOException e) {
      in.limit(0);
      throw broken(e);
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private ConversationBroken broken(IOException e) {
    if (overdue) {
      return new ConversationBroken("timed out", false);
    }
    if (e instanceof AsynchronousCloseException || !channel.isOpen()) {
      return new ConversationBroken(whyClosed, false);
    }
    return new ConversationBroken("connection lost (" + Printable.of(e) + ")", true);
  }

  /**
   * Closes and forgets what was received; called by the thread that uses it.
   *
   * @param why what the next use raises
   */
  void close(String why) {
    whyClosed = why;
    in.clear().limit(0);
    close();
  }

  @Override
  public void close() {
    watchdog.forget(this);
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing depends on it: the descriptor is released in any case.
      return;
    }
  }
}
