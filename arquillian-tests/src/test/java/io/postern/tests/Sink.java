package io.postern.tests;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A next hop that remembers the fingerprint of everything it took, by the ledger number in the
 * content's {@code X-Ledger} field.
 */
final class Sink implements NextHop {

  private final ServerSocket server;
  private final Map<String, Queue<String>> taken = new ConcurrentHashMap<>();
  private final Queue<byte[]> unnumbered = new ConcurrentLinkedQueue<>();
  private volatile Function<String, Optional<String>> answerToRecipient = line -> Optional.empty();
  private volatile boolean keepContents;
  private volatile @Nullable BiConsumer<String, byte[]> taker;

  Sink() {
    this(0);
  }

  Sink(int port) {
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::acceptAll);
  }

  /** What the sink replies to a RCPT line, where it is not 250. */
  void answerRecipients(Function<String, Optional<String>> answer) {
    answerToRecipient = answer;
  }

  /** Keeps the octets of everything from now on, for tests that look into messages. */
  void keepContents() {
    keepContents = true;
  }

  /** Gives recipient and octets of everything from now on to this, and remembers none of it. */
  void handOver(BiConsumer<String, byte[]> taker) {
    this.taker = taker;
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public int messages() {
    return taken.values().stream().mapToInt(Queue::size).sum();
  }

  @Override
  public Map<String, Queue<String>> taken() {
    return taken;
  }

  /** Fingerprints of one ledger number, in the order of arrival. */
  List<String> taken(String number) {
    Queue<String> fingerprints = taken.get(number);
    return fingerprints == null ? List.of() : List.copyOf(fingerprints);
  }

  /**
   * Contents without a ledger number, such as reports; all contents after {@link #keepContents}.
   */
  List<byte[]> contents() {
    return List.copyOf(unnumbered);
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 32 << 10);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 4 << 10)) {
      say(in, out, "220 sink.test");
      String line;
      int recipients = 0;
      String recipient = "";
      while ((line = readLine(in)) != null) {
        String verb =
            line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
        switch (verb) {
          case "EHLO" ->
              say(in, out, "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE");
          case "RCPT" -> {
            Optional<String> refusal = answerToRecipient.apply(line);
            recipients += refusal.isEmpty() ? 1 : 0;
            recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            say(in, out, refusal.orElse("250 2.1.5 ok"));
          }
          case "DATA" -> {
            if (recipients == 0) {
              say(in, out, "503 5.5.1 no recipient");
              continue;
            }
            recipients = 0;
            say(in, out, "354 go on");
            take(recipient, readContent(in));
            say(in, out, "250 2.0.0 taken");
          }
          case "QUIT" -> {
            say(in, out, "221 2.0.0 bye");
            out.flush();
            return;
          }
          default -> say(in, out, "250 2.0.0 ok");
        }
      }
    } catch (IOException e) {
      // The client is gone; what it did not finish does not count as taken.
    }
  }

  private static void say(InputStream in, OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    if (in.available() == 0) {
      out.flush();
    }
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0) {
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) c);
    }
    return null;
  }

  /**
   * Undoes dot-stuffing; demands CRLF everywhere, so that a bare LF would show as an endless
   * content.
   */
  private static byte[] readContent(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(16 << 10);
    boolean lineStart = true;
    int previous = '\n';
    int c;
    while ((c = in.read()) >= 0) {
      if (lineStart && c == '.') {
        int next = in.read();
        if (next == '\r') {
          int last = in.read();
          if (last == '\n') {
            return content.toByteArray();
          }
          throw new IOException("bare CR after a dot");
        }
        content.write(next);
        previous = next;
        lineStart = false;
        continue;
      }
      if (c == '\n' && previous != '\r') {
        throw new IOException("bare LF in content");
      }
      content.write(c);
      lineStart = c == '\n';
      previous = c;
    }
    throw new IOException("ended within content");
  }

  private void take(String recipient, byte[] content) {
    BiConsumer<String, byte[]> to = taker;
    if (to != null) {
      to.accept(recipient, content);
      return;
    }
    String head =
        new String(content, 0, Math.min(content.length, 8 << 10), StandardCharsets.ISO_8859_1);
    int at = head.indexOf("\r\nX-Ledger: ");
    int end = at < 0 ? -1 : head.indexOf("\r\n", at + 12);
    if (at < 0 || end < 0 || head.indexOf("\r\n\r\n") < at) {
      unnumbered.add(content);
      return;
    }
    if (keepContents) {
      unnumbered.add(content);
    }
    taken
        .computeIfAbsent(head.substring(at + 12, end), number -> new ConcurrentLinkedQueue<>())
        .add(Digest.withoutTrace(content));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
