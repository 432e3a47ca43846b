package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern selftest}. */
@Command(
    name = "selftest",
    description = {
      "send a message through the running gateway and check every part",
      "",
      "Sends a message from one of the gateway's listeners to a sink that the test opens, and checks"
          + " spool, delivery, journal, database and extensions. Nothing stays behind but the lines"
          + " in the journal."
    })
final class SelfTestCommand implements Callable<Integer> {

  /** States in which a test can be made; what does not work then is for the test to say. */
  private static final Set<String> UP = Set.of("running", "degraded", "refusing");

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "for the test itself, 5 to 240 (default: 60)")
  String timeout = "60";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "how long the gateway may take to come up before that (default: 0)")
  String patience = "0";

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  SelfTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int seconds = seconds("--timeout", timeout);
    awaitRunning(Duration.ofSeconds(seconds("--wait", patience)));
    try (GatewayClient gateway = connection.gateway(terminal)) {
      return print(GatewayAnswer.of(gateway.post("selftest?seconds=" + seconds)));
    }
  }

  private static int seconds(String option, String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw CommandFailed.usage(option + " takes a number of seconds");
    }
    return Integer.parseInt(text);
  }

  /** Its address and its token may be there only when it has come up, so all is tried again. */
  private void awaitRunning(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      try (GatewayClient gateway = connection.gateway(terminal)) {
        if (UP.contains(GatewayAnswer.of(gateway.get("status")).text("state"))) {
          return;
        }
      } catch (CommandFailed e) {
        if (e.exitCode() == ExitCode.USAGE) {
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
      throw CommandFailed.trying("interrupted");
    }
  }

  private int print(GatewayAnswer result) {
    List<GatewayAnswer> parts = result.objects("parts");
    for (GatewayAnswer part : parts) {
      terminal.say(
          "%-4s  %-12s%s"
              .formatted(passed(part) ? "pass" : "FAIL", part.text("name"), part.text("detail")));
    }
    if (passed(result)) {
      return ExitCode.SUCCESS;
    }
    throw CommandFailed.trying(
        parts.stream()
            .filter(part -> !passed(part))
            .map(part -> part.text("name") + ": " + part.text("detail"))
            .collect(Collectors.joining("; ")));
  }

  private static boolean passed(GatewayAnswer answer) {
    return answer.text("passed").equals("true");
  }
}
