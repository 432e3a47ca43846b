package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern send}: one test message. */
@Command(
    name = "send",
    description = {
      "send a message by SMTP",
      "",
      "Prints the server's reply to the final dot. Exit code 1 when it, or a recipient, was refused."
    })
final class SendCommand implements Callable<Integer> {

  private static final String DEFAULT_LISTENER = "127.0.0.1:2525";

  @Option(
      names = "--to",
      paramLabel = "MAILBOX",
      required = true,
      description = "a recipient; may be given more than once")
  List<String> to = List.of();

  @Option(
      names = "--from",
      paramLabel = "MAILBOX",
      description = "default postmaster@localhost; '<>' is the null reverse-path")
  String from = "postmaster@localhost";

  @Option(names = "--subject", paramLabel = "TEXT", description = "default: Test message")
  String subject = "Test message";

  @Option(names = "--body", paramLabel = "TEXT", description = "default: a sentence")
  String body = "This message was sent by the postern command.";

  @Option(
      names = "--smtp",
      paramLabel = "HOST:PORT",
      description =
          "default the first SMTP listener of the gateway on this machine, or "
              + DEFAULT_LISTENER
              + "; needs no credentials")
  Optional<String> smtp = Optional.empty();

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> recipients = to.stream().map(SendCommand::path).toList();
    String sender = path(from);
    byte[] content = TestMessage.content(sender, recipients, subject, body, Instant.now());
    return send(address(smtp.orElseGet(this::firstListener)), sender, recipients, content);
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
          terminal.errors().accept(recipient + ": " + reply.shown());
          refused++;
        }
      }
      if (refused < recipients.size()) {
        smtp.expect("DATA", 354);
        terminal.say(smtp.content(content).shown());
      }
      smtp.ask("QUIT");
    } catch (IOException e) {
      throw CommandFailed.trying(
          "cannot talk to "
              + server.getHostString()
              + ":"
              + server.getPort()
              + " ("
              + GatewayAnswer.shown(String.valueOf(e.getMessage()))
              + ")");
    }
    return refused == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  /** A mailbox as it goes between the angle brackets: nothing that could end them or the line. */
  private static String path(String text) {
    String path = text.equals("<>") ? "" : text;
    boolean clean = path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>');
    if (!clean || (!path.isEmpty() && path.indexOf('@') < 1)) {
      throw CommandFailed.usage(
          "'" + GatewayAnswer.shown(text) + "' is not a mailbox (local@domain, US-ASCII)");
    }
    return path;
  }

  /** As the running gateway left it: to send mail needs no more right than any SMTP client has. */
  private String firstListener() {
    Location location = Location.of(connection.data, terminal.environment(), false);
    if (location.isRunning() || isNamed()) {
      return location
          .running()
          .map(RunFile::smtp)
          .filter(address -> !address.isEmpty())
          .orElseThrow(location::unavailable);
    }
    return DEFAULT_LISTENER;
  }

  private boolean isNamed() {
    return connection.data.isPresent() || terminal.environment().containsKey("POSTERN_DATA");
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw CommandFailed.usage("'" + GatewayAnswer.shown(text) + "' is not HOST:PORT");
    }
    String host = text.substring(0, colon).replaceFirst("^\\[(.*)\\]$", "$1");
    byte[] octets = host.getBytes(StandardCharsets.UTF_8);
    if (octets.length > 255) {
      throw CommandFailed.usage("a host has at most 255 octets");
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }
}
