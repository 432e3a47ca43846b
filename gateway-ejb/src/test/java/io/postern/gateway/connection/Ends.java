package io.postern.gateway.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Both ends of a TCP connection over the loopback: {@code ours} is under test and watched, {@code
 * peer} is as well a connection, of a patient watch.
 */
final class Ends implements AutoCloseable {

  static final Duration SOON = Duration.ofMillis(100);
  static final Duration LONG = Duration.ofSeconds(40);

  private final ConnectionWatch watch;
  private final ConnectionWatch patient;
  final Socket peerSocket;
  final Connection ours;
  final Connection peer;

  private Ends(int divisor) throws IOException {
    watch = new ConnectionWatch("test-watch", Duration.ofMillis(10), () -> divisor);
    patient = new ConnectionWatch("test-patient-watch", Duration.ofSeconds(1), () -> 1);
    watch.start();
    patient.start();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      peerSocket = new Socket(listener.getInetAddress(), listener.getLocalPort());
      Connection.Buffers buffers = new Connection.Buffers(256, 64);
      ours = new Connection(listener.accept(), watch, buffers, LONG.toNanos());
      peer = new Connection(peerSocket, patient, buffers, LONG.toNanos());
    }
  }

  static Ends connected() {
    return withDivisor(1);
  }

  static Ends withDivisor(int divisor) {
    try {
      return new Ends(divisor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] octets(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static void send(Connection connection, String text) throws IOException {
    connection.gather(octets(text));
    connection.flush();
  }

  /** So many octets of what comes. */
  static String receive(Connection connection, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    IoDeadline deadline = IoDeadline.in(LONG);
    for (int i = 0; i < count; i++) {
      text.append((char) connection.read(deadline));
    }
    return text.toString();
  }

  /** Waits until so many octets stand in the read buffer. */
  static void hold(Connection connection, int count) throws IOException {
    while (connection.end() - connection.start() < count) {
      connection.fill(IoDeadline.in(LONG));
    }
  }

  /** Closes all connections of the watch under test. */
  void endWatch() {
    watch.close();
  }

  @Override
  public void close() {
    watch.close();
    patient.close();
  }
}
