package io.postern.gateway.controldb;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The control database in its file, while no gateway runs: whether one may start with it, and what
 * brings it back. What it replaces is kept in the folder {@code damaged}.
 */
final class ControlDatabaseFile {

  private static final String SUFFIX = ".mv.db";

  private final Path data;
  private final Path file;
  private final Driver driver;
  private final Properties login = new Properties();
  private final ControlCopies copies;
  private final LivedFolder lived;

  /**
   * @param data the gateway's data folder
   * @param driver H2's
   */
  ControlDatabaseFile(Path data, Driver driver, String user, String password) {
    this.data = data;
    this.file = data.resolve("db").resolve("postern" + SUFFIX);
    this.driver = driver;
    login.setProperty("user", user);
    login.setProperty("password", password);
    this.copies = new ControlCopies(data);
    this.lived = new LivedFolder(data);
  }

  /** Why no gateway may start with it, in words; empty when one may. Changes nothing. */
  Optional<String> objection() throws IOException {
    if (Files.isSymbolicLink(file) && Files.notExists(file)) {
      return Optional.of(file + " is a symbolic link that leads nowhere");
    }
    if (Files.notExists(file) || Files.size(file) == 0) {
      String what = Files.exists(file) ? " is empty" : " is missing";
      return ofNewOne(file + what);
    }
    try (Connection connection = open(file, ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r")) {
      if (!hasTables(connection)) {
        return ofNewOne(file + " has no tables");
      }
      ControlState state = ControlState.of(connection);
      return state.users() == 0 ? ofNewOne(file + " has no users") : ofItsAge(state);
    } catch (SQLException e) {
      return Optional.of(
          "%s cannot be read (%s)".formatted(file, Shown.of(String.valueOf(e.getMessage()), 200)));
    }
  }

  private Optional<String> ofNewOne(String what) {
    return lived.newDatabaseWanted()
        ? Optional.empty()
        : lived
            .evidence()
            .map(evidence -> what + ", although a gateway has lived here (" + evidence + ")");
  }

  /** A file that was cut may open as it was some changes ago, one that was damaged with others. */
  private Optional<String> ofItsAge(ControlState state) throws IOException {
    return copies.newestFirst().stream()
        .findFirst()
        .flatMap(
            newest ->
                newest.change() > state.change()
                    ? Optional.of(
                        "%s is older than its newest copy (change %d, the copy has %d)"
                            .formatted(file, state.change(), newest.change()))
                    : newest.change() == state.change() && !newest.digest().equals(state.digest())
                        ? Optional.of(
                            "%s differs from the copy that was made of it (change %d)"
                                .formatted(file, state.change()))
                        : Optional.empty());
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    try (var tables = connection.getMetaData().getTables(null, null, "POSTERN_USER", null)) {
      return tables.next();
    }
  }

  /** The copies, newest first, as {@link #restore} takes their names. */
  List<ControlCopy> copies() throws IOException {
    return copies.newestFirst();
  }

  /**
   * Puts a copy in the database's place.
   *
   * @param name of the copy's file
   * @return where the former database is now; empty when there was none
   * @throws IllegalArgumentException when there is no such copy, or it is damaged; nothing has
   *     changed
   */
  Optional<Path> restore(String name) throws IOException {
    ControlCopy copy =
        copies.newestFirst().stream()
            .filter(known -> name.equals(String.valueOf(known.file().getFileName())))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no copy " + name));
    Path fresh = file.resolveSibling("restored" + SUFFIX);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(fresh);
    try (Connection connection = open(fresh, "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "RUNSCRIPT FROM '%s' COMPRESSION GZIP CHARSET 'UTF-8'"
              .formatted(copy.file().toString().replace("'", "''")));
      if (!ControlState.of(connection).digest().equals(copy.digest())) {
        throw new IllegalArgumentException("the copy " + name + " is damaged");
      }
      statement.execute("UPDATE postern_change SET number = " + (copies.newestChange() + 1));
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      Files.deleteIfExists(fresh);
      throw new IllegalArgumentException(
          "the copy %s cannot be read (%s)"
              .formatted(name, Shown.of(String.valueOf(e.getMessage()), 200)));
    }
    Optional<Path> kept = setAside();
    Files.move(own(fresh), file, StandardCopyOption.ATOMIC_MOVE);
    sync(data.resolve("db"));
    return kept;
  }

  /**
   * Lets the next start begin with an empty database.
   *
   * @return where the former database is now; empty when there was none
   */
  Optional<Path> startNew() throws IOException {
    Optional<Path> kept = setAside();
    own(lived.wantNewDatabase());
    sync(data);
    return kept;
  }

  private Optional<Path> setAside() throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path damaged = own(Files.createDirectories(data.resolve("damaged")));
    Path folder =
        own(
            Files.createDirectories(
                damaged.resolve("db-" + Instant.now().toString().replaceAll("[-:.]", ""))));
    Path kept = folder.resolve(String.valueOf(file.getFileName()));
    Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    return Optional.of(kept);
  }

  /** Root runs the command for a gateway that is another user. */
  private Path own(Path made) throws IOException {
    Files.setOwner(made, Files.getOwner(data));
    return made;
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  private Connection open(Path database, String options) throws SQLException {
    String path = database.toString();
    Connection connection =
        driver.connect(
            "jdbc:h2:file:"
                + path.substring(0, path.length() - SUFFIX.length())
                + ";TRACE_LEVEL_FILE=0"
                + options,
            login);
    if (connection == null) {
      throw new SQLException("the driver does not know the database");
    }
    return connection;
  }
}
