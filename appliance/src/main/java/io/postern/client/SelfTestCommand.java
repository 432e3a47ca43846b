package io.postern.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code postern selftest}. */
final class SelfTestCommand {

  static final String USAGE =
      """
      usage: postern selftest [--timeout SECONDS] [--wait SECONDS]

        --timeout SECONDS  for the test itself, 5 to 240 (default: 60)
        --wait SECONDS     how long the gateway may take to come up before that (default: 0)

      Sends a message through the running gateway, from one of its listeners to a sink that the test
      opens, and checks spool, delivery, journal, database and extensions. Nothing stays behind but
      the lines in the journal.
      """;

  private static final Set<String> OWN = Set.of("--timeout", "--wait");

  /** States in which a test can be made; what does not work then is for the test to say. */
  private static final Set<String> UP = Set.of("running", "degraded", "refusing");

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, String> environment;
  private final Consumer<String> out;

  SelfTestCommand(Map<String, String> environment, Consumer<String> out) {
    this.environment = environment;
    this.out = out;
  }

  int run(List<String> words) {
    Set<String> options =
        Stream.concat(Access.OPTIONS.stream(), OWN.stream()).collect(Collectors.toSet());
    Arguments arguments = Arguments.parse(words, options, Set.of());
    arguments.requireNoWords("selftest");
    int timeout = seconds(arguments, "--timeout", 60);
    awaitRunning(arguments, Duration.ofSeconds(seconds(arguments, "--wait", 0)));
    try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
      return tell(Answer.of(gateway.post("selftest?seconds=" + timeout)));
    }
  }

  private static int seconds(Arguments arguments, String option, int otherwise) {
    String text = arguments.value(option).orElse(String.valueOf(otherwise));
    if (!text.matches("[0-9]{1,4}")) {
      throw Failed.asked(option + " takes a number of seconds");
    }
    return Integer.parseInt(text);
  }

  /** Its address and its token may be there only when it has come up, so all is tried anew. */
  private void awaitRunning(Arguments arguments, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      try (GatewayClient gateway = new GatewayClient(Access.of(arguments, environment))) {
        if (UP.contains(Answer.of(gateway.get("status")).text("state"))) {
          return;
        }
      } catch (Failed e) {
        if (e.exitCode() == CommandLine.WRONG) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failed.trying("interrupted");
    }
  }

  private int tell(Answer result) {
    List<Answer> parts = result.objects("parts");
    for (Answer part : parts) {
      out.accept(
          "%-4s  %-12s%s"
              .formatted(passed(part) ? "pass" : "FAIL", part.text("name"), part.text("detail")));
    }
    if (passed(result)) {
      return CommandLine.DONE;
    }
    throw Failed.trying(
        parts.stream()
            .filter(part -> !passed(part))
            .map(part -> part.text("name") + ": " + part.text("detail"))
            .collect(Collectors.joining("; ")));
  }

  private static boolean passed(Answer answer) {
    return answer.text("passed").equals("true");
  }
}
