package io.postern.tests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Plays a dialogue of the public cases with the gateway. Lines of a file: {@code from ADDRESS}
 * binds the next connection, {@code C} sends a line, {@code c} text as it is, {@code S} reads a
 * reply whose begin has to match, {@code F} sends a file as content, {@code R} a file as it is,
 * {@code N} opens another connection, {@code K} awaits the server's close, {@code B} sends so many
 * octets of text.
 */
final class CaseDialogue implements AutoCloseable {

  private static final int PATIENCE = 40_000;
  private static final String GREETING = "220|4..|5..";
  private static final byte[] LINE =
      CaseText.octetsOf("The quick brown fox jumps over the lazy dog, again and again.\r\n");

  private final InetSocketAddress server;
  private final Path folder;
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();
  private String from = "127.0.0.1";
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  private CaseDialogue(InetSocketAddress server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * What came back in a dialogue.
   *
   * @param unexpected replies that did not match, each with what was expected
   * @param replies all of them
   */
  record Result(List<String> unexpected, List<String> replies) {}

  static Result play(InetSocketAddress server, Path file) {
    try {
      return play(server, folder(file), Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent(), "folder of a case");
  }

  /** Sends a file as content by the cases' usual envelope; the reply to the final dot is last. */
  static Result send(InetSocketAddress server, Path content, String recipient) {
    return play(
        server,
        folder(content),
        List.of(
            "C EHLO client.example.org",
            "S 250",
            "C MAIL FROM:<s@example.org>",
            "S 250",
            "C RCPT TO:<" + recipient + ">",
            "S 250",
            "C DATA",
            "S 354",
            "F " + content.getFileName(),
            "S 250"));
  }

  private static Result play(InetSocketAddress server, Path folder, List<String> lines) {
    try (CaseDialogue dialogue = new CaseDialogue(server, folder)) {
      for (String line : lines) {
        if (!line.isBlank() && !line.startsWith("#")) {
          int blank = line.indexOf(' ');
          dialogue.step(
              blank < 0 ? line : line.substring(0, blank),
              blank < 0 ? "" : line.substring(blank + 1));
        }
      }
      return new Result(List.copyOf(dialogue.unexpected), List.copyOf(dialogue.replies));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step(String operation, String rest) throws IOException {
    if (operation.equals("from")) {
      from = rest.strip();
      return;
    }
    if (!socket.isConnected()) {
      connect();
    }
    switch (operation) {
      case "C" -> send(CaseText.octets(rest + "\\r\\n"));
      case "c" -> send(CaseText.octets(rest));
      case "S" -> expect(rest.strip());
      case "F" -> send(CaseText.stuffed(Files.readAllBytes(folder.resolve(rest.strip()))));
      case "R" -> send(Files.readAllBytes(folder.resolve(rest.strip())));
      case "N" -> connect();
      case "B" -> {
        for (int sent = 0; sent < Integer.parseInt(rest.strip()); sent += LINE.length) {
          send(LINE);
        }
      }
      case "K" -> {
        if (!line().isEmpty()) {
          unexpected.add("still open, expected a close");
        }
      }
      default -> throw new IllegalArgumentException("unknown operation " + operation);
    }
  }

  private void connect() throws IOException {
    close();
    socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(server, PATIENCE);
    socket.setSoTimeout(PATIENCE);
    in = new BufferedInputStream(socket.getInputStream());
    expect(GREETING);
  }

  /** A server that has closed is seen at the next reply. */
  private void send(byte[] octets) {
    try {
      socket.getOutputStream().write(octets);
    } catch (IOException e) {
      replies.add("(cannot send: " + e.getMessage() + ")");
    }
  }

  private void expect(String pattern) {
    StringBuilder reply = new StringBuilder();
    String line;
    do {
      line = line();
      reply.append(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    replies.add(reply.toString());
    if (!Pattern.compile("(?:" + pattern + ")").matcher(reply).lookingAt()) {
      unexpected.add("'" + reply.toString().strip() + "', expected " + pattern);
    }
  }

  /** Empty when the server has closed. */
  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        line.write(octet);
        if (octet == '\n') {
          break;
        }
      }
    } catch (IOException e) {
      return ""; // reset: closed as well
    }
    return CaseText.text(line.toByteArray());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
