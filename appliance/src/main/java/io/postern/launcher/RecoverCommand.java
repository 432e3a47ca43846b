package io.postern.launcher;

import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern recover}: decisions that a gateway which refuses to start waits for. */
@Command(
    name = "recover",
    customSynopsis =
        "postern recover [--data DIR] [--restore-database COPY | --new-database | --accept-loss]",
    description = {
      "list and make the decisions that a refused start waits for",
      "",
      "Without an option: say what needs a decision, and which copies of the control database there"
          + " are.",
      "What is replaced is kept in the folder damaged of the data folder. The gateway must not run,"
          + " but for --accept-loss, which a gateway that waits for it takes at once."
    })
final class RecoverCommand implements Runnable {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data folder (default: POSTERN_DATA, else ./data)")
  Optional<String> data = Optional.empty();

  @Option(
      names = "--restore-database",
      paramLabel = "COPY",
      description = "put a copy in the database's place")
  Optional<String> copy = Optional.empty();

  @Option(
      names = "--new-database",
      description =
          "let the next start begin with an empty database, as a first start does: settings, users"
              + " and archives are lost, spool and journal stay")
  boolean empty;

  @Option(
      names = "--accept-loss",
      description = "let the gateway go on without messages that its spool lost")
  boolean acceptLoss;

  private final Terminal terminal;

  RecoverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if ((copy.isPresent() ? 1 : 0) + (empty ? 1 : 0) + (acceptLoss ? 1 : 0) > 1) {
      throw NotStarted.wrong("recover makes one decision at a time");
    }
    DataFolder folder = new DataFolder(root());
    if (!Files.isDirectory(folder.root())) {
      throw NotStarted.failed("there is no data folder " + folder.root());
    }
    if (acceptLoss) {
      acceptLoss(folder);
      terminal.say(
          "spool: the loss is accepted; a gateway that waits for it goes on, else the next start");
      return;
    }
    ControlDatabase database = new ControlDatabase(Product.ofThisClass(), folder);
    Function<ControlDatabase, List<String>> action =
        copy.isPresent()
            ? of -> of.restore(copy.get())
            : empty ? ControlDatabase::startNew : ControlDatabase::list;
    try (DataLock lock = folder.take()) {
      action.apply(database).forEach(terminal.out());
    }
  }

  private Path root() {
    String text = data.orElseGet(() -> terminal.environment().getOrDefault("POSTERN_DATA", "data"));
    return Path.of(text).toAbsolutePath().normalize();
  }

  /** The gateway takes the file away once it has read it; see its LossAcceptance. */
  private static void acceptLoss(DataFolder data) {
    Path file = data.root().resolve("accept-loss");
    try {
      Files.writeString(file, "postern recover\n");
      Files.setOwner(file, Files.getOwner(data.root()));
    } catch (IOException e) {
      throw NotStarted.failed("cannot write " + file + " (" + NotStarted.reason(e) + ")", e);
    }
  }
}
