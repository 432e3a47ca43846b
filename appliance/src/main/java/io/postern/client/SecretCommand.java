package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern secret set | list | remove}. */
@Command(
    name = "secret",
    description = {
      "passwords that the settings name",
      "",
      "They are kept encrypted and can be set and removed, never read."
    })
final class SecretCommand {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  private final Terminal terminal;

  SecretCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "set one; its value is the first line of the standard input")
  void set(@Parameters(paramLabel = "NAME", description = "as in the settings") String name) {
    String value = value();
    try (GatewayClient gateway = connection.gateway(terminal)) {
      String _ = gateway.put("secrets/" + GatewayClient.encoded(name), Map.of("value", value));
      terminal.say(GatewayAnswer.shown(name) + " set");
    }
  }

  @Command(description = "list their names")
  void list() {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      List<GatewayAnswer> secrets = GatewayAnswer.of(gateway.get("secrets")).objects("secrets");
      for (GatewayAnswer secret : secrets) {
        terminal.say("%-41s  %s".formatted(secret.text("name"), secret.text("changedAt")));
      }
    }
  }

  @Command(description = "remove one")
  void remove(@Parameters(paramLabel = "NAME", description = "as list shows it") String name) {
    try (GatewayClient gateway = connection.gateway(terminal)) {
      gateway.delete("secrets/" + GatewayClient.encoded(name));
      terminal.say(GatewayAnswer.shown(name) + " removed");
    }
  }

  /** Typed without being shown, or piped in. */
  private static String value() {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("Value: ");
      return typed == null ? "" : new String(typed);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw CommandFailed.trying("cannot read the standard input (" + e.getMessage() + ")");
    }
  }
}
