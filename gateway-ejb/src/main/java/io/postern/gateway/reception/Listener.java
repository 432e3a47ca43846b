package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One bound address; accepts on a thread of its own. */
final class Listener implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Listener.class.getPackageName());
  private static final int BACKLOG = 1024;

  /** Descriptors may have run out: without a pause this would only turn the processor. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Settings.Listener settings;
  private final ServerSocket socket;
  private volatile @Nullable Thread accepting;
  private volatile boolean closing;

  /** A connection of our own, see {@link #answers}; 0 for none. */
  private volatile int probePort;

  private volatile CountDownLatch probed = new CountDownLatch(0);

  private Listener(Settings.Listener settings, ServerSocket socket) {
    this.settings = settings;
    this.socket = socket;
  }

  /**
   * Binds.
   *
   * @throws ListenerUnavailable when that fails
   */
  static Listener bind(Settings.Listener settings) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(
            new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()),
            BACKLOG);
        return new Listener(settings, socket);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ListenerUnavailable(
          "reception: cannot bind listener "
              + settings.name()
              + " to "
              + settings.address()
              + " port "
              + settings.port()
              + " ("
              + e.getMessage()
              + "); choose another address or port, or stop what holds it",
          e);
    }
  }

  /** Begins to accept; each connection is handed over with the listener's settings. */
  void start(BiConsumer<Settings.Listener, Socket> taker) {
    accepting =
        UninterruptibleThread.started("smtp-accept-" + settings.name(), () -> accept(taker));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void accept(BiConsumer<Settings.Listener, Socket> taker) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        if (probePort == 0 || !isProbe(connection)) {
          taker.accept(settings, connection);
        }
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          LOG.log(
              System.Logger.Level.ERROR,
              "reception: cannot accept on listener "
                  + settings.name()
                  + " ("
                  + e.getMessage()
                  + "); trying again in a second");
          LockSupport.parkNanos(this, PAUSE);
        }
      }
    }
  }

  /** Its name, when its thread has ended although nobody closed it. */
  Optional<String> ended() {
    Thread acceptor = accepting;
    return closing || acceptor == null || acceptor.isAlive()
        ? Optional.empty()
        : Optional.of(acceptor.getName());
  }

  /**
   * Connects to itself: whether the system takes the connection and the thread sees it, within the
   * limit. No session begins. When no connection can be made at all, as when the address has left
   * this machine, the answer is that the thread lives.
   */
  boolean answers(Duration limit) throws InterruptedException {
    InetSocketAddress bound = address();
    InetAddress to =
        bound.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : bound.getAddress();
    try (Socket probe = new Socket()) {
      probe.bind(null);
      CountDownLatch seen = new CountDownLatch(1);
      probed = seen;
      probePort = probe.getLocalPort();
      probe.connect(new InetSocketAddress(to, bound.getPort()), (int) limit.toMillis());
      return seen.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      return ended().isEmpty();
    } finally {
      probePort = 0;
    }
  }

  /** Only a process of this machine can have this address, and only ours this port now. */
  private boolean isProbe(Socket connection) throws IOException {
    if (connection.getPort() != probePort
        || !connection.getInetAddress().equals(connection.getLocalAddress())) {
      return false;
    }
    connection.close();
    probed.countDown();
    return true;
  }

  /** Returns when no connection can be made any more. */
  @Override
  public void close() {
    closing = true;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "reception: listener " + settings.name() + " did not close (" + e.getMessage() + ")");
    }
    Thread acceptor = accepting;
    if (acceptor != null) {
      // The kernel goes on listening until the thread has left its call.
      LockSupport.unpark(acceptor);
      try {
        acceptor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
