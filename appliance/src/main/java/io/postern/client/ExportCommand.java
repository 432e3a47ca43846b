package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern export list | test | ddl | pause | resume | backfill | rejected}. */
@Command(
    name = "export",
    description = {
      "where the events of the audit journal go",
      "",
      "The targets are in the settings, under exports."
    })
final class ExportCommand {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "show each target, its state and how far behind it is")
  void list(
      @Option(names = "--json", description = "the answer of the REST interface") boolean json) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String answer = gateway.get("exports");
      if (json) {
        terminal.say(answer);
        return;
      }
      List<GatewayAnswer> targets = GatewayAnswer.of(answer).objects("exports");
      if (targets.isEmpty()) {
        terminal.say("no export targets");
      }
      targets.forEach(this::show);
    }
  }

  @Command(description = "try whether events could be written; changes nothing at the target")
  void test(@Parameters(paramLabel = "NAME", description = "of the target") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      GatewayAnswer.of(gateway.post(path(name, "test"), Map.of()))
          .texts("found")
          .forEach(terminal::say);
    }
  }

  @Command(description = "print the statements that make the tables, for the database's owner")
  void ddl(@Parameters(paramLabel = "NAME", description = "of the target") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      GatewayAnswer.of(gateway.post(path(name, "ddl"), Map.of()))
          .raw("ddl")
          .lines()
          .map(GatewayAnswer::shown)
          .forEach(terminal::say);
    }
  }

  @Command(description = "write no events until resume; they stay in the journal")
  void pause(@Parameters(paramLabel = "NAME", description = "of the target") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      show(GatewayAnswer.of(gateway.post(path(name, "pause"))));
    }
  }

  @Command(description = "go on, or try a target that failed again at once")
  void resume(@Parameters(paramLabel = "NAME", description = "of the target") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      show(GatewayAnswer.of(gateway.post(path(name, "resume"))));
    }
  }

  @Command(
      description = {
        "give older events beside the live ones",
        "",
        "Without --to those from before the target began. Events that a table has already are left"
            + " out, if it has a column with their number."
      })
  void backfill(
      @Parameters(paramLabel = "NAME", description = "of the target") String name,
      @Option(
              names = "--from",
              paramLabel = "N",
              description = "number of the first line, or a time such as 2026-01-31T08:00:00Z")
          Optional<String> from,
      @Option(names = "--to", paramLabel = "N", description = "number of the last line")
          Optional<String> to,
      @Option(names = "--stop", description = "end it; what was written stays") boolean stop) {
    if (stop == from.isPresent()) {
      throw CommandFailed.usage("backfill needs --from or --stop");
    }
    try (GatewayClient gateway = connection.gateway(terminal)) {
      if (stop) {
        gateway.delete(path(name, "backfill"));
        terminal.say("the backfill of " + GatewayAnswer.shown(name) + " has ended");
        return;
      }
      Map<String, Object> range = new LinkedHashMap<>();
      from.ifPresent(first -> range.put("from", first));
      to.ifPresent(last -> range.put("to", last));
      show(GatewayAnswer.of(gateway.post(path(name, "backfill"), range)));
    }
  }

  @Command(
      description = {
        "list events that the target refused, with its reasons",
        "",
        "With --retry they are given again, with --drop forgotten: those named, or with --retry alone"
            + " all."
      })
  void rejected(
      @Parameters(index = "0", paramLabel = "NAME", description = "of the target") String name,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "NUMBER",
              description = "of the events")
          @Nullable List<String> numbers,
      @Option(names = "--retry", description = "give them again") boolean retry,
      @Option(names = "--drop", description = "forget them") boolean drop,
      @Option(names = "--json", description = "one object per line") boolean json) {
    List<String> chosen = numbers == null ? List.of() : numbers;
    boolean listing = !retry && !drop;
    if ((retry && drop) || (drop && chosen.isEmpty()) || (listing && !chosen.isEmpty())) {
      throw CommandFailed.usage("rejected takes numbers with --retry or --drop, and one of them");
    }
    try (GatewayClient gateway = connection.gateway(terminal)) {
      if (retry) {
        GatewayAnswer result =
            GatewayAnswer.of(gateway.post(path(name, "rejected/retry"), Map.of("numbers", chosen)));
        terminal.say(
            result.text("written") + " written, " + result.text("refused") + " refused again");
      } else if (drop) {
        String _ = gateway.post(path(name, "rejected/drop"), Map.of("numbers", chosen));
        terminal.say(chosen.size() + " dropped");
      } else {
        listRejected(gateway, name, json);
      }
    }
  }

  private void listRejected(GatewayClient gateway, String name, boolean json) {
    String after = "0";
    List<GatewayAnswer> events;
    do {
      events =
          GatewayAnswer.of(gateway.get(path(name, "rejected?limit=1000&after=" + after)))
              .objects("events");
      for (GatewayAnswer event : events) {
        terminal.say(
            json
                ? event.json()
                : "%s  %s  %s%s: %s"
                    .formatted(
                        event.text("sequence"),
                        event.text("refusedAt"),
                        event.text("event"),
                        event.optional("id").map(id -> " " + id).orElse(""),
                        event.text("reason")));
        after = event.text("sequence");
      }
    } while (!events.isEmpty());
  }

  private void show(GatewayAnswer target) {
    terminal.say(
        target.text("name")
            + " ("
            + target.text("type")
            + "): "
            + progress(target.object("live"))
            + (target.text("setAside").equals("0")
                ? ""
                : ", " + target.text("setAside") + " events refused"));
    GatewayAnswer backfill = target.object("backfill");
    if (backfill.optional("from").isPresent()) {
      terminal.say(
          "  backfill of lines "
              + backfill.text("from")
              + " to "
              + backfill.text("to")
              + ": "
              + progress(backfill.object("progress")));
    }
  }

  private static String progress(GatewayAnswer stream) {
    return String.format(
        Locale.ROOT,
        "%s since %s, at line %s, %s lines (%.0f s) behind, %.0f/s%s",
        stream.text("state"),
        stream.text("since"),
        stream.text("position"),
        stream.text("behind"),
        stream.number("lagSeconds"),
        stream.number("rate"),
        stream.optional("error").map(error -> ": " + error).orElse(""));
  }

  private static String path(String name, String rest) {
    return "exports/" + GatewayClient.encoded(name) + "/" + rest;
  }
}
