package io.postern.gateway.selftest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.probe.Probes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A next hop on the loopback that keeps what it is given. It greets only when it is let. */
final class ProbeSink implements AutoCloseable {

  private static final int LONGEST_LINE = 2000;
  private static final int LARGEST = 1 << 20;
  private static final int BACKLOG = 5;

  private final ServerSocket server;
  private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();
  private final CountDownLatch mayGreet = new CountDownLatch(1);
  private final BlockingQueue<byte[]> taken = new LinkedBlockingQueue<>();

  private ProbeSink(ServerSocket server) {
    this.server = server;
  }

  static ProbeSink open() throws IOException {
    ProbeSink sink = new ProbeSink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("selftest-sink").start(sink::accept);
    return sink;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  void letIn() {
    mayGreet.countDown();
  }

  /** Content as it came, dots unstuffed; empty when none came in time. */
  Optional<byte[]> await(Deadline deadline) throws InterruptedException {
    return Optional.ofNullable(taken.poll(deadline.millisLeft(), TimeUnit.MILLISECONDS));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sessions.add(socket);
        Thread.ofVirtual().name("selftest-sink-session").start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      mayGreet.await();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      say(out, "220 " + Probes.DOMAIN);
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        switch (line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT)) {
          case "EHLO" -> say(out, "250-selftest\r\n250 8BITMIME");
          case "DATA" -> {
            say(out, "354 go on");
            taken.add(content(in));
            say(out, "250 2.0.0 taken");
          }
          case "QUIT" -> {
            say(out, "221 2.0.0 bye");
            return;
          }
          default -> say(out, "250 2.0.0 ok");
        }
      }
    } catch (IOException e) {
      // Delivery went away; what it did not finish was not taken.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sessions.remove(socket);
    }
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(US_ASCII));
    out.flush();
  }

  /** With its line end; empty at the end of the connection. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0 && line.size() < LONGEST_LINE) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
      octet = in.read();
    }
    return line.toString(ISO_8859_1);
  }

  private static byte[] content(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String line = line(in); !line.equals(".\r\n"); line = line(in)) {
      if (line.isEmpty() || content.size() > LARGEST) {
        throw new IOException("no end of content");
      }
      content.writeBytes((line.startsWith(".") ? line.substring(1) : line).getBytes(ISO_8859_1));
    }
    return content.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
    mayGreet.countDown();
    for (Socket session : sessions) {
      session.close();
    }
  }
}
