package io.postern.client;

import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern status}. */
@Command(name = "status", description = "show gateway status")
final class StatusCommand implements Callable<Integer> {

  @Option(names = "--json", description = "the answer of the REST interface")
  boolean json;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String answer = gateway.get("status");
      if (json) {
        terminal.say(answer);
      } else {
        print(GatewayAnswer.of(answer), Instant.now());
      }
      return ExitCode.SUCCESS;
    }
  }

  private void print(GatewayAnswer status, Instant now) {
    GatewayAnswer counts = status.object("counts");
    Duration up = Duration.between(Instant.parse(status.text("startedAt")), now);
    row("state", status.text("state"));
    row("version", status.text("version"));
    row("name", status.text("hostName"));
    row("up", "%dd %dh %dm".formatted(up.toDays(), up.toHoursPart(), up.toMinutesPart()));
    row(
        "SMTP",
        status.objects("listeners").stream()
            .map(listener -> listener.text("address") + " (" + listener.text("name") + ")")
            .collect(Collectors.joining(", ")));
    row("sessions", status.text("sessions"));
    GatewayAnswer queue = status.object("queue");
    row("unfinished", queue.text("unfinished") + " messages");
    row("waiting", queue.text("waiting") + " messages");
    row("held", queue.text("held") + " messages");
    row("quarantined", queue.text("quarantined") + " messages");
    for (String count : List.of("accepted", "rejected", "delivered", "deferred", "failed")) {
      row(count, counts.text(count));
    }
    for (GatewayAnswer notice : status.objects("notices")) {
      row(
          notice.text("effect"),
          notice.text("text")
              + " ("
              + notice.text("key")
              + ", since "
              + notice.text("since")
              + ")");
    }
  }

  private void row(String name, String value) {
    terminal.say("%-12s%s".formatted(name, value));
  }
}
