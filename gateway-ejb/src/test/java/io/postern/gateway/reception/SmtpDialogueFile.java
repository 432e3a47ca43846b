package io.postern.gateway.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.gateway.disposition.Outcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds the conversation of a {@code .smtp} file with a server, and says which replies were not
 * expected. Knows nothing of the gateway, so that it can be used against any server. For one file.
 *
 * <p>A line of the file is an operation, a blank and its text. Lines that are empty or begin with
 * {@code #} are passed over. Texts to be sent are escaped: {@code \r \n \t \0 \xNN \\ \" \'}.
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><td>{@code from A}</td><td>the next connection comes from address A</td></tr>
 * <tr><td>{@code C text}</td><td>send the text and CRLF</td></tr>
 * <tr><td>{@code c text}</td><td>send the text as it is</td></tr>
 * <tr><td>{@code S pattern}</td><td>read one reply, which must begin so</td></tr>
 * <tr><td>{@code F file}</td><td>send a file as content: dots stuffed, with the final dot</td></tr>
 * <tr><td>{@code N}</td><td>a new connection</td></tr>
 * <tr><td>{@code K}</td><td>the server has to close the connection now</td></tr>
 * <tr><td>{@code B octets}</td><td>send so many octets of short lines of text</td></tr>
 * </table>
 */
public final class SmtpDialogueFile {

  private static final int READ_MILLIS = 40_000;
  private static final String TEXT =
      "The quick brown fox jumps over the lazy dog, again and again, all day.\r\n";

  /**
   * @param lines all that was sent ({@code C}) and came back ({@code S})
   * @param unexpected the lines of {@code S} that were not expected
   */
  public record Outcome(List<String> lines, List<String> unexpected) {

    public boolean isAsExpected() {
      return unexpected.isEmpty();
    }
  }

  private final Path folder;
  private final InetSocketAddress server;
  private final List<String> lines = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private Optional<InetAddress> source = Optional.empty();
  private Optional<Connection> connection = Optional.empty();

  private SmtpDialogueFile(Path folder, InetSocketAddress server) {
    this.folder = folder;
    this.server = server;
  }

  private record Connection(Socket socket, InputStream in) {}

  /** Holds the conversation of a file. */
  public static Outcome play(Path file, InetSocketAddress server) throws IOException {
    return play(Files.readString(file, ISO_8859_1).lines().toList(), folderOf(file), server);
  }

  /** Sends a file as the content of one message, by this envelope. */
  public static Outcome send(Path file, String from, String to, InetSocketAddress server)
      throws IOException {
    List<String> script =
        List.of(
            "C EHLO client.example.org",
            "S 250",
            "C MAIL FROM:<" + from + ">",
            "S 250",
            "C RCPT TO:<" + to + ">",
            "S 250",
            "C DATA",
            "S 354",
            "F " + file.getFileName(),
            "S 250",
            "C QUIT",
            "S 221");
    return play(script, folderOf(file), server);
  }

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().resolveSibling("");
  }

  private static Outcome play(List<String> script, Path folder, InetSocketAddress server)
      throws IOException {
    SmtpDialogueFile dialogue = new SmtpDialogueFile(folder, server);
    try {
      for (String line : script) {
        if (!line.isBlank() && !line.startsWith("#")) {
          dialogue.step(line);
        }
      }
      return new Outcome(List.copyOf(dialogue.lines), List.copyOf(dialogue.unexpected));
    } finally {
      dialogue.disconnect();
    }
  }

  private void step(String line) throws IOException {
    int blank = line.indexOf(' ');
    String operation = blank < 0 ? line : line.substring(0, blank);
    String text = blank < 0 ? "" : line.substring(blank + 1);
    switch (operation) {
      case "from" -> source = Optional.of(InetAddress.ofLiteral(text.strip()));
      case "N" -> connect();
      case "C" -> send(unescaped(text + "\\r\\n"), text);
      case "c" -> send(unescaped(text), text);
      case "S" -> expect(text.strip());
      case "F" ->
          send(stuffed(Files.readAllBytes(folder.resolve(text.strip()))), "<" + text.strip() + ">");
      case "B" -> {
        int count = Integer.parseInt(text.strip());
        send(TEXT.repeat(count / TEXT.length()).getBytes(ISO_8859_1), "<" + count + " octets>");
      }
      case "K" -> expectClosed();
      default -> throw new IllegalArgumentException("unknown operation: " + line);
    }
  }

  private Connection connected() throws IOException {
    if (connection.isEmpty()) {
      connect();
    }
    return connection.orElseThrow();
  }

  private void connect() throws IOException {
    disconnect();
    Socket socket = new Socket();
    if (source.isPresent()) {
      socket.bind(new InetSocketAddress(source.get(), 0));
    }
    socket.connect(server, READ_MILLIS);
    socket.setSoTimeout(READ_MILLIS);
    connection =
        Optional.of(new Connection(socket, new BufferedInputStream(socket.getInputStream())));
    expect("220|4..|5..");
  }

  private void disconnect() throws IOException {
    if (connection.isPresent()) {
      connection.get().socket().close();
    }
  }

  private void send(byte[] octets, String shown) throws IOException {
    Connection to = connected();
    lines.add("C " + shown);
    try {
      to.socket().getOutputStream().write(octets);
    } catch (SocketException e) {
      lines.add("C <closed>"); // What follows says whether that was expected.
    }
  }

  private void expect(String pattern) throws IOException {
    String reply = reply();
    lines.add("S " + reply);
    if (!Pattern.compile("(?:" + pattern + ").*", Pattern.DOTALL).matcher(reply).matches()) {
      unexpected.add("S " + reply + " (expected " + pattern + ")");
    }
  }

  private void expectClosed() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      lines.add("S <closed>");
    } else {
      unexpected.add("S " + line + " (expected the end of the connection)");
    }
  }

  private String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = line();
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  /** Empty at the end of the connection. */
  private String line() throws IOException {
    InputStream in = connected().in();
    StringBuilder line = new StringBuilder();
    try {
      int octet;
      do {
        octet = in.read();
        if (octet >= 0) {
          line.append((char) octet);
        }
      } while (octet >= 0 && octet != '\n');
    } catch (SocketException e) {
      lines.add("S <" + e.getMessage() + ">");
    }
    return line.toString();
  }

  private static byte[] stuffed(byte[] content) {
    String text = new String(content, ISO_8859_1);
    if (!text.isEmpty() && !text.endsWith("\r\n")) {
      text += "\r\n";
    }
    return (text.replaceAll("(^|\r\n)\\.", "$1..") + ".\r\n").getBytes(ISO_8859_1);
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        octets.write(c);
        continue;
      }
      i++;
      switch (text.charAt(i)) {
        case 'r' -> octets.write('\r');
        case 'n' -> octets.write('\n');
        case 't' -> octets.write('\t');
        case '0' -> octets.write(0);
        case 'x' -> {
          octets.write(Integer.parseInt(text, i + 1, i + 3, 16));
          i += 2;
        }
        case '\\', '"', '\'' -> octets.write(text.charAt(i));
        default -> throw new IllegalArgumentException("unknown escape: " + text);
      }
    }
    return octets.toByteArray();
  }
}
