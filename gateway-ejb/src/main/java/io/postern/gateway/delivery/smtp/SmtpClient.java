package io.postern.gateway.delivery.smtp;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.postern.gateway.connection.Connection;
import io.postern.gateway.connection.ConnectionWatch;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.NextHop;
import io.postern.mail.Reply;
import io.postern.text.Shown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;

/** Entry point: opens sessions with next hops. Thread-safe. */
public final class SmtpClient implements AutoCloseable {

  /** Of each session: replies, and the commands of one transaction. */
  private static final Connection.Buffers BUFFERS = new Connection.Buffers(4 << 10, 8 << 10);

  private final Supplier<String> ownName;
  private final Timeouts timeouts;
  private final ConnectionWatch watch;

  /**
   * @param ownName what EHLO says (RFC 5321 section 4.1.1.1)
   */
  public SmtpClient(Supplier<String> ownName, Timeouts timeouts) {
    this.ownName = ownName;
    this.timeouts = timeouts;
    // A tenth of the shortest wait that matters, so that no wait is stretched much.
    Duration period = shorter(Duration.ofSeconds(1), timeouts.quit().dividedBy(10));
    this.watch = new ConnectionWatch("delivery-watch", period, () -> 1);
    watch.start();
  }

  /** Connects to one of the host's addresses, in their order, and greets. Blocks. */
  public Opening open(NextHop nextHop) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(nextHop.host());
    } catch (UnknownHostException e) {
      return unopened("cannot resolve " + Shown.of(nextHop.host(), 300));
    }
    String failure = "no address for " + Shown.of(nextHop.host(), 300);
    for (InetAddress address : addresses) {
      InetSocketAddress remote = new InetSocketAddress(address, nextHop.port());
      try {
        return greet(connect(remote), shown(remote));
      } catch (IOException e) {
        failure = "cannot connect to " + shown(remote) + ": " + Shown.of(e);
      }
    }
    return unopened(failure);
  }

  private Connection connect(InetSocketAddress remote) throws IOException {
    Socket socket = new Socket();
    try {
      // Commands and content are written whole; waiting for more only adds a delayed ACK's time.
      socket.setTcpNoDelay(true);
      socket.connect(remote, Math.toIntExact(timeouts.connect().toMillis()));
      return new Connection(socket, watch, BUFFERS, timeouts.greeting().toNanos());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Opening greet(Connection connection, String remote) {
    OutgoingSession session = new OutgoingSession(new Conversation(connection, timeouts), remote);
    try {
      Reply refusal = session.begin(ownName.get());
      if (refusal == null) {
        return new Opening.Opened(session);
      }
      session.quit();
      return new Opening.Unopened(new Outcome.TransientFailure(refusal));
    } catch (ConversationBroken e) {
      session.close();
      return unopened(e.what() + ", before the session with " + remote + " began");
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static Opening unopened(String what) {
    return new Opening.Unopened(new Outcome.NoReply(what));
  }

  private static String shown(InetSocketAddress remote) {
    return HostAndPort.fromParts(InetAddresses.toAddrString(remote.getAddress()), remote.getPort())
        .toString();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Ends all sessions at once, whatever they are doing. */
  @Override
  public void close() {
    watch.close();
  }
}
