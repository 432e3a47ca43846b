package io.postern.tests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A next hop that answers as a {@code .hop} file of the public cases says and keeps what it is
 * sent. Lines of one verb are used one after the other, the last again and again; {@code !close
 * REPLY} closes, {@code !after REPLY} says it behind the usual reply and closes.
 */
final class CaseHop implements AutoCloseable {

  private static final Map<String, String> USUAL =
      Map.of(
          "greeting", "220 hop.example.net ESMTP",
          "ehlo", "250-hop.example.net\\r\\n250-PIPELINING\\r\\n250 8BITMIME",
          "helo", "250 hop.example.net",
          "mail", "250 2.1.0 ok",
          "rcpt", "250 2.1.5 ok",
          "data", "354 go on",
          "dot", "250 2.0.0 taken",
          "rset", "250 2.0.0 ok",
          "quit", "221 2.0.0 bye",
          "noop", "250 2.0.0 ok");

  private final Map<String, List<String>> rules = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;

  /**
   * Content as received, without dot-stuffing, whatever was answered to it.
   *
   * @param recipients those that were answered 250
   */
  record Message(List<String> recipients, byte[] content) {}

  private CaseHop() throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** One that takes all. */
  static CaseHop open() {
    try {
      return new CaseHop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CaseHop open(Path file) {
    CaseHop hop = open();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        int blank = line.indexOf(' ');
        String verb = blank < 0 ? line : line.substring(0, blank);
        if (!verb.isEmpty() && !verb.startsWith("#") && !verb.equals("port")) {
          hop.rules
              .computeIfAbsent(verb, key -> new ArrayList<>())
              .add(line.substring(verb.length()).replaceFirst("^ ", ""));
        }
      }
      return hop;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  /** What came for a recipient. */
  List<Message> to(String recipient) {
    return messages.stream().filter(message -> message.recipients().contains(recipient)).toList();
  }

  /** Command lines so far. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      if (!say(out, "greeting", reply("greeting", ""))) {
        return;
      }
      List<String> recipients = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        commands.add(line.strip());
        String verb = line.strip().split(" ", 2)[0].toLowerCase(Locale.ROOT);
        if (!USUAL.containsKey(verb)) {
          out.write(CaseText.octetsOf("500 5.5.2 what?\r\n"));
          continue;
        }
        String reply = reply(verb, line);
        if (verb.equals("mail")) {
          recipients.clear();
        }
        if (verb.equals("rcpt") && reply.startsWith("250")) {
          recipients.add(address(line));
        }
        if (!say(out, verb, reply) || verb.equals("quit")) {
          return;
        }
        if (verb.equals("data") && reply.startsWith("354")) {
          messages.add(new Message(List.copyOf(recipients), content(in)));
          if (!say(out, "dot", reply("dot", ""))) {
            return;
          }
        }
      }
    } catch (IOException e) {
      commands.add("(connection ended)");
    }
  }

  private static byte[] content(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String line = line(in); !line.isEmpty() && !line.equals(".\r\n"); line = line(in)) {
      content.writeBytes(CaseText.octetsOf(line.startsWith(".") ? line.substring(1) : line));
    }
    return content.toByteArray();
  }

  private synchronized String reply(String verb, String line) {
    String ofRecipient = verb + "<" + address(line) + ">";
    String key = rules.containsKey(ofRecipient) ? ofRecipient : verb;
    List<String> replies = rules.get(key);
    if (replies == null) {
      return Objects.requireNonNull(USUAL.get(verb), verb);
    }
    return replies.get(Math.min(used.merge(key, 1, Integer::sum), replies.size()) - 1);
  }

  private static boolean say(OutputStream out, String verb, String reply) throws IOException {
    if (reply.startsWith("!close")) {
      if (reply.length() > 7) {
        out.write(CaseText.octets(reply.substring(7) + "\\r\\n"));
      }
      return false;
    }
    if (reply.startsWith("!after")) {
      out.write(CaseText.octets(USUAL.get(verb) + "\\r\\n" + reply.substring(7) + "\\r\\n"));
      return false;
    }
    out.write(CaseText.octets(reply + "\\r\\n"));
    return true;
  }

  private static String address(String line) {
    int begin = line.indexOf('<');
    int end = line.indexOf('>', begin);
    return begin < 0 || end < 0 ? "" : line.substring(begin + 1, end);
  }

  /** Empty at the end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
    }
    return CaseText.text(line.toByteArray());
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
