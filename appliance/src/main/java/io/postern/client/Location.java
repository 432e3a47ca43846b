package io.postern.client;

import io.postern.command.CommandFailed;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which gateway of this machine the command talks to: the one whose data folder is named, else the
 * only one of this user that runs, else the one in the current folder.
 *
 * @param data absolute; it need not exist
 * @param running what the gateway left, when it runs
 */
record Location(Path data, Optional<RunFile> running) {

  private static final String DEFAULT = "data";

  /**
   * @param given the data folder that the command line names
   * @param elsewhere whether the command was given another machine's URL: then only a data folder
   *     that is named counts, or the one in the current folder
   */
  static Location of(Optional<String> given, Map<String, String> environment, boolean elsewhere) {
    Optional<String> named =
        given
            .or(() -> Optional.ofNullable(environment.get("POSTERN_DATA")))
            .filter(text -> !text.isEmpty());
    if (named.isPresent()) {
      return at(path(named.get()));
    }
    Path here = path(DEFAULT);
    Location inCurrentFolder = at(here);
    if (elsewhere || inCurrentFolder.isRunning()) {
      return inCurrentFolder;
    }
    List<RunFile> running = RunFile.running(environment);
    return switch (running.size()) {
      case 0 -> inCurrentFolder;
      case 1 -> new Location(running.getFirst().data(), Optional.of(running.getFirst()));
      default ->
          throw CommandFailed.usage(
              "several gateways are running; choose one with --data or POSTERN_DATA:",
              running.stream()
                  .map(
                      file ->
                          "  --data "
                              + GatewayAnswer.shown(file.data() + "  (" + file.admin() + ")"))
                  .sorted()
                  .toList());
    };
  }

  private static Location at(Path data) {
    return new Location(data, RunFile.read(RunFile.in(data)).filter(RunFile::isAlive));
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw CommandFailed.usage("'" + GatewayAnswer.shown(text) + "' is not a folder");
    }
  }

  boolean isRunning() {
    return running.isPresent();
  }

  /** Why there is no gateway to talk to here. */
  CommandFailed unavailable() {
    String folder = GatewayAnswer.shown(data.toString());
    if (running.isPresent()) {
      return CommandFailed.trying(
          "the gateway is starting or stopping (data folder "
              + folder
              + "); try again in a moment");
    }
    if (!Files.isDirectory(data)) {
      return CommandFailed.trying(
          "no data folder "
              + folder
              + ": name the gateway's with --data or POSTERN_DATA; for a remote gateway use --url and"
              + " --user");
    }
    if (!Files.isReadable(data) || !Files.isExecutable(data)) {
      return CommandFailed.trying(
          "the data folder "
              + folder
              + " is not readable for this user; run this as the gateway's user, or use --user");
    }
    return CommandFailed.trying(
        isDataFolder()
            ? "gateway not running (data folder " + folder + ")"
            : folder
                + " is not a gateway's data folder: name it with --data or POSTERN_DATA; for a remote"
                + " gateway use --url and --user");
  }

  /** Every start has left its lock there. */
  private boolean isDataFolder() {
    return Files.exists(data.resolve("gateway.lock"));
  }
}
