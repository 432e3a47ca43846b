package io.postern.client;

import io.postern.command.CommandFailed;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The client's side of an SMTP session (RFC 5321), one command at a time. */
final class SmtpConversation implements AutoCloseable {

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** A person is waiting, so less than the minutes of RFC 5321 section 4.5.3.2. */
  private static final Duration ANSWERING = Duration.ofSeconds(60);

  /** RFC 5321 section 4.5.3.2.6: manipulation and disk come before this reply. */
  private static final Duration TAKING = Duration.ofMinutes(10);

  private static final int LONGEST_LINE = 2_000;
  private static final int MOST_LINES = 200;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param lines as received, without line ends; at least one
   */
  record Reply(int code, List<String> lines) {

    boolean isPositive() {
      return code < 400;
    }

    /** On one line, fit for a terminal. */
    String shown() {
      return lines.stream().map(GatewayAnswer::shown).collect(Collectors.joining(" / "));
    }
  }

  private SmtpConversation(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Connects and awaits the greeting. */
  static SmtpConversation open(InetSocketAddress server) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, (int) CONNECTING.toMillis());
      socket.setSoTimeout((int) ANSWERING.toMillis());
      SmtpConversation conversation = new SmtpConversation(socket);
      conversation.checked("the greeting", conversation.reply(), 220);
      return conversation;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  Reply ask(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return reply();
  }

  /** Sends a command that has to be answered by this code; anything else ends the attempt. */
  Reply expect(String command, int code) throws IOException {
    return checked(command, ask(command), code);
  }

  /** Sends content after the 354, dots stuffed (RFC 5321 section 4.5.2); lines end in CRLF. */
  Reply content(byte[] content) throws IOException {
    boolean atLineBegin = true;
    for (byte octet : content) {
      if (atLineBegin && octet == '.') {
        out.write('.');
      }
      out.write(octet);
      atLineBegin = octet == '\n';
    }
    socket.setSoTimeout((int) TAKING.toMillis());
    return expect(atLineBegin ? "." : "\r\n.", 250);
  }

  private Reply checked(String what, Reply reply, int code) {
    if (reply.code() != code) {
      String said = what.equals(".") || what.equals("\r\n.") ? "the final dot" : what;
      throw CommandFailed.trying(said + " was answered " + reply.shown());
    }
    return reply;
  }

  private Reply reply() throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = line();
      if (!line.matches("[2-5][0-9][0-9](?s:[ -].*)?") || lines.size() == MOST_LINES) {
        throw new IOException("not an SMTP reply: " + line);
      }
      lines.add(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    return new Reply(Integer.parseInt(line.substring(0, 3)), List.copyOf(lines));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the server closed the connection");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line of the server's has no end");
      }
      line.append((char) octet);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
