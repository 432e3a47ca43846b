package io.postern.tests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends many messages over as few connections as the server lets it, with pipelining. */
final class FuzzClient implements AutoCloseable {

  private final InetSocketAddress server;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private boolean open;

  FuzzClient(InetSocketAddress server) {
    this.server = server;
  }

  /** The reply to the final dot, or the first that is none of 2xx and 354. */
  String send(String recipient, byte[] content) throws IOException {
    if (!open) {
      connect();
    }
    write("MAIL FROM:<a@example.org>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
    for (int i = 0; i < 3; i++) {
      String reply = reply();
      if (reply.charAt(0) != '2' && !reply.startsWith("354")) {
        close();
        return reply;
      }
    }
    socket.getOutputStream().write(SmtpClient.stuffed(content));
    String reply = reply();
    if (reply.charAt(0) != '2') {
      close(); // The server may have closed it, and nothing says so before the next command.
    }
    return reply;
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.connect(server, 10_000);
    socket.setSoTimeout(120_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    open = true;
    reply();
    write("EHLO fuzz.test\r\n");
    reply();
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String reply() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        open = false;
        throw new IOException("closed after " + line);
      }
      if (c == '\n') {
        if (line.length() < 4 || line.charAt(3) != '-') {
          return line.toString().strip();
        }
        line.setLength(0);
      } else {
        line.append((char) c);
      }
    }
  }

  @Override
  public void close() throws IOException {
    open = false;
    socket.close();
  }
}
