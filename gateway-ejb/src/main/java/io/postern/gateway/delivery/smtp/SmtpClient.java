package io.postern.gateway.delivery.smtp;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.NextHop;
import io.postern.mail.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;

/** The door: opens sessions with next hops. Thread-safe. */
public final class SmtpClient implements AutoCloseable {

  private final Supplier<String> ownName;
  private final Timeouts timeouts;
  private final Watchdog watchdog;

  /**
   * @param ownName what EHLO says (RFC 5321 section 4.1.1.1)
   */
  public SmtpClient(Supplier<String> ownName, Timeouts timeouts) {
    this.ownName = ownName;
    this.timeouts = timeouts;
    // A tenth of the shortest wait that matters, so that no wait is stretched much.
    this.watchdog = new Watchdog(shorter(Duration.ofSeconds(1), timeouts.quit().dividedBy(10)));
  }

  /** Connects to one of the host's addresses, in their order, and greets. Blocks. */
  public Opening open(NextHop nextHop) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(nextHop.host());
    } catch (UnknownHostException e) {
      return unopened("cannot resolve " + Printable.of(nextHop.host()));
    }
    String failure = "no address for " + Printable.of(nextHop.host());
    for (InetAddress address : addresses) {
      InetSocketAddress remote = new InetSocketAddress(address, nextHop.port());
      try {
        return greet(connect(remote), shown(remote));
      } catch (IOException e) {
        failure = "cannot connect to " + shown(remote) + ": " + Printable.of(e);
      }
    }
    return unopened(failure);
  }

  private SocketChannel connect(InetSocketAddress remote) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      // Commands and content are written whole; waiting for more only adds a delayed ACK's time.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(remote, Math.toIntExact(timeouts.connect().toMillis()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private Opening greet(SocketChannel channel, String remote) {
    Wire wire = new Wire(channel, watchdog);
    SmtpSession session = new SmtpSession(new Conversation(wire, timeouts), remote);
    try {
      Reply refusal = session.begin(ownName.get());
      if (refusal == null) {
        return new Opening.Opened(session);
      }
      session.quit();
      return new Opening.Unopened(new Outcome.TransientFailure(refusal));
    } catch (ConversationBroken e) {
      wire.close();
      return unopened(e.what() + ", before the session with " + remote + " began");
    } catch (RuntimeException e) {
      wire.close();
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
    watchdog.close();
  }
}
