package io.postern.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern queue}. */
final class QueueCommand {

  static final String USAGE =
      """
      usage: postern queue list [conditions] [--limit N] [--json]
             postern queue show ID [--json]
             postern queue release ID... | --all [conditions] [--recipient MAILBOX]... [--reason TEXT]
             postern queue bounce  ID... | --all [conditions] [--recipient MAILBOX]... [--reason TEXT]
             postern queue delete  ID... | --all [conditions] [--recipient MAILBOX]... [--reason TEXT]
             postern queue stop ID

      Lists messages that were accepted and are not finished, oldest first. What a route holds or a
      verdict quarantined is released: sent on its way. This, and what waits for delivery, is
      bounced (given up, with a report to the sender) or deleted (dropped without a report). A
      recipient in an attempt at that moment is left as it is.

        --state STATE      all, waiting, held, quarantined, or kept: held or quarantined
                           (default: all for list, kept for --all)
        --sender MAILBOX   the reverse-path: a mailbox, @domain, or <>
        --recipient MAILBOX  list, --all: a mailbox or @domain. With IDs: only these recipients,
                           may be given more than once
        --subject TEXT     contained in the subject
        --limit N          messages at most (default: 100)
        --all              every message that meets the conditions and is in the queue now, and of
                           each the recipients that do; the gateway works on it in the background,
                           and ends when all are done also when this command is interrupted.
                           queue stop ends it early. With --state all or waiting: also mail that
                           waits for delivery
        --reason TEXT      for the record; a bounce tells the sender
        --json             one object per line, as the REST interface answers
      """;

  private static final Set<String> OWN =
      Set.of("--state", "--sender", "--recipient", "--subject", "--limit", "--reason");
  private static final int USUAL = 100;
  private static final int PAGE = 500;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLLS_PER_LINE = 10;

  private final Map<String, String> environment;
  private final Consumer<String> out;

  QueueCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Set<String> options =
        Stream.concat(Access.OPTIONS.stream(), OWN.stream()).collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, options, Set.of("--json", "--all"));
    if (arguments.words().isEmpty()) {
      throw Failed.asked("queue needs list, show, release, bounce, delete or stop");
    }
    String verb = arguments.words().getFirst();
    List<String> ids = arguments.words().subList(1, arguments.words().size());
    try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
      return switch (verb) {
        case "list" -> list(gateway, arguments, ids);
        case "show" -> show(gateway, arguments, ids);
        case "stop" -> stop(gateway, ids);
        case "release", "bounce", "delete" -> decide(gateway, verb, arguments, ids);
        default ->
            throw Failed.asked(
                "queue does not know '"
                    + Shown.text(verb)
                    + "'; it knows list, show, release, bounce, delete and stop");
      };
    }
  }

  private int list(GatewayClient gateway, Arguments arguments, List<String> more) {
    if (!more.isEmpty() || arguments.has("--all") || arguments.has("--reason")) {
      throw Failed.asked("queue list takes conditions only");
    }
    int limit = limit(arguments);
    Map<String, String> conditions = conditions(arguments, "all");
    if (!arguments.has("--json")) {
      out.accept(
          "%-13s  %-20s  %-11s  %9s  %s"
              .formatted("ID", "RECEIVED", "STATE", "SIZE", "SENDER -> RECIPIENTS, SUBJECT"));
    }
    int shown = 0;
    Optional<String> after = Optional.empty();
    do {
      Answer page = page(gateway, conditions, after, Math.min(PAGE, limit - shown));
      for (Answer message : page.objects("messages")) {
        out.accept(arguments.has("--json") ? message.json() : line(message));
        shown++;
      }
      after = page.optional("next");
    } while (after.isPresent() && shown < limit);
    return CommandLine.DONE;
  }

  private static int limit(Arguments arguments) {
    String text = arguments.value("--limit").orElse(String.valueOf(USUAL));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Failed.asked("--limit takes a number from 1 on");
    }
    return Integer.parseInt(text);
  }

  private static Map<String, String> conditions(Arguments arguments, String state) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("state", arguments.value("--state").orElse(state));
    for (String name : List.of("sender", "recipient", "subject")) {
      arguments.value("--" + name).ifPresent(value -> conditions.put(name, value));
    }
    return conditions;
  }

  private static Answer page(
      GatewayClient gateway, Map<String, String> conditions, Optional<String> after, int limit) {
    Map<String, String> query = new LinkedHashMap<>(conditions);
    after.ifPresent(id -> query.put("after", id));
    query.put("limit", String.valueOf(limit));
    return Answer.of(
        gateway.get(
            "messages?"
                + query.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                    .collect(Collectors.joining("&"))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String line(Answer message) {
    List<Answer> recipients = message.objects("recipients");
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

  private int show(GatewayClient gateway, Arguments arguments, List<String> ids) {
    if (ids.size() != 1) {
      throw Failed.asked("queue show takes one ID");
    }
    String answer = gateway.get("messages/" + encoded(ids.getFirst()));
    if (arguments.has("--json")) {
      out.accept(answer);
      return CommandLine.DONE;
    }
    Answer message = Answer.of(answer);
    row("id", message.text("id"));
    row("sender", message.text("sender").isEmpty() ? "<>" : message.text("sender"));
    row("received", message.text("receivedAt"));
    row("size", message.text("size") + " octets");
    message.optional("peer").ifPresent(peer -> row("client", peer));
    message.optional("reason").ifPresent(reason -> row("quarantine", reason));
    message.optional("decidedBy").ifPresent(name -> row("decided by", name));
    for (Answer recipient : message.objects("recipients")) {
      row(
          recipient.text("state"),
          recipient.text("mailbox")
              + ", attempts "
              + recipient.text("attempts")
              + recipient.optional("notBefore").map(at -> ", next not before " + at).orElse(""));
    }
    message.raw("header").lines().map(Shown::text).forEach(line -> out.accept("  " + line));
    return CommandLine.DONE;
  }

  private void row(String name, String value) {
    out.accept("%-12s%s".formatted(name, value));
  }

  private int decide(GatewayClient gateway, String verb, Arguments arguments, List<String> ids) {
    boolean all = arguments.has("--all");
    if (all != ids.isEmpty()) {
      throw Failed.asked("queue " + verb + " takes IDs, or --all with conditions");
    }
    if (!all) {
      for (String option : List.of("--state", "--sender", "--subject", "--limit")) {
        if (arguments.has(option)) {
          throw Failed.asked(option + " goes with --all");
        }
      }
    }
    Map<String, Object> decision = new LinkedHashMap<>();
    arguments.value("--reason").ifPresent(reason -> decision.put("reason", reason));
    if (all) {
      return decideAll(gateway, verb, arguments, decision);
    }
    if (arguments.has("--recipient")) {
      decision.put("recipients", arguments.values("--recipient"));
    }
    List<String> refusals = new ArrayList<>();
    int done = decide(gateway, verb, ids, decision, refusals);
    if (!refusals.isEmpty()) {
      throw Failed.trying(
          refusals.size() + " of " + (done + refusals.size()) + " messages were left as they are",
          refusals);
    }
    out.accept(counted(String.valueOf(done), "message"));
    return CommandLine.DONE;
  }

  private int decideAll(
      GatewayClient gateway, String verb, Arguments arguments, Map<String, Object> decision) {
    decision.put("action", verb);
    decision.putAll(conditions(arguments, "kept"));
    Answer bulk = Answer.of(gateway.post("bulk", decision));
    String id = bulk.text("id");
    for (int polls = 0; bulk.text("progress").equals("running"); polls++) {
      if (polls % POLLS_PER_LINE == 0 && polls > 0) {
        out.accept(
            bulk.text("messages") + " of " + bulk.optional("total").orElse("?") + " messages");
      }
      pause();
      bulk = Answer.of(gateway.get("bulk/" + encoded(id)));
    }
    String result =
        counted(bulk.text("messages"), "message")
            + ", "
            + counted(bulk.text("recipients"), "recipient");
    if (bulk.text("progress").equals("done") && bulk.text("left").equals("0")) {
      out.accept(result);
      return CommandLine.DONE;
    }
    throw Failed.trying(
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
      throw Failed.trying("interrupted; the gateway goes on");
    }
  }

  private int stop(GatewayClient gateway, List<String> ids) {
    if (ids.size() != 1) {
      throw Failed.asked("queue stop takes the ID of a decision in bulk");
    }
    gateway.delete("bulk/" + encoded(ids.getFirst()));
    out.accept(Shown.text(ids.getFirst()) + " stops");
    return CommandLine.DONE;
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
        Answer result = Answer.of(gateway.post("messages/" + encoded(id) + "/" + verb, decision));
        out.accept(
            Shown.text(id)
                + " "
                + verb
                + ": "
                + String.join(", ", result.texts("recipients"))
                + busy(result.texts("busy"))
                + result.optional("report").map(report -> ", report " + report).orElse(""));
        done++;
      } catch (Failed e) {
        if (ids.size() == 1 && done == 0 && refusals.isEmpty()) {
          throw e;
        }
        refusals.add(Shown.text(id) + ": " + e.line());
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
