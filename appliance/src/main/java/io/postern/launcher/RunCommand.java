package io.postern.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code postern run}. */
@Command(
    name = "run",
    description = {
      "start the gateway in the foreground",
      "",
      "Options override the configuration."
    },
    footer = {
      "Exit codes: 0 stopped in order, 1 failure, 2 options or configuration not valid,",
      "3 out of memory, 70 broken while it ran"
    })
final class RunCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder of spool, journal and database (default: ./data)")
  Optional<String> data = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration that seeds the gateway")
  Optional<String> config = Optional.empty();

  @Option(
      names = "--smtp-port",
      paramLabel = "N",
      description = "port of the first SMTP listener, 0 for a free one")
  Optional<String> smtpPort = Optional.empty();

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      description = "port of the administration, 0 for a free one (default: 8443)")
  Optional<String> adminPort = Optional.empty();

  @Option(
      names = "--without-extensions",
      description =
          "start no extension, to get rid of one that ends the gateway: the failure policy of each"
              + " is applied to mail (451, unless configured otherwise) until it is deployed again,"
              + " undeployed, or the gateway is started without this option")
  boolean withoutExtensions;

  @Option(
      names = "--train",
      hidden = true,
      description = "end as soon as the gateway is ready; the AOT cache is made of such a run")
  boolean train;

  private final ToIntFunction<Options> start;

  /**
   * @param start starts the gateway and returns the exit code
   */
  RunCommand(ToIntFunction<Options> start) {
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.applyAsInt(
        new Options(
            path("--data", data),
            path("--config", config),
            port("--smtp-port", smtpPort),
            port("--admin-port", adminPort),
            withoutExtensions,
            train));
  }

  private static Optional<Path> path(String option, Optional<String> value) {
    if (value.isPresent() && value.get().isBlank()) {
      throw NotStarted.wrong("option " + option + " lacks its value");
    }
    try {
      return value.map(text -> Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw NotStarted.wrong("option " + option + ": '" + value.orElse("") + "' is not a path");
    }
  }

  private static OptionalInt port(String option, Optional<String> value) {
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = value.get();
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    throw NotStarted.wrong("option " + option + ": '" + text + "' is not a port (0 to 65535)");
  }
}
