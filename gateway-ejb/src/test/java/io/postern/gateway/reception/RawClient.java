package io.postern.gateway.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** A client that sends exactly the octets it is told to; every char is one octet. */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress address) {
    this(address, 0);
  }

  /**
   * @param port of its own end; 0 for any
   */
  RawClient(InetSocketAddress address, int port) {
    try {
      socket =
          new Socket(
              address.getAddress(), address.getPort(), InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port for the client's own end. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends in one write. */
  RawClient send(String octets) {
    try {
      socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends and answers with the one reply. */
  String ask(String line) {
    return send(line + "\r\n").reply();
  }

  /** One reply, its lines joined by {@code |}; {@code closed} at the end of the connection. */
  String reply() {
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = line();
      lines.add(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return String.join("|", lines);
      }
    }
  }

  /** The first words of replies to come, as many as asked. */
  List<String> codes(int count) {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      codes.add(reply().split(" ", 2)[0]);
    }
    return codes;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    try {
      while (true) {
        int octet = in.read();
        if (octet < 0) {
          return line.isEmpty() ? "closed" : line + " cut off";
        }
        line.append((char) octet);
        if (line.length() >= 2 && line.charAt(line.length() - 2) == '\r' && octet == '\n') {
          return line.substring(0, line.length() - 2);
        }
      }
    } catch (SocketException e) {
      return "closed";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything until the connection ends. */
  List<String> rest() {
    List<String> replies = new ArrayList<>();
    for (String reply = reply(); !reply.equals("closed"); reply = reply()) {
      replies.add(reply);
    }
    return replies;
  }

  /** Greeting and EHLO done. */
  RawClient greet() {
    reply();
    ask("EHLO client.example.net");
    return this;
  }

  /** In the state after 354, for one recipient of ours. */
  RawClient untilContent() {
    greet();
    ask("MAIL FROM:<sender@example.net>");
    ask("RCPT TO:<user@example.com>");
    ask("DATA");
    return this;
  }

  RawClient closeOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection with RST instead of FIN. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
