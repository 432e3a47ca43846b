package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
      description = "the story of this message, from connect to the last of each recipient")
  Optional<String> id = Optional.empty();

  @Option(names = "--follow", description = "the lines as they are written")
  boolean follow;

  /** Conditions of a search, by their names in the REST interface. */
  private final Map<String, String> conditions = new LinkedHashMap<>();

  @Option(names = "--recipient", paramLabel = "MAILBOX", description = "a mailbox, or @domain")
  void recipient(String value) {
    conditions.put("recipient", value);
  }

  @Option(
      names = "--recipient-domain",
      paramLabel = "DOMAIN",
      description = "a domain with its subdomains")
  void recipientDomain(String value) {
    conditions.put("recipient-domain", value);
  }

  @Option(
      names = "--sender",
      paramLabel = "MAILBOX",
      description = "a mailbox, or @domain; '<>' is the null reverse-path")
  void sender(String value) {
    conditions.put("sender", value);
  }

  @Option(
      names = "--sender-domain",
      paramLabel = "DOMAIN",
      description = "a domain with its subdomains")
  void senderDomain(String value) {
    conditions.put("sender-domain", value);
  }

  @Option(names = "--subject", paramLabel = "WORDS", description = "words of the subject")
  void subject(String value) {
    conditions.put("subject", value);
  }

  @Option(
      names = "--header-from",
      paramLabel = "WORDS",
      description = "words of the header field From")
  void headerFrom(String value) {
    conditions.put("header-from", value);
  }

  @Option(names = "--header-to", paramLabel = "WORDS", description = "words of the header field To")
  void headerTo(String value) {
    conditions.put("header-to", value);
  }

  @Option(names = "--message-id", paramLabel = "ID", description = "the header field Message-ID")
  void messageId(String value) {
    conditions.put("message-id", value);
  }

  @Option(names = "--session", paramLabel = "ID", description = "the SMTP session's")
  void session(String value) {
    conditions.put("session", value);
  }

  @Option(
      names = "--peer",
      paramLabel = "ADDRESS",
      description = "the client's, or a network such as 192.0.2.0/24")
  void peer(String value) {
    conditions.put("peer", value);
  }

  @Option(names = "--helo", paramLabel = "NAME", description = "what the client called itself")
  void helo(String value) {
    conditions.put("helo", value);
  }

  @Option(names = "--next-hop", paramLabel = "HOST", description = "with or without port")
  void nextHop(String value) {
    conditions.put("next-hop", value);
  }

  @Option(names = "--status", paramLabel = "CODE", description = "such as 5.1.1, 5.1, 5 or 550")
  void status(String value) {
    conditions.put("status", value);
  }

  @Option(names = "--reply", paramLabel = "WORDS", description = "words of the reply or reason")
  void reply(String value) {
    conditions.put("reply", value);
  }

  @Option(names = "--extension", paramLabel = "NAME", description = "that did something")
  void extension(String value) {
    conditions.put("extension", value);
  }

  @Option(names = "--verdict", paramLabel = "WORD", description = "such as reject")
  void verdict(String value) {
    conditions.put("verdict", value);
  }

  @Option(names = "--decided-by", paramLabel = "NAME", description = "the extension")
  void decidedBy(String value) {
    conditions.put("decided-by", value);
  }

  @Option(names = "--actor", paramLabel = "USER", description = "the administrator")
  void actor(String value) {
    conditions.put("actor", value);
  }

  @Option(names = "--event", paramLabel = "NAME", description = "such as Delivered")
  void event(String value) {
    conditions.put("event", value);
  }

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
      description =
          "words, addresses or ids, each anywhere in the line; with --follow: lines that hold this"
              + " text")
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
      GatewayAnswer answer = GatewayAnswer.of(gateway.get(path));
      if (id.isPresent()) {
        if (json) {
          terminal.say(answer.json());
        } else {
          StoryText.of(answer).forEach(terminal.out());
        }
        return ExitCode.SUCCESS;
      }
      // A search answers the newest first; a terminal is read downwards.
      List<GatewayAnswer> lines = answer.objects("lines");
      (after.isPresent() ? lines : lines.reversed()).forEach(this::print);
      return ExitCode.SUCCESS;
    }
  }

  /** What to ask the gateway for. */
  String path(Instant now) {
    Map<String, String> query = conditions(now);
    if (follow) {
      if (id.isPresent() || query.keySet().stream().anyMatch(c -> !c.equals("event"))) {
        throw CommandFailed.usage("--follow: only --event and --text can be given with it");
      }
      text.ifPresent(value -> query.put("text", value));
      return "journal/stream" + GatewayClient.query(query);
    }
    text.ifPresent(value -> query.put("text", value));
    if (id.isPresent()) {
      if (!query.isEmpty()) {
        throw CommandFailed.usage("journal: expected one message ID, or conditions");
      }
      return "messages/" + GatewayClient.encoded(id.get()) + "/story";
    }
    query.putIfAbsent("limit", USUAL);
    return "journal" + GatewayClient.query(query);
  }

  private Map<String, String> conditions(Instant now) {
    Map<String, String> query = new LinkedHashMap<>(conditions);
    from.ifPresent(value -> query.put("from", time(value, now).toString()));
    until.ifPresent(value -> query.put("until", time(value, now).toString()));
    after.ifPresent(value -> query.put("after", value));
    limit.ifPresent(value -> query.put("limit", value));
    return query;
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
