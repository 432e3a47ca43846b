package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern queue}. */
@Command(
    name = "queue",
    description = {
      "messages that were accepted and are not finished",
      "",
      "What a route holds or a verdict quarantined is released: sent on its way. This, and what waits"
          + " for delivery, is bounced (given up, with a report to the sender) or deleted (dropped"
          + " without a report). A recipient in an attempt at that moment is left as it is."
    })
final class QueueCommand {

  private static final int PAGE = 500;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLLS_PER_LINE = 10;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  QueueCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "list them, oldest first")
  void list(
      @Mixin QueueOptions conditions,
      @Option(names = "--recipient", paramLabel = "MAILBOX", description = "a mailbox or @domain")
          Optional<String> recipient,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "messages at most (default: 100)")
          String limit,
      @Option(names = "--json", description = "one object per line, as the REST interface answers")
          boolean json) {
    int most = limit(limit);
    try (GatewayClient gateway = connection.gateway(terminal)) {
      list(gateway, conditions.members("all", recipient), most, json);
    }
  }

  @Command(description = "show one, with the header of its content")
  void show(
      @Parameters(paramLabel = "ID", description = "of the message") String id,
      @Option(names = "--json", description = "the answer of the REST interface") boolean json) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String answer = gateway.get("messages/" + encoded(id));
      if (json) {
        terminal.say(answer);
      } else {
        show(GatewayAnswer.of(answer));
      }
    }
  }

  @Command(description = "send what is held or quarantined on its way")
  void release(@Mixin QueueDecisionCommand decision) {
    decide("release", decision);
  }

  @Command(description = "give up, with a report to the sender")
  void bounce(@Mixin QueueDecisionCommand decision) {
    decide("bounce", decision);
  }

  @Command(description = "drop without a report")
  void delete(@Mixin QueueDecisionCommand decision) {
    decide("delete", decision);
  }

  @Command(description = "end a decision with --all early")
  void stop(@Parameters(paramLabel = "ID", description = "of the decision") String id) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      gateway.delete("bulk/" + encoded(id));
      terminal.say(GatewayAnswer.shown(id) + " stops");
    }
  }

  private void list(
      GatewayClient gateway, Map<String, String> conditions, int limit, boolean json) {
    if (!json) {
      terminal.say(
          "%-13s  %-20s  %-11s  %9s  %s"
              .formatted("ID", "RECEIVED", "STATE", "SIZE", "SENDER -> RECIPIENTS, SUBJECT"));
    }
    int shown = 0;
    Optional<String> after = Optional.empty();
    do {
      GatewayAnswer page = page(gateway, conditions, after, Math.min(PAGE, limit - shown));
      for (GatewayAnswer message : page.objects("messages")) {
        terminal.say(json ? message.json() : line(message));
        shown++;
      }
      after = page.optional("next");
    } while (after.isPresent() && shown < limit);
  }

  private static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw CommandFailed.usage("--limit takes a number from 1 on");
    }
    return Integer.parseInt(text);
  }

  private static GatewayAnswer page(
      GatewayClient gateway, Map<String, String> conditions, Optional<String> after, int limit) {
    Map<String, String> query = new LinkedHashMap<>(conditions);
    after.ifPresent(id -> query.put("after", id));
    query.put("limit", String.valueOf(limit));
    return GatewayAnswer.of(
        gateway.get(
            "messages?"
                + query.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                    .collect(Collectors.joining("&"))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String line(GatewayAnswer message) {
    List<GatewayAnswer> recipients = message.objects("recipients");
    String sender = message.text("sender");
    return "%-13s  %-20s  %-11s  %9s  %s -> %s%s"
        .formatted(
            message.text("id"),
            message.text("receivedAt").replaceFirst("\\.[0-9]+Z$", "Z"),
            recipients.stream()
                .map(recipient -> recipient.text("state"))
                .distinct()
                .filter(state -> recipients.size() == 1 || !state.equals("finished"))
                .collect(Collectors.joining("+")),
            message.text("size"),
            sender.isEmpty() ? "<>" : sender,
            recipients.stream()
                .limit(3)
                .map(recipient -> recipient.text("mailbox"))
                .collect(Collectors.joining(", ", "", recipients.size() > 3 ? ", ..." : "")),
            message.optional("subject").map(subject -> ", " + subject).orElse(""));
  }

  private void show(GatewayAnswer message) {
    row("id", message.text("id"));
    row("sender", message.text("sender").isEmpty() ? "<>" : message.text("sender"));
    row("received", message.text("receivedAt"));
    row("size", message.text("size") + " octets");
    message.optional("peer").ifPresent(peer -> row("client", peer));
    message.optional("reason").ifPresent(reason -> row("quarantine", reason));
    message.optional("decidedBy").ifPresent(name -> row("decided by", name));
    for (GatewayAnswer recipient : message.objects("recipients")) {
      row(
          recipient.text("state"),
          recipient.text("mailbox")
              + ", attempts "
              + recipient.text("attempts")
              + recipient.optional("notBefore").map(at -> ", next not before " + at).orElse(""));
    }
    message
        .raw("header")
        .lines()
        .map(GatewayAnswer::shown)
        .forEach(line -> terminal.say("  " + line));
  }

  private void row(String name, String value) {
    terminal.say("%-12s%s".formatted(name, value));
  }

  private void decide(String verb, QueueDecisionCommand decision) {
    decision.check(verb);
    try (GatewayClient gateway = connection.gateway(terminal)) {
      if (decision.all) {
        decideAll(gateway, decision.ofAll(verb));
      } else {
        decideEach(gateway, verb, decision);
      }
    }
  }

  private void decideEach(GatewayClient gateway, String verb, QueueDecisionCommand decision) {
    List<String> refusals = new ArrayList<>();
    int done = decide(gateway, verb, decision.ids, decision.ofMessage(), refusals);
    if (!refusals.isEmpty()) {
      throw CommandFailed.trying(
          refusals.size() + " of " + (done + refusals.size()) + " messages were left as they are",
          refusals);
    }
    terminal.say(counted(String.valueOf(done), "message"));
  }

  private void decideAll(GatewayClient gateway, Map<String, Object> decision) {
    GatewayAnswer bulk = GatewayAnswer.of(gateway.post("bulk", decision));
    String id = bulk.text("id");
    for (int polls = 0; bulk.text("progress").equals("running"); polls++) {
      if (polls % POLLS_PER_LINE == 0 && polls > 0) {
        terminal.say(
            bulk.text("messages") + " of " + bulk.optional("total").orElse("?") + " messages");
      }
      pause();
      bulk = GatewayAnswer.of(gateway.get("bulk/" + encoded(id)));
    }
    String result =
        counted(bulk.text("messages"), "message")
            + ", "
            + counted(bulk.text("recipients"), "recipient");
    if (bulk.text("progress").equals("done") && bulk.text("left").equals("0")) {
      terminal.say(result);
      return;
    }
    throw CommandFailed.trying(
        result
            + " ("
            + bulk.text("progress")
            + "); "
            + bulk.text("left")
            + " messages were left as they are",
        bulk.texts("refusals"));
  }

  private static String counted(String number, String noun) {
    return number + " " + noun + (number.equals("1") ? "" : "s");
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.trying("interrupted; the gateway goes on");
    }
  }

  private int decide(
      GatewayClient gateway,
      String verb,
      List<String> ids,
      Map<String, Object> decision,
      List<String> refusals) {
    int done = 0;
    for (String id : ids) {
      try {
        GatewayAnswer result =
            GatewayAnswer.of(gateway.post("messages/" + encoded(id) + "/" + verb, decision));
        terminal.say(
            GatewayAnswer.shown(id)
                + " "
                + verb
                + ": "
                + String.join(", ", result.texts("recipients"))
                + busy(result.texts("busy"))
                + result.optional("report").map(report -> ", report " + report).orElse(""));
        done++;
      } catch (CommandFailed e) {
        if (ids.size() == 1 && done == 0 && refusals.isEmpty()) {
          throw e;
        }
        refusals.add(GatewayAnswer.shown(id) + ": " + e.line());
      }
    }
    return done;
  }

  private static String busy(List<String> mailboxes) {
    return mailboxes.isEmpty()
        ? ""
        : "; being delivered, and as they were: " + String.join(", ", mailboxes);
  }
}
