package io.postern.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern journal}. */
final class JournalCommand {

  static final String USAGE =
      """
      usage: postern journal [conditions] [--limit N] [--json]
             postern journal ID [--json]
             postern journal --follow [--event NAME] [--text TEXT] [--json]

        ID                 the history of this message, with what each extension did to it
        --follow           the lines as they are written
        --recipient, --sender  a mailbox, or @domain; --sender '<>' is the null reverse-path
        --peer ADDRESS     the client's
        --event NAME       such as Delivered
        --from, --until    a time such as 2026-01-31T08:00:00Z, or how long ago: 90s, 15m, 2h, 7d
        --text TEXT        with --follow: lines that hold this text
        --limit N          at most so many lines, the newest (default 50)
        --json             the lines as the journal has them
      """;

  private static final List<String> CONDITIONS =
      List.of("--recipient", "--sender", "--peer", "--event", "--from", "--until", "--limit");
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private final Map<String, String> environment;
  private final Consumer<String> out;

  JournalCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Set<String> valued =
        Stream.of(Access.OPTIONS.stream(), CONDITIONS.stream(), Stream.of("--text"))
            .flatMap(options -> options)
            .collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, valued, Set.of("--follow", "--json"));
    String path = path(arguments, Instant.now());
    boolean json = arguments.has("--json");
    try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
      if (arguments.has("--follow")) {
        gateway.events(path, data -> Answer.of(data).objects("lines").forEach(l -> tell(l, json)));
        throw Failed.trying("the gateway ended the journal's stream");
      }
      List<Answer> lines = new ArrayList<>(Answer.of(gateway.get(path)).objects("lines"));
      if (lines.isEmpty() && !arguments.words().isEmpty()) {
        throw Failed.trying(
            "message " + Shown.text(arguments.words().getFirst()) + " not found in the journal");
      }
      // A search answers the newest first; a terminal is read downwards.
      boolean isStory = !arguments.words().isEmpty();
      for (Answer line : isStory ? lines : lines.reversed()) {
        tell(line, json);
        if (isStory && !json) {
          callouts(line).forEach(out);
        }
      }
      return CommandLine.DONE;
    }
  }

  /** What to ask the gateway for. */
  static String path(Arguments arguments, Instant now) {
    List<String> conditions = CONDITIONS.stream().filter(arguments::has).toList();
    if (arguments.has("--follow")) {
      if (!arguments.words().isEmpty() || conditions.stream().anyMatch(c -> !c.equals("--event"))) {
        throw Failed.asked("--follow: only --event and --text can be given with it");
      }
      Map<String, String> query = new LinkedHashMap<>();
      arguments.value("--event").ifPresent(event -> query.put("event", event));
      arguments.value("--text").ifPresent(text -> query.put("text", text));
      return "journal/stream" + GatewayClient.query(query);
    }
    if (arguments.has("--text")) {
      throw Failed.asked("--text: only with --follow");
    }
    if (!arguments.words().isEmpty()) {
      if (arguments.words().size() > 1 || !conditions.isEmpty()) {
        throw Failed.asked("journal: expected one message ID, or conditions");
      }
      return "journal/messages/" + GatewayClient.encoded(arguments.words().getFirst());
    }
    Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "50"));
    for (String condition : conditions) {
      String value = arguments.value(condition).orElse("");
      boolean isTime = condition.equals("--from") || condition.equals("--until");
      query.put(condition.substring(2), isTime ? time(value, now).toString() : value);
    }
    return "journal" + GatewayClient.query(query);
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
      throw Failed.asked(
          "invalid time '"
              + Shown.text(text)
              + "' (expected a time such as 2026-01-31T08:00:00Z, or how long ago: 90s, 15m, 2h, 7d)");
    }
  }

  private void tell(Answer line, boolean json) {
    out.accept(json ? line.json() : told(line));
  }

  /** One event on one line: when, what, which message, about whom, what was said. */
  static String told(Answer line) {
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

  /** What each extension did, in the order in which they were asked. */
  static List<String> callouts(Answer line) {
    List<String> callouts = new ArrayList<>();
    for (int number = 1; ; number++) {
      Optional<String> callout = line.optional("callout-%02d".formatted(number));
      if (callout.isEmpty()) {
        line.optional("callouts-omitted")
            .ifPresent(count -> callouts.add("    callout  " + count + " more"));
        return callouts;
      }
      callouts.add("    callout  " + callout.get());
    }
  }

  private static Optional<String> first(Answer line, String... names) {
    return Stream.of(names).flatMap(name -> line.optional(name).stream()).findFirst();
  }
}
