package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Terminal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern extension deploy | undeploy | list}. */
@Command(name = "extension", description = "the gateway's extensions")
final class ExtensionCommand {

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

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  ExtensionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      description = {
        "deploy an extension",
        "",
        "An extension of that name is replaced: transactions under way finish with it, none meets"
            + " both."
      })
  void deploy(
      @Parameters(paramLabel = "FILE", description = "its archive") String archive,
      @Option(
              names = "--name",
              paramLabel = "N",
              description =
                  "1 to 41 of a-z, 0-9 and -; default the file's name without version (-1, -v2.0,"
                      + " _1.0-rc.1) and suffix")
          Optional<String> name) {
    Path file = file(archive);
    try (GatewayClient gateway = connection.gateway(terminal)) {
      deploy(gateway, file, name.orElseGet(() -> nameOf(file)));
    }
  }

  @Command(description = "remove an extension")
  void undeploy(
      @Parameters(paramLabel = "NAME", description = "as extension list shows it") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      gateway.delete("extensions/" + GatewayClient.encoded(name));
      terminal.say(GatewayAnswer.shown(name) + " undeployed");
    }
  }

  @Command(description = "show what is deployed, and how it does")
  void list(
      @Option(names = "--json", description = "the answer of the REST interface") boolean json) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      list(gateway.get("extensions"), json);
    }
  }

  private void deploy(GatewayClient gateway, Path file, String name) {
    String path =
        "extensions/"
            + GatewayClient.encoded(name)
            + GatewayClient.query(Map.of("fileName", String.valueOf(file.getFileName())));
    GatewayAnswer deployed = GatewayAnswer.of(gateway.put(path, file));
    String stages =
        Stream.concat(
                deployed.objects("callouts").stream().map(callout -> callout.text("stage")),
                deployed.object("logging").objects("observers").stream()
                    .map(observer -> observer.text("event")))
            .distinct()
            .collect(Collectors.joining(", "));
    terminal.say(
        deployed.text("name")
            + " deployed: revision "
            + deployed.text("revision")
            + (stages.isEmpty() ? ", no callouts" : ", " + stages));
  }

  private void list(String answer, boolean json) {
    if (json) {
      terminal.say(answer);
      return;
    }
    List<GatewayAnswer> extensions = GatewayAnswer.of(answer).objects("extensions");
    if (extensions.isEmpty()) {
      terminal.say("no extensions deployed");
    }
    for (GatewayAnswer extension : extensions) {
      terminal.say(
          extension.text("name")
              + "  revision "
              + extension.text("revision")
              + "  "
              + extension.text("fileName")
              + (extension.number("order") < UNORDERED ? "  order " + extension.text("order") : "")
              + "  on failure "
              + extension.text("onFailure"));
      extension.optional("failure").ifPresent(failure -> terminal.say("  error: " + failure));
      extension.objects("callouts").forEach(this::showCallout);
      GatewayAnswer logging = extension.object("logging");
      if (!logging.objects("observers").isEmpty()) {
        terminal.say(
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
    showLostThreads(GatewayAnswer.of(answer).objects("lostThreads"));
  }

  private void showLostThreads(List<GatewayAnswer> threads) {
    if (!threads.isEmpty()) {
      terminal.say("threads that did not end when their time was over:");
    }
    for (GatewayAnswer thread : threads) {
      terminal.say(
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

  private void showLogging(GatewayAnswer observer) {
    terminal.say(
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

  private void showCallout(GatewayAnswer callout) {
    List<String> clients = callout.texts("breakerClients");
    terminal.say(
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
    try {
      Path file = Path.of(name);
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw CommandFailed.usage("'" + GatewayAnswer.shown(name) + "' is not the name of a file");
    }
    throw CommandFailed.trying("cannot read " + GatewayAnswer.shown(name));
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
