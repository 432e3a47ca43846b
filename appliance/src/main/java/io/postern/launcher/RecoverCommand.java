package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code postern recover}: decisions that a gateway which refuses to start waits for. */
final class RecoverCommand implements Command.Subcommand {

  private static final String USAGE =
      """
      usage: postern recover [--data DIR] [--restore-database COPY | --new-database | --accept-loss]

        (no option)              say what needs a decision, and which copies of the control database
                                 there are
        --restore-database COPY  put a copy in the database's place
        --new-database           let the next start begin with an empty database, as a first start
                                 does: settings, users and archives are lost, spool and journal stay
        --accept-loss            let the gateway go on without messages that its spool lost
        --data DIR               data folder (default: POSTERN_DATA, else ./data)

      What is replaced is kept in the folder damaged of the data folder. The gateway must not run,
      but for --accept-loss, which a gateway that waits for it takes at once.\
      """;

  @Override
  public String synopsis() {
    return "[options]: list and make the decisions that a refused start waits for";
  }

  @Override
  public int run(List<String> arguments, Console console) {
    Wish wish = Wish.parse(arguments);
    if (wish.action().equals("help")) {
      console.say(USAGE);
      return 0;
    }
    DataFolder data = wish.folder();
    if (!Files.isDirectory(data.root())) {
      throw NotStarted.failed("there is no data folder " + data.root());
    }
    if (wish.action().equals("accept-loss")) {
      acceptLoss(data);
      console.say(
          "spool: the loss is accepted; a gateway that waits for it goes on, else the next start");
      return 0;
    }
    ControlDatabase database = new ControlDatabase(Product.ofThisClass(), data);
    Function<ControlDatabase, List<String>> action =
        switch (wish.action()) {
          case "restore-database" -> of -> of.restore(wish.copy());
          case "new-database" -> ControlDatabase::startNew;
          default -> ControlDatabase::list;
        };
    try (DataLock lock = data.take()) {
      action.apply(database).forEach(console::say);
    }
    return 0;
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

  /**
   * What is asked for.
   *
   * @param action an option without its hyphens, {@code list} or {@code help}
   * @param copy for {@code restore-database}
   */
  private record Wish(String action, String copy, DataFolder folder) {

    static Wish parse(List<String> arguments) {
      @Nullable String action = null;
      String copy = "";
      String folder = System.getenv().getOrDefault("POSTERN_DATA", "data");
      for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
        String argument = rest.next();
        switch (argument) {
          case "--data" -> folder = value(argument, rest);
          case "--restore-database", "--new-database", "--accept-loss", "--help" -> {
            if (action != null) {
              throw NotStarted.wrong("recover makes one decision at a time");
            }
            action = argument.substring(2);
            copy = action.equals("restore-database") ? value(argument, rest) : "";
          }
          default ->
              throw NotStarted.wrong(
                  "recover: unknown option '" + argument + "'; postern recover --help lists them");
        }
      }
      return new Wish(
          action == null ? "list" : action,
          copy,
          new DataFolder(Path.of(folder).toAbsolutePath().normalize()));
    }

    private static String value(String option, Iterator<String> rest) {
      if (!rest.hasNext()) {
        throw NotStarted.wrong("option " + option + " lacks its value");
      }
      return rest.next();
    }
  }
}
