package io.postern.gateway.export.syslog;

import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry.Syslog;
import io.postern.text.Shown;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A message in a datagram each, RFC 5426. Only a server that is on and says that nothing listens is
 * noticed, and that not at once.
 */
final class DatagramSyslog implements SyslogConnection {

  private final DatagramSocket socket;
  private final String description;

  private DatagramSyslog(DatagramSocket socket, String description) {
    this.socket = socket;
    this.description = description;
  }

  static DatagramSyslog connect(Syslog syslog) throws TargetUnavailable {
    String server = syslog.host() + ":" + syslog.port();
    InetSocketAddress address = new InetSocketAddress(syslog.host(), syslog.port());
    if (address.isUnresolved()) {
      throw new TargetUnavailable("%s has no address".formatted(syslog.host()), null);
    }
    try {
      DatagramSocket socket = new DatagramSocket();
      try {
        socket.connect(address);
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
      return new DatagramSyslog(socket, "messages go to %s by UDP".formatted(server));
    } catch (IOException e) {
      throw new TargetUnavailable("cannot send to %s (%s)".formatted(server, Shown.of(e)), e);
    }
  }

  @Override
  public void send(List<byte[]> messages) throws TargetUnavailable {
    try {
      for (byte[] message : messages) {
        socket.send(new DatagramPacket(message, message.length));
      }
    } catch (IOException e) {
      throw new TargetUnavailable("cannot send a datagram (%s)".formatted(Shown.of(e)), e);
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    socket.close();
  }
}
