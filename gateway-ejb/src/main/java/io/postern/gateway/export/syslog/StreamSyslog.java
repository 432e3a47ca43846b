package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.export.TargetTrust;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry.Syslog;
import io.postern.gateway.settings.ExportEntry.Transport;
import io.postern.text.Shown;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Messages with their length before each, over TCP (RFC 6587 section 3.4.1) or TLS (RFC 5425
 * section 4.3). A server says nothing by itself; what it sends is dropped, and its end is noticed
 * by that. What takes longer than it may is ended by closing the connection.
 */
final class StreamSyslog implements SyslogConnection {

  private static final Logger LOG = System.getLogger(StreamSyslog.class.getPackageName());
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SEND = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int BUFFER = 1 << 16;

  private final Socket plain;
  private final Socket spoken;
  private final OutputStream out;
  private final String server;
  private final Duration send;
  private volatile boolean ended;

  private StreamSyslog(Socket plain, Socket spoken, String server, Duration send)
      throws IOException {
    this.plain = plain;
    this.spoken = spoken;
    this.server = server;
    this.send = send;
    out = new BufferedOutputStream(spoken.getOutputStream(), BUFFER);
    InputStream in = spoken.getInputStream();
    Thread.ofPlatform().daemon().name("postern-syslog-" + server).start(() -> listen(in));
  }

  static StreamSyslog connect(Syslog syslog) throws TargetUnavailable {
    return connect(syslog, CONNECT, SEND);
  }

  /**
   * @param connect for the connection and the handshake, each
   * @param send for each batch
   */
  static StreamSyslog connect(Syslog syslog, Duration connect, Duration send)
      throws TargetUnavailable {
    String server = syslog.host() + ":" + syslog.port();
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(syslog.host(), syslog.port()), (int) connect.toMillis());
      plain.setKeepAlive(true);
    } catch (IOException e) {
      close(plain);
      throw unreachable(server, text(e), e);
    }
    try (SocketDeadline deadline = SocketDeadline.start(plain, connect)) {
      try {
        return new StreamSyslog(
            plain,
            syslog.transport() == Transport.TLS ? secured(syslog, plain) : plain,
            server,
            send);
      } catch (IOException e) {
        close(plain);
        throw unreachable(
            server,
            deadline.isPassed()
                ? "no handshake of TLS within %d s".formatted(connect.toSeconds())
                : text(e),
            e);
      } catch (TargetUnavailable e) {
        close(plain);
        throw e;
      }
    }
  }

  private static TargetUnavailable unreachable(String server, String why, IOException e) {
    return new TargetUnavailable("cannot connect to %s (%s)".formatted(server, why), e);
  }

  private static String text(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the name has no address";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : Shown.of(e);
  }

  private static SSLSocket secured(Syslog syslog, Socket plain)
      throws IOException, TargetUnavailable {
    SSLSocket secured =
        (SSLSocket)
            TargetTrust.context(syslog.authorities())
                .getSocketFactory()
                .createSocket(plain, syslog.host(), syslog.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    // RFC 5425 section 5.2: the name in the certificate is the one that was asked for.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private void listen(InputStream in) {
    byte[] dropped = new byte[1_024];
    try {
      while (in.read(dropped) >= 0) {
        LOG.log(Level.DEBUG, "export: {0} said something, which is ignored", server);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "export: the connection with %s ended".formatted(server), e);
    }
    ended = true;
  }

  @Override
  public void send(List<byte[]> messages) throws TargetUnavailable {
    try (SocketDeadline deadline = SocketDeadline.start(plain, send)) {
      try {
        refuseEnded();
        for (byte[] message : messages) {
          out.write((message.length + " ").getBytes(US_ASCII));
          out.write(message);
        }
        out.flush();
        refuseEnded();
      } catch (IOException e) {
        throw new TargetUnavailable(
            deadline.isPassed()
                ? "%s took no messages within %d s".formatted(server, send.toSeconds())
                : "the connection with %s broke (%s)".formatted(server, text(e)),
            e);
      }
    }
  }

  private void refuseEnded() throws IOException {
    if (ended) {
      throw new IOException("it was ended by the server");
    }
  }

  @Override
  public String description() {
    return spoken instanceof SSLSocket secured
        ? "connected to %s by %s, whose certificate is valid"
            .formatted(server, secured.getSession().getProtocol())
        : "connected to %s by TCP".formatted(server);
  }

  /** With a close_notify under TLS (RFC 5425 section 4.4), but without waiting for a server. */
  @Override
  public void close() {
    try (SocketDeadline _ = SocketDeadline.start(plain, CLOSE)) {
      close(spoken);
    }
    close(plain);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "export: a connection could not be closed", e);
    }
  }
}
