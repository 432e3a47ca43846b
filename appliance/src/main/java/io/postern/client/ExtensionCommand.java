package io.postern.client;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern extension deploy | undeploy | list}. */
final class ExtensionCommand {

  static final String USAGE =
      """
      usage: postern extension deploy FILE [--name N]
             postern extension undeploy NAME
             postern extension list [--json]

        --name N           1 to 41 of a-z, 0-9 and -; default the file's name without version
                           (-1, -v2.0, _1.0-rc.1) and suffix. An extension of that name is replaced: transactions under way
                           finish with it, none meets both
        --json             the answer of the REST interface
      """;

  private static final String QUALIFIER =
      "(?:snapshot|alpha|beta|milestone|m|rc|cr|sp|ga|final|release)";
  private static final String NUMBER =
      "v?\\d+(?:" + QUALIFIER + "\\d*)?(?:\\.[a-z0-9]+)*(?:\\+[a-z0-9.]*)?";

  /** A number, then numbers and qualifiers, each after a hyphen or underscore. */
  private static final String VERSION =
      "[-_]" + NUMBER + "(?:[-_](?:" + NUMBER + "|" + QUALIFIER + "(?:\\.?\\d+)?))*$";

  private static final int LONGEST_NAME = 41;

  /** What an extension has that the configuration does not name. */
  private static final int UNORDERED = Integer.MAX_VALUE;

  private final Map<String, String> environment;
  private final Consumer<String> out;

  ExtensionCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Set<String> options =
        Stream.concat(Access.OPTIONS.stream(), Stream.of("--name")).collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, options, Set.of("--json"));
    List<String> given = arguments.words();
    String action = given.isEmpty() ? "" : given.getFirst();
    String object = given.size() == 2 ? given.get(1) : "";
    switch (action) {
      case "deploy" -> {
        Path file = file(object);
        String name = arguments.value("--name").orElseGet(() -> nameOf(file));
        try (GatewayClient gateway = gateway(arguments)) {
          deploy(gateway, file, name);
        }
      }
      case "undeploy" -> {
        if (object.isEmpty()) {
          throw Failed.asked(
              "extension undeploy: missing argument: name; extension list shows the names");
        }
        try (GatewayClient gateway = gateway(arguments)) {
          gateway.delete("extensions/" + GatewayClient.encoded(object));
          out.accept(Shown.text(object) + " undeployed");
        }
      }
      case "list" -> {
        try (GatewayClient gateway = gateway(arguments)) {
          list(gateway.get("extensions"), arguments.has("--json"));
        }
      }
      default -> throw Failed.asked("extension: expected deploy, undeploy or list; see --help");
    }
    return CommandLine.DONE;
  }

  private GatewayClient gateway(Arguments arguments) {
    return new GatewayClient(Access.of(arguments, environment));
  }

  private void deploy(GatewayClient gateway, Path file, String name) {
    String path =
        "extensions/"
            + GatewayClient.encoded(name)
            + GatewayClient.query(Map.of("fileName", String.valueOf(file.getFileName())));
    Answer deployed = Answer.of(gateway.put(path, file));
    String stages =
        Stream.concat(
                deployed.objects("callouts").stream().map(callout -> callout.text("stage")),
                deployed.object("logging").objects("observers").stream()
                    .map(observer -> observer.text("event")))
            .distinct()
            .collect(Collectors.joining(", "));
    out.accept(
        deployed.text("name")
            + " deployed: revision "
            + deployed.text("revision")
            + (stages.isEmpty() ? ", no callouts" : ", " + stages));
  }

  private void list(String answer, boolean json) {
    if (json) {
      out.accept(answer);
      return;
    }
    List<Answer> extensions = Answer.of(answer).objects("extensions");
    if (extensions.isEmpty()) {
      out.accept("no extensions deployed");
    }
    for (Answer extension : extensions) {
      out.accept(
          extension.text("name")
              + "  revision "
              + extension.text("revision")
              + "  "
              + extension.text("fileName")
              + (extension.number("order") < UNORDERED ? "  order " + extension.text("order") : "")
              + "  on failure "
              + extension.text("onFailure"));
      extension.optional("failure").ifPresent(failure -> out.accept("  error: " + failure));
      extension.objects("callouts").forEach(this::showCallout);
      Answer logging = extension.object("logging");
      if (!logging.objects("observers").isEmpty()) {
        out.accept(
            "  logging: at line "
                + logging.text("position")
                + " of the journal, "
                + logging.text("lag")
                + " lines ("
                + (long) logging.number("lagSeconds")
                + " s) behind"
                + logging
                    .optional("pausedSince")
                    .map(since -> ", paused since " + since + ": events wait in the journal")
                    .orElse(""));
      }
      logging.objects("observers").forEach(this::showLogging);
    }
    showLostThreads(Answer.of(answer).objects("lostThreads"));
  }

  private void showLostThreads(List<Answer> threads) {
    if (!threads.isEmpty()) {
      out.accept("threads that did not end when their time was over:");
    }
    for (Answer thread : threads) {
      out.accept(
          String.format(
              Locale.ROOT,
              "  %s  %s in %s  thread %s  since %s  %.0f s of CPU",
              thread.text("application"),
              thread.text("stage"),
              thread.text("observer"),
              thread.text("thread"),
              thread.text("since"),
              thread.number("cpuSeconds")));
    }
  }

  private void showLogging(Answer observer) {
    out.accept(
        String.format(
            Locale.ROOT,
            "  %-22s %s calls, %s errors, %s timeouts, %s lost threads, median %.1f µs, p99 %.1f µs,"
                + " breaker %s, %s",
            observer.text("event"),
            observer.text("calls"),
            observer.text("errors"),
            observer.text("timeouts"),
            observer.text("lostThreads"),
            observer.number("medianMicros"),
            observer.number("p99Micros"),
            observer.text("breaker"),
            observer.text("observer")));
  }

  private void showCallout(Answer callout) {
    List<String> clients = callout.texts("breakerClients");
    out.accept(
        String.format(
            Locale.ROOT,
            "  %-22s %s calls, %s errors, %s timeouts, %s unparsable, %s lost threads, median"
                + " %.1f µs, p99 %.1f µs, breaker %s%s",
            callout.text("stage"),
            callout.text("calls"),
            callout.text("errors"),
            callout.text("timeouts"),
            callout.text("unparsable"),
            callout.text("lostThreads"),
            callout.number("medianMicros"),
            callout.number("p99Micros"),
            callout.text("breaker"),
            clients.isEmpty() ? "" : " for " + String.join(", ", clients)));
  }

  private static Path file(String name) {
    if (name.isEmpty()) {
      throw Failed.asked("extension deploy: missing argument: archive");
    }
    try {
      Path file = Path.of(name);
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw Failed.asked("'" + Shown.text(name) + "' is not the name of a file");
    }
    throw Failed.trying("cannot read " + Shown.text(name));
  }

  /**
   * The name under which revisions of one archive follow each other, as the page makes it: that of
   * the file without suffix and version ({@code -1}, {@code -v2.0.1}, {@code _1.0-rc.1}, {@code
   * -1.0-20261128.101112-3}, {@code -2.0-SNAPSHOT}).
   */
  static String nameOf(Path file) {
    String name =
        String.valueOf(file.getFileName())
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(war|jar|zip)$", "")
            .replaceFirst(VERSION, "")
            .replaceAll("[^a-z0-9]+", "-");
    String cut = name.substring(0, Math.min(LONGEST_NAME, name.length()));
    String plain = cut.replaceAll("^[^a-z]+|-+$", "");
    return plain.isEmpty() ? "extension" : plain;
  }
}
