package io.postern.gateway.delivery.smtp;

import io.postern.gateway.routing.NextHop;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server that says what it is told to say, and keeps every octet that it was sent. */
public final class ScriptedServer implements AutoCloseable {

  /** What is done with one connection; it is closed at the end. */
  @FunctionalInterface
  public interface Script {
    void play(Line line) throws IOException, InterruptedException;
  }

  /** A connection from the server's side. Octets are ISO 8859-1 text. */
  public static final class Line {
    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final int number;

    Line(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.number = number;
    }

    /** Counted from 1. */
    public int number() {
      return number;
    }

    public Line say(String octets) throws IOException {
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    /** Reads up to and with CRLF; returns it without. Raises at the end of the stream. */
    public String hear() throws IOException {
      StringBuilder line = new StringBuilder();
      while (line.length() < 2 || line.charAt(line.length() - 2) != '\r') {
        line.append(octet());
        while (line.charAt(line.length() - 1) != '\n') {
          line.append(octet());
        }
      }
      return line.substring(0, line.length() - 2);
    }

    /** Reads a command and replies. */
    public String answer(String reply) throws IOException {
      String command = hear();
      say(reply + "\r\n");
      return command;
    }

    /** Reads content up to the final dot; returns it as it came, with the dot. */
    public String hearContent() throws IOException {
      StringBuilder content = new StringBuilder("\r\n");
      while (content.length() < 5 || !content.substring(content.length() - 5).equals("\r\n.\r\n")) {
        content.append(octet());
      }
      return content.substring(2);
    }

    private char octet() throws IOException {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the client has closed");
      }
      received.write(octet);
      return (char) octet;
    }

    /** Everything read so far. */
    public String received() {
      return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** Makes the end of the connection a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private final ServerSocket socket;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket socket) {
    this.socket = socket;
  }

  public static ScriptedServer playing(Script script) throws IOException {
    return playing(0, script);
  }

  public static ScriptedServer playing(int port, Script script) throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> server.serve(script));
    return server;
  }

  /** A well-behaved server, some of whose replies are replaced. */
  public static ScriptedServer wellBehaved(List<String> capabilities, UnaryOperator<String> reply)
      throws IOException {
    return playing(line -> converse(line, capabilities, reply));
  }

  /** Serves a session; {@code reply} may replace the usual reply to a command. */
  public static void converse(Line line, List<String> capabilities, UnaryOperator<String> reply)
      throws IOException {
    line.say("220 test ready\r\n");
    while (true) {
      String command = line.hear();
      String verb = command.length() < 4 ? command : command.substring(0, 4);
      String said = reply.apply(command);
      if (said != null && !said.isEmpty()) {
        line.say(said + "\r\n");
      } else {
        line.say(usual(verb, capabilities));
      }
      boolean input = verb.equals("DATA") && (said == null || said.startsWith("354"));
      if (input) {
        line.hearContent();
        String last = reply.apply(".");
        line.say((last == null ? "250 2.0.0 taken" : last) + "\r\n");
      }
      if (verb.equals("QUIT")) {
        return;
      }
    }
  }

  private static String usual(String verb, List<String> capabilities) {
    return switch (verb) {
      case "EHLO" -> {
        List<String> lines = new ArrayList<>(List.of("test"));
        lines.addAll(capabilities);
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
          said.append(i == lines.size() - 1 ? "250 " : "250-").append(lines.get(i)).append("\r\n");
        }
        yield said.toString();
      }
      case "DATA" -> "354 go ahead\r\n";
      case "QUIT" -> "221 2.0.0 bye\r\n";
      default -> "250 2.1.0 fine\r\n";
    };
  }

  private void serve(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        accepted.setTcpNoDelay(true);
        open.add(accepted);
        int number = connections.incrementAndGet();
        Line line = new Line(accepted, number);
        lines.add(line);
        Thread.ofVirtual().start(() -> play(script, line, accepted));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Script script, Line line, Socket accepted) {
    try (accepted) {
      script.play(line);
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      // The client or the test has ended the conversation; what was received is what counts.
      return;
    } finally {
      open.remove(accepted);
    }
  }

  public NextHop nextHop() {
    return new NextHop("127.0.0.1", socket.getLocalPort());
  }

  public int connections() {
    return connections.get();
  }

  /** Connections so far, in their order. */
  public List<Line> lines() {
    return lines;
  }

  /** For scripts that are to be silent: returns when the test is over. */
  public void silence() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() throws IOException {
    ended.countDown();
    socket.close();
    for (Socket accepted : open) {
      accepted.close();
    }
  }
}
