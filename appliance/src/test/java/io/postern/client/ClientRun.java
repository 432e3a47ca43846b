package io.postern.client;

import io.postern.command.CommandRunner;
import io.postern.command.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Subcommands as the {@code postern} command runs them, and what they print. */
final class ClientRun {

  final List<String> out = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  final Terminal terminal = new Terminal(Map.of(), out::add, complaints::add);

  int run(String name, List<String> words) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(words);
    return CommandRunner.of(
            name, Objects.requireNonNull(ClientCommands.all().get(name)).apply(terminal), terminal)
        .run(all);
  }
}
