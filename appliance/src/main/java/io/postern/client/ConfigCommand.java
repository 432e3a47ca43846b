package io.postern.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern config export | check | apply | diff | history | rollback}. */
final class ConfigCommand {

  static final String USAGE =
      """
      usage: postern config export
             postern config check [FILE]
             postern config apply FILE [--note TEXT]
             postern config diff FILE
             postern config diff N M
             postern config history [--most N]
             postern config rollback N

        export             the active configuration, as it was written
        check              lists every error, and what requires a restart; without FILE, of the
                           active configuration. Changes nothing
        apply              applies FILE to the running gateway, as a new revision
        diff               what FILE would change, or what differs between revisions N and M
        history            the latest revisions, newest first; default 20
        rollback           applies revision N again, as a new revision

        Relative paths in FILE start from the folder of the active configuration.
        postern check FILE needs no running gateway.
      """;

  /** Lines shown around each change. */
  private static final int CONTEXT = 3;

  /** What the gateway takes of a whole request; no file that is larger can be part of one. */
  private static final long MOST_OCTETS = 256 * 1024;

  private final Map<String, String> environment;
  private final Consumer<String> out;

  ConfigCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Set<String> options =
        Stream.concat(Access.OPTIONS.stream(), Stream.of("--note", "--most"))
            .collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, options, Set.of());
    List<String> given = arguments.words();
    String action = given.isEmpty() ? "" : given.getFirst();
    List<String> objects = given.isEmpty() ? given : given.subList(1, given.size());
    optionOf(arguments, "--note", action, "apply");
    optionOf(arguments, "--most", action, "history");
    Work work =
        switch (action) {
          case "export" -> {
            counted(objects, 0, "config export: unexpected argument");
            yield this::export;
          }
          case "check" -> check(objects);
          case "apply" -> {
            String source =
                file(counted(objects, 1, "config apply: missing argument: file").getFirst());
            String note = arguments.value("--note").orElse("");
            yield gateway -> apply(gateway, source, note);
          }
          case "diff" -> difference(objects);
          case "history" -> {
            counted(objects, 0, "config history: unexpected argument");
            String most = number(arguments.value("--most").orElse("20"));
            yield gateway -> history(gateway, most);
          }
          case "rollback" -> {
            String to =
                number(
                    counted(objects, 1, "config rollback: missing argument: revision").getFirst());
            yield gateway -> rollBack(gateway, Long.parseLong(to));
          }
          default ->
              throw Failed.asked(
                  "config: expected export, check, apply, diff, history or rollback; see --help");
        };
    try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
      work.with(gateway);
    }
    return CommandLine.DONE;
  }

  private interface Work {
    void with(GatewayClient gateway);
  }

  private void export(GatewayClient gateway) {
    String source = source(gateway);
    out.accept(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
  }

  private Work check(List<String> objects) {
    if (objects.size() > 1) {
      throw Failed.asked("config check: unexpected argument; see --help");
    }
    if (objects.isEmpty()) {
      return gateway -> check(gateway, "active configuration", source(gateway));
    }
    String source = file(objects.getFirst());
    return gateway -> check(gateway, Shown.text(objects.getFirst()), source);
  }

  private void check(GatewayClient gateway, String name, String source) {
    Answer trial = Answer.of(gateway.post("settings/check", Map.of("source", source)));
    out.accept(name + ": configuration OK");
    printNotInEffect(trial);
  }

  private void apply(GatewayClient gateway, String source, String note) {
    long before = newest(gateway);
    Answer state =
        Answer.of(
            gateway.put("settings", Map.of("source", source, "note", note, "revision", before)));
    boolean same = (long) state.number("revision") == before;
    out.accept(
        "revision " + state.text("revision") + (same ? " is active, unchanged" : " is now active"));
    printNotInEffect(state);
  }

  private void rollBack(GatewayClient gateway, long to) {
    Answer state =
        Answer.of(gateway.post("settings/rollback", Map.of("to", to, "revision", newest(gateway))));
    out.accept("revision " + state.text("revision") + " is now active, the same as revision " + to);
    printNotInEffect(state);
  }

  private Work difference(List<String> objects) {
    if (objects.size() == 2) {
      Map<String, String> numbers =
          Map.of("from", number(objects.getFirst()), "to", number(objects.getLast()));
      return gateway ->
          tellDifference(
              Answer.of(gateway.get("settings/difference" + GatewayClient.query(numbers)))
                  .texts("lines"));
    }
    String source =
        file(counted(objects, 1, "config diff: expected a file or two revisions").getFirst());
    return gateway ->
        tellDifference(
            Answer.of(gateway.post("settings/check", Map.of("source", source)))
                .texts("difference"));
  }

  private void tellDifference(List<String> lines) {
    boolean skipped = false;
    boolean any = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean near =
          lines.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1)).stream()
              .anyMatch(line -> !line.startsWith(" "));
      if (near) {
        if (skipped && any) {
          out.accept("...");
        }
        out.accept(lines.get(i));
        any = true;
      }
      skipped = !near;
    }
    if (!any) {
      out.accept("no differences");
    }
  }

  private void history(GatewayClient gateway, String most) {
    String path = "settings/revisions" + GatewayClient.query(Map.of("most", most));
    List<Answer> revisions = Answer.of(gateway.get(path)).objects("revisions");
    if (revisions.isEmpty()) {
      out.accept("no configuration yet; defaults apply");
    }
    for (Answer revision : revisions) {
      String line =
          String.format(
              "%6s  %s  %s  %s",
              revision.text("revision"),
              revision.text("at"),
              revision.text("author"),
              revision.text("note"));
      out.accept(line.stripTrailing());
    }
  }

  private void printNotInEffect(Answer answer) {
    for (Answer value : answer.objects("afterRestart")) {
      out.accept(
          value.text("path")
              + ("true".equals(value.text("fileOnly"))
                  ? ": set in the configuration file or by an option of run only"
                  : ": after restart"));
    }
  }

  private static String source(GatewayClient gateway) {
    return Answer.of(gateway.get("settings")).raw("source");
  }

  private static long newest(GatewayClient gateway) {
    return (long) Answer.of(gateway.get("settings")).number("revision");
  }

  private static List<String> counted(List<String> objects, int count, String otherwise) {
    if (objects.size() != count) {
      throw Failed.asked(otherwise + "; see --help");
    }
    return objects;
  }

  private static void optionOf(Arguments arguments, String option, String action, String owner) {
    if (arguments.has(option) && !action.equals(owner)) {
      throw Failed.asked(option + " goes with " + owner + " only");
    }
  }

  private static String number(String word) {
    if (!word.matches("[1-9][0-9]{0,8}")) {
      throw Failed.asked("'" + Shown.text(word) + "' is not a revision number (1 or more)");
    }
    return word;
  }

  private static String file(String name) {
    try {
      Path file = Path.of(name);
      if (Files.size(file) > MOST_OCTETS) {
        throw Failed.trying(
            Shown.text(name) + " has more than " + MOST_OCTETS + " octets, which no gateway takes");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (InvalidPathException e) {
      throw Failed.asked("'" + Shown.text(name) + "' is not the name of a file");
    } catch (CharacterCodingException e) {
      throw Failed.trying(Shown.text(name) + " is not UTF-8");
    } catch (IOException e) {
      throw Failed.trying("cannot read " + Shown.text(name));
    }
  }
}
