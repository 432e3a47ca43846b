package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A server on the loopback address that takes messages with their length before each, and can
 * behave badly.
 */
final class SyslogServer implements AutoCloseable {

  /** What is done with a connection. */
  enum Manner {
    /** Takes all. */
    READS,
    /** Takes nothing, and leaves the connection open. */
    HANGS,
    /** Takes some messages and resets the connection. */
    RESETS
  }

  static final int BEFORE_RESET = 50;

  private final ServerSocket socket;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile Manner manner;

  /**
   * @param port 0 for a free one
   */
  SyslogServer(int port, Optional<SSLContext> tls, Manner manner) throws IOException {
    this.manner = manner;
    socket =
        tls.isPresent()
            ? tls.get().getServerSocketFactory().createServerSocket()
            : new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  void behave(Manner next) {
    manner = next;
  }

  List<String> messages() {
    return messages;
  }

  /** How many connections were read to their end and are closed. */
  int ended() {
    return ended.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        if (manner != Manner.HANGS) {
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    read(connection);
                    ended.incrementAndGet();
                  });
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void read(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      int taken = 0;
      for (Optional<String> message = next(in); message.isPresent(); message = next(in)) {
        messages.add(message.get());
        if (manner == Manner.RESETS && ++taken == BEFORE_RESET) {
          connection.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      // It ended.
    }
  }

  /** RFC 6587 section 3.4.1. */
  private static Optional<String> next(InputStream in) throws IOException {
    int length = 0;
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c != ' '; c = in.read()) {
      if (c < '0' || c > '9') {
        throw new IOException("no length but " + c);
      }
      length = length * 10 + c - '0';
    }
    byte[] message = in.readNBytes(length);
    return message.length == length ? Optional.of(new String(message, UTF_8)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
