package io.postern.gateway.selftest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.probe.Probes;
import io.postern.mail.Mailbox;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The client's side of the probe's session. Its own port is taken before it connects, so that the
 * gateway knows whom to expect.
 */
final class ProbeClient implements AutoCloseable {

  private static final int LONGEST_LINE = 1000;

  private final Socket socket = new Socket();
  private final InetSocketAddress server;
  private final Deadline deadline;

  private ProbeClient(InetSocketAddress server, Deadline deadline) {
    this.server = server;
    this.deadline = deadline;
  }

  /**
   * @param listener as it is bound; one that listens everywhere is reached by the loopback
   */
  static ProbeClient bound(InetSocketAddress listener, Deadline deadline) throws IOException {
    InetAddress address =
        listener.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : listener.getAddress();
    ProbeClient client =
        new ProbeClient(new InetSocketAddress(address, listener.getPort()), deadline);
    try {
      client.socket.bind(new InetSocketAddress(address, 0));
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  InetSocketAddress server() {
    return server;
  }

  /** Connects, and is greeted. */
  void greet() throws IOException, PartFailed {
    socket.connect(server, deadline.millisLeft());
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
    expect(220, "the connection");
    ask(250, "EHLO " + Probes.DOMAIN);
  }

  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  /** Sends, with the null reverse-path: nobody must get a report about a probe. */
  String send(Mailbox recipient, byte[] content) throws IOException, PartFailed {
    ask(250, "MAIL FROM:<> BODY=8BITMIME");
    ask(250, "RCPT TO:<" + recipient + ">");
    ask(354, "DATA");
    boolean lineBegin = true;
    for (byte octet : content) {
      if (lineBegin && octet == '.') {
        out.write('.'); // RFC 5321 section 4.5.2
      }
      out.write(octet);
      lineBegin = octet == '\n';
    }
    return ask(250, ".");
  }

  void quit() throws IOException, PartFailed {
    ask(221, "QUIT");
  }

  private String ask(int code, String command) throws IOException, PartFailed {
    out.write((command + "\r\n").getBytes(US_ASCII));
    out.flush();
    return expect(code, command.equals(".") ? "the final dot" : command);
  }

  private String expect(int code, String what) throws IOException, PartFailed {
    String line = line();
    while (line.length() > 3 && line.charAt(3) == '-') {
      line = line();
    }
    if (!line.startsWith(Integer.toString(code))) {
      throw new PartFailed(
          "%s was answered %s".formatted(what, line.isEmpty() ? "by closing" : line));
    }
    return line;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int octet = read();
    while (octet >= 0 && octet != '\n' && line.length() < LONGEST_LINE) {
      line.append(new String(new byte[] {(byte) octet}, ISO_8859_1));
      octet = read();
    }
    return line.toString().strip();
  }

  private int read() throws IOException {
    socket.setSoTimeout(deadline.millisLeft());
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
