package io.postern.gateway.export.syslog;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when something takes too long: a write to a server that reads nothing is ended by
 * nothing else. Closing this ends the watch.
 */
final class SocketDeadline implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SocketDeadline.class.getPackageName());

  private final Socket socket;
  private volatile boolean ended;
  private volatile boolean passed;

  private SocketDeadline(Socket socket) {
    this.socket = socket;
  }

  static SocketDeadline start(Socket socket, Duration time) {
    SocketDeadline deadline = new SocketDeadline(socket);
    Executor later =
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    later.execute(deadline::pass);
    return deadline;
  }

  private void pass() {
    if (!ended) {
      passed = true;
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "export: a connection could not be closed", e);
      }
    }
  }

  /** Whether it has closed the socket. */
  boolean isPassed() {
    return passed;
  }

  @Override
  public void close() {
    ended = true;
  }
}
