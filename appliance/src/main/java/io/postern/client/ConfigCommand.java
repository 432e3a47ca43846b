package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern config export | check | apply | diff | history | rollback}. */
@Command(
    name = "config",
    description = {
      "the configuration of the running gateway",
      "",
      "Relative paths in FILE start from the folder of the active configuration. postern check FILE"
          + " needs no running gateway."
    })
final class ConfigCommand {

  /** Lines shown around each change. */
  private static final int CONTEXT = 3;

  /** What the gateway takes of a whole request; no file that is larger can be part of one. */
  private static final long MOST_OCTETS = 256 * 1024;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "print the active configuration, as it was written")
  void export() {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String source = source(gateway);
      terminal.say(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
    }
  }

  @Command(description = "list every error, and what requires a restart; changes nothing")
  void check(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "default: the active configuration")
          Optional<String> file) {
    Optional<String> given = file.map(ConfigCommand::read);
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String source = given.orElseGet(() -> source(gateway));
      GatewayAnswer trial =
          GatewayAnswer.of(gateway.post("settings/check", Map.of("source", source)));
      terminal.say(
          file.map(GatewayAnswer::shown).orElse("active configuration") + ": configuration OK");
      printNotInEffect(trial);
    }
  }

  @Command(description = "apply a configuration to the running gateway, as a new revision")
  void apply(
      @Parameters(paramLabel = "FILE", description = "the configuration") String file,
      @Option(names = "--note", paramLabel = "TEXT", description = "why, for the history")
          Optional<String> note) {
    String source = read(file);
    try (GatewayClient gateway = connection.gateway(terminal)) {
      long before = newest(gateway);
      GatewayAnswer state =
          GatewayAnswer.of(
              gateway.put(
                  "settings",
                  Map.of("source", source, "note", note.orElse(""), "revision", before)));
      boolean same = (long) state.number("revision") == before;
      terminal.say(
          "revision "
              + state.text("revision")
              + (same ? " is active, unchanged" : " is now active"));
      printNotInEffect(state);
    }
  }

  @Command(
      customSynopsis = {"postern config diff FILE", "       postern config diff N M"},
      description = "show what FILE would change, or what differs between revisions N and M")
  void diff(
      @Parameters(
              paramLabel = "FILE | N M",
              arity = "1..2",
              description = "one file, or two numbers")
          List<String> compared) {
    if (compared.size() == 2) {
      Map<String, String> numbers =
          Map.of("from", number(compared.getFirst()), "to", number(compared.getLast()));
      try (GatewayClient gateway = connection.gateway(terminal)) {
        printDifference(
            GatewayAnswer.of(gateway.get("settings/difference" + GatewayClient.query(numbers)))
                .texts("lines"));
      }
      return;
    }
    String source = read(compared.getFirst());
    try (GatewayClient gateway = connection.gateway(terminal)) {
      printDifference(
          GatewayAnswer.of(gateway.post("settings/check", Map.of("source", source)))
              .texts("difference"));
    }
  }

  @Command(description = "list the latest revisions, newest first")
  void history(
      @Option(
              names = "--most",
              paramLabel = "N",
              defaultValue = "20",
              description = "so many (default: 20)")
          String most) {
    String path = "settings/revisions" + GatewayClient.query(Map.of("most", number(most)));
    try (GatewayClient gateway = connection.gateway(terminal)) {
      show(GatewayAnswer.of(gateway.get(path)).objects("revisions"));
    }
  }

  @Command(description = "apply an earlier revision again, as a new revision")
  void rollback(@Parameters(paramLabel = "N", description = "its number") String revision) {
    long to = Long.parseLong(number(revision));
    try (GatewayClient gateway = connection.gateway(terminal)) {
      GatewayAnswer state =
          GatewayAnswer.of(
              gateway.post("settings/rollback", Map.of("to", to, "revision", newest(gateway))));
      terminal.say(
          "revision " + state.text("revision") + " is now active, the same as revision " + to);
      printNotInEffect(state);
    }
  }

  private void printDifference(List<String> lines) {
    boolean skipped = false;
    boolean any = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean near =
          lines.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1)).stream()
              .anyMatch(line -> !line.startsWith(" "));
      if (near) {
        if (skipped && any) {
          terminal.say("...");
        }
        terminal.say(lines.get(i));
        any = true;
      }
      skipped = !near;
    }
    if (!any) {
      terminal.say("no differences");
    }
  }

  private void show(List<GatewayAnswer> revisions) {
    if (revisions.isEmpty()) {
      terminal.say("no configuration yet; defaults apply");
    }
    for (GatewayAnswer revision : revisions) {
      String line =
          String.format(
              "%6s  %s  %s  %s",
              revision.text("revision"),
              revision.text("at"),
              revision.text("author"),
              revision.text("note"));
      terminal.say(line.stripTrailing());
    }
  }

  private void printNotInEffect(GatewayAnswer answer) {
    for (GatewayAnswer value : answer.objects("afterRestart")) {
      terminal.say(
          value.text("path")
              + ("true".equals(value.text("fileOnly"))
                  ? ": set in the configuration file or by an option of run only"
                  : ": after restart"));
    }
  }

  private static String source(GatewayClient gateway) {
    return GatewayAnswer.of(gateway.get("settings")).raw("source");
  }

  private static long newest(GatewayClient gateway) {
    return (long) GatewayAnswer.of(gateway.get("settings")).number("revision");
  }

  private static String number(String word) {
    if (!word.matches("[1-9][0-9]{0,8}")) {
      throw CommandFailed.usage(
          "'" + GatewayAnswer.shown(word) + "' is not a revision number (1 or more)");
    }
    return word;
  }

  private static String read(String name) {
    try {
      Path file = Path.of(name);
      if (Files.size(file) > MOST_OCTETS) {
        throw CommandFailed.trying(
            GatewayAnswer.shown(name)
                + " has more than "
                + MOST_OCTETS
                + " octets, which no gateway takes");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (InvalidPathException e) {
      throw CommandFailed.usage("'" + GatewayAnswer.shown(name) + "' is not the name of a file");
    } catch (CharacterCodingException e) {
      throw CommandFailed.trying(GatewayAnswer.shown(name) + " is not UTF-8");
    } catch (IOException e) {
      throw CommandFailed.trying("cannot read " + GatewayAnswer.shown(name));
    }
  }
}
