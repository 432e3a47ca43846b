package io.postern.tests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A plain SMTP client that shows every reply. */
final class SmtpClient implements AutoCloseable {

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  SmtpClient(InetSocketAddress server) throws IOException {
    this(server, null);
  }

  /**
   * @param from the address of this client; null for what the system takes
   */
  SmtpClient(InetSocketAddress server, @Nullable InetAddress from) throws IOException {
    if (from != null) {
      socket.bind(new InetSocketAddress(from, 0));
    }
    socket.connect(server, 10_000);
    // While nobody listens, a client of the same host can get the server's port, and meets itself.
    if (socket.getLocalPort() == server.getPort()) {
      socket.close();
      throw new ConnectException("connected to itself; nobody listens at " + server);
    }
    socket.setSoTimeout(120_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    expect(reply(), "220");
    expect(command("EHLO client.test"), "250");
  }

  /** Sends one line and returns the whole reply, lines joined by a line feed. */
  String command(String line) throws IOException {
    write(line + "\r\n");
    return reply();
  }

  /** MAIL, RCPT, DATA; the reply to the final dot, or the first one that refuses. */
  String send(String sender, String recipient, byte[] content) throws IOException {
    String reply = command("MAIL FROM:<" + sender + ">");
    if (!reply.startsWith("250")) {
      return reply;
    }
    reply = command("RCPT TO:<" + recipient + ">");
    if (!reply.startsWith("250")) {
      command("RSET");
      return reply;
    }
    reply = command("DATA");
    if (!reply.startsWith("354")) {
      return reply;
    }
    out.write(stuffed(content));
    out.flush();
    return reply();
  }

  /** Dot-stuffed and with the end of data (RFC 5321 section 4.5.2). */
  static byte[] stuffed(byte[] content) {
    java.io.ByteArrayOutputStream stuffed =
        new java.io.ByteArrayOutputStream(content.length + content.length / 64 + 5);
    boolean lineStart = true;
    for (byte b : content) {
      if (lineStart && b == '.') {
        stuffed.write('.');
      }
      stuffed.write(b);
      lineStart = b == '\n';
    }
    if (!lineStart) {
      throw new IllegalArgumentException("content must end in CRLF");
    }
    stuffed.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
    return stuffed.toByteArray();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  String reply() throws IOException {
    StringBuilder whole = new StringBuilder();
    while (true) {
      StringBuilder line = new StringBuilder();
      int c;
      while ((c = in.read()) != '\n') {
        if (c < 0) {
          throw new IOException("connection ended; so far: " + whole + line);
        }
        line.append((char) c);
      }
      String text = line.toString().stripTrailing();
      whole.append(whole.isEmpty() ? "" : "\n").append(text);
      if (text.length() < 4 || text.charAt(3) != '-') {
        return whole.toString();
      }
    }
  }

  private static void expect(String reply, String code) throws IOException {
    if (!reply.startsWith(code)) {
      throw new IOException("expected " + code + ", got " + reply);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
