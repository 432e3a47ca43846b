package io.postern.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern send}: one test message. */
final class SendCommand {

  static final String USAGE =
      """
      usage: postern send --to MAILBOX [--to MAILBOX ...] [--from MAILBOX] [--subject TEXT]
                          [--body TEXT] [--smtp HOST:PORT]

        --from MAILBOX     default postmaster@localhost; '<>' is the null reverse-path
        --smtp HOST:PORT   default the first SMTP listener of the gateway on this machine, or
                           127.0.0.1:2525; needs no credentials

      Prints the server's reply to the final dot. Exit code 1 when it, or a recipient, was refused.
      """;

  private static final Set<String> OWN = Set.of("--to", "--from", "--subject", "--body", "--smtp");

  private static final String DEFAULT_LISTENER = "127.0.0.1:2525";

  private final Map<String, String> environment;
  private final Consumer<String> out;
  private final Consumer<String> complaints;

  SendCommand(Map<String, String> environment, Consumer<String> out, Consumer<String> complaints) {
    this.environment = environment;
    this.out = out;
    this.complaints = complaints;
  }

  int run(List<String> words) {
    Set<String> options =
        Stream.concat(Access.OPTIONS.stream(), OWN.stream()).collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, options, Set.of());
    List<String> recipients = arguments.values("--to").stream().map(SendCommand::path).toList();
    arguments.requireNoWords("send");
    if (recipients.isEmpty()) {
      throw Failed.asked("send: missing required option --to");
    }
    String sender = path(arguments.value("--from").orElse("postmaster@localhost"));
    byte[] content =
        TestMessage.content(
            sender,
            recipients,
            arguments.value("--subject").orElse("Test message"),
            arguments.value("--body").orElse("This message was sent by the postern command."),
            Instant.now());
    InetSocketAddress server =
        address(arguments.value("--smtp").orElseGet(() -> firstListener(arguments)));
    return send(server, sender, recipients, content);
  }

  private int send(
      InetSocketAddress server, String sender, List<String> recipients, byte[] content) {
    int refused = 0;
    try (SmtpConversation smtp = SmtpConversation.open(server)) {
      smtp.expect("EHLO localhost", 250);
      smtp.expect("MAIL FROM:<" + sender + ">", 250);
      for (String recipient : recipients) {
        SmtpConversation.Reply reply = smtp.ask("RCPT TO:<" + recipient + ">");
        if (!reply.isPositive()) {
          complaints.accept(recipient + ": " + reply.shown());
          refused++;
        }
      }
      if (refused < recipients.size()) {
        smtp.expect("DATA", 354);
        out.accept(smtp.content(content).shown());
      }
      smtp.ask("QUIT");
    } catch (IOException e) {
      throw Failed.trying(
          "cannot talk to "
              + server.getHostString()
              + ":"
              + server.getPort()
              + " ("
              + Shown.text(String.valueOf(e.getMessage()))
              + ")");
    }
    return refused == 0 ? CommandLine.DONE : CommandLine.FAILED;
  }

  /** A mailbox as it goes between the angle brackets: nothing that could end them or the line. */
  private static String path(String text) {
    String path = text.equals("<>") ? "" : text;
    boolean clean = path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>');
    if (!clean || (!path.isEmpty() && path.indexOf('@') < 1)) {
      throw Failed.asked("'" + Shown.text(text) + "' is not a mailbox (local@domain, US-ASCII)");
    }
    return path;
  }

  /** As the running gateway left it: to send mail needs no more right than any SMTP client has. */
  private String firstListener(Arguments arguments) {
    Location location = Location.of(arguments, environment, false);
    if (location.isRunning() || isNamed(arguments)) {
      return location
          .running()
          .map(RunFile::smtp)
          .filter(address -> !address.isEmpty())
          .orElseThrow(location::unavailable);
    }
    return DEFAULT_LISTENER;
  }

  private boolean isNamed(Arguments arguments) {
    return arguments.has("--data") || environment.containsKey("POSTERN_DATA");
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw Failed.asked("'" + Shown.text(text) + "' is not HOST:PORT");
    }
    String host = text.substring(0, colon).replaceFirst("^\\[(.*)\\]$", "$1");
    byte[] octets = host.getBytes(StandardCharsets.UTF_8);
    if (octets.length > 255) {
      throw Failed.asked("a host has at most 255 octets");
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }
}
