package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern journal}. */
@Command(
    name = "journal",
    customSynopsis = {
      "postern journal [conditions] [--limit N] [--json]",
      "       postern journal ID [--json]",
      "       postern journal --after SEQ [conditions] [--limit N] [--json]",
      "       postern journal --follow [--event NAME] [--text TEXT] [--json]",
      "       postern journal verify [options]"
    },
    description = "the audit journal, or one message's history")
final class JournalCommand implements Callable<Integer> {

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
  private static final String USUAL = "50";

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description =
          "the history of this message, with what each extension did to it and logged about it")
  Optional<String> id = Optional.empty();

  @Option(names = "--follow", description = "the lines as they are written")
  boolean follow;

  @Option(names = "--recipient", paramLabel = "MAILBOX", description = "a mailbox, or @domain")
  Optional<String> recipient = Optional.empty();

  @Option(
      names = "--sender",
      paramLabel = "MAILBOX",
      description = "a mailbox, or @domain; '<>' is the null reverse-path")
  Optional<String> sender = Optional.empty();

  @Option(names = "--peer", paramLabel = "ADDRESS", description = "the client's")
  Optional<String> peer = Optional.empty();

  @Option(names = "--event", paramLabel = "NAME", description = "such as Delivered")
  Optional<String> event = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "a time such as 2026-01-31T08:00:00Z, or how long ago: 90s, 15m, 2h, 7d")
  Optional<String> from = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "the same")
  Optional<String> until = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "SEQ",
      description = "the lines that follow the one of this number, oldest first; 0 for all")
  Optional<String> after = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "with --follow: lines that hold this text")
  Optional<String> text = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "at most so many lines (default " + USUAL + ")")
  Optional<String> limit = Optional.empty();

  @Option(names = "--json", description = "the lines as the journal has them")
  boolean json;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  JournalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String path = path(Instant.now());
    try (GatewayClient gateway = connection.gateway(terminal)) {
      if (follow) {
        gateway.events(path, data -> GatewayAnswer.of(data).objects("lines").forEach(this::print));
        throw CommandFailed.trying("the gateway ended the journal's stream");
      }
      List<GatewayAnswer> lines =
          new ArrayList<>(GatewayAnswer.of(gateway.get(path)).objects("lines"));
      if (lines.isEmpty() && id.isPresent()) {
        throw CommandFailed.trying(
            "message " + GatewayAnswer.shown(id.get()) + " not found in the journal");
      }
      // A search answers the newest first; a terminal is read downwards.
      for (GatewayAnswer line : id.isPresent() || after.isPresent() ? lines : lines.reversed()) {
        print(line);
        if (id.isPresent() && !json) {
          callouts(line).forEach(terminal.out());
        }
      }
      return ExitCode.SUCCESS;
    }
  }

  /** What to ask the gateway for. */
  String path(Instant now) {
    Map<String, String> conditions = conditions(now);
    if (follow) {
      if (id.isPresent() || conditions.keySet().stream().anyMatch(c -> !c.equals("event"))) {
        throw CommandFailed.usage("--follow: only --event and --text can be given with it");
      }
      text.ifPresent(value -> conditions.put("text", value));
      return "journal/stream" + GatewayClient.query(conditions);
    }
    if (text.isPresent()) {
      throw CommandFailed.usage("--text: only with --follow");
    }
    if (id.isPresent()) {
      if (!conditions.isEmpty()) {
        throw CommandFailed.usage("journal: expected one message ID, or conditions");
      }
      return "journal/messages/" + GatewayClient.encoded(id.get());
    }
    Map<String, String> query = new LinkedHashMap<>(Map.of("limit", USUAL));
    query.putAll(conditions);
    return "journal" + GatewayClient.query(query);
  }

  private Map<String, String> conditions(Instant now) {
    Map<String, String> conditions = new LinkedHashMap<>();
    recipient.ifPresent(value -> conditions.put("recipient", value));
    sender.ifPresent(value -> conditions.put("sender", value));
    peer.ifPresent(value -> conditions.put("peer", value));
    event.ifPresent(value -> conditions.put("event", value));
    from.ifPresent(value -> conditions.put("from", time(value, now).toString()));
    until.ifPresent(value -> conditions.put("until", time(value, now).toString()));
    after.ifPresent(value -> conditions.put("after", value));
    limit.ifPresent(value -> conditions.put("limit", value));
    return conditions;
  }

  private static Instant time(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long n = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
          });
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw CommandFailed.usage(
          "invalid time '"
              + GatewayAnswer.shown(text)
              + "' (expected a time such as 2026-01-31T08:00:00Z, or how long ago: 90s, 15m, 2h, 7d)");
    }
  }

  private void print(GatewayAnswer line) {
    terminal.say(json ? line.json() : described(line));
  }

  /** What each extension did, in the order in which they were asked; then what they logged. */
  static List<String> callouts(GatewayAnswer line) {
    List<String> callouts = new ArrayList<>();
    numbered(line, "callout-", "callouts-omitted", "    callout  ", callouts);
    numbered(line, "callout-log-", "callout-log-omitted", "    log      ", callouts);
    return callouts;
  }

  private static void numbered(
      GatewayAnswer line, String facts, String omitted, String label, List<String> to) {
    for (int number = 1; ; number++) {
      Optional<String> fact = line.optional(facts + "%02d".formatted(number));
      if (fact.isEmpty()) {
        line.optional(omitted).ifPresent(count -> to.add(label + count + " more"));
        return;
      }
      to.add(label + fact.get());
    }
  }

  /** One event on one line: when, what, which message, about whom, what was said. */
  static String described(GatewayAnswer line) {
    List<String> recipients = line.texts("recipients");
    String whom =
        recipients.isEmpty()
            ? first(line, "recipient", "extension", "peer", "actor").orElse("-")
            : "<%s> -> %s".formatted(line.text("reverse-path"), String.join(", ", recipients));
    if (line.text("action").equals("login failed")) {
      return "%-24s  %-11s %-13s  login failed for user %s from %s"
          .formatted(
              line.text("at"), line.text("event"), "-", line.text("actor"), line.text("address"));
    }
    String said =
        first(line, "reply", "reason", "action", "failure", "what", "subject-decoded", "subject")
            .orElse("");
    String by =
        Stream.of(
                first(line, "decided-by", "actor"),
                line.optional("local-user"),
                line.optional("action").flatMap(action -> line.optional("address")))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return "%-24s  %-11s %-13s  %s%s%s"
        .formatted(
            line.text("at"),
            line.text("event"),
            line.optional("id").orElse("-"),
            whom,
            said.isEmpty() ? "" : "  " + said,
            by.isEmpty() ? "" : " (" + by + ")")
        .stripTrailing();
  }

  private static Optional<String> first(GatewayAnswer line, String... names) {
    return Stream.of(names).flatMap(name -> line.optional(name).stream()).findFirst();
  }
}
