package io.postern.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code postern status}. */
final class StatusCommand {

  static final String USAGE =
      """
      usage: postern status [--json]

        --json             the answer of the REST interface
      """;

  private final Map<String, String> environment;
  private final Consumer<String> out;

  StatusCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Arguments arguments = Arguments.parse(words, Access.OPTIONS, Set.of("--json"));
    arguments.requireNoWords("status");
    try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
      String answer = gateway.get("status");
      if (arguments.has("--json")) {
        out.accept(answer);
      } else {
        tell(Answer.of(answer), Instant.now());
      }
      return CommandLine.DONE;
    }
  }

  private void tell(Answer status, Instant now) {
    Answer counts = status.object("counts");
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
    Answer queue = status.object("queue");
    row("unfinished", queue.text("unfinished") + " messages");
    row("waiting", queue.text("waiting") + " messages");
    row("held", queue.text("held") + " messages");
    row("quarantined", queue.text("quarantined") + " messages");
    for (String count : List.of("accepted", "rejected", "delivered", "deferred", "failed")) {
      row(count, counts.text(count));
    }
    for (Answer notice : status.objects("notices")) {
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
    out.accept("%-12s%s".formatted(name, value));
  }
}
