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
import org.flywaydb.core.api.FlywayException;

/**
 * The control database in its file, while no gateway runs: whether one may start with it, and what
 * brings it back. What it replaces is kept in the folder {@code damaged}.
 */
final class ControlDatabaseFile {

  private static final String SUFFIX = ".mv.db";
  private static final String READ_ONLY = ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";

  private final Path data;
  private final Path file;
  private final Driver driver;
  private final Properties login = new Properties();
  private final ControlCopies copies;
  private final LivedFolder lived;
  private final Migrations migrations;

  /**
   * @param data the gateway's data folder
   * @param driver H2's
   * @param migrations to the schema that it is to have
   */
  ControlDatabaseFile(
      Path data, Driver driver, String user, String password, Migrations migrations) {
    this.data = data;
    this.file = data.resolve("db").resolve("postern" + SUFFIX);
    this.driver = driver;
    login.setProperty("user", user);
    login.setProperty("password", password);
    this.copies = new ControlCopies(data);
    this.lived = new LivedFolder(data);
    this.migrations = migrations;
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
    try (Connection connection = open(file, READ_ONLY)) {
      Optional<String> newer = migrations.objection(connection);
      if (newer.isPresent()) {
        return Optional.of(file + " " + newer.get() + " (start the newer version that wrote it)");
      }
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

  /**
   * Gives it the newest schema. H2 keeps each statement of a migration that fails, so all is done
   * in a copy of the file, which takes its place when it is whole and on disk. Does nothing without
   * a database, or when it has that schema.
   *
   * @throws IllegalArgumentException when a migration fails; the database is as it was
   */
  void migrate() throws IOException {
    if (Files.notExists(file) || Files.size(file) == 0) {
      return;
    }
    // A link stays one.
    Path real = file.toRealPath();
    Path fresh = real.resolveSibling("migrated" + SUFFIX);
    int schema = 0;
    try {
      try (Connection connection = open(file, READ_ONLY)) {
        schema = Migrations.schemaOf(connection);
      }
      if (schema >= migrations.newest()) {
        return;
      }
      Files.copy(real, fresh, StandardCopyOption.REPLACE_EXISTING);
      try (Connection connection = open(fresh, "");
          Statement statement = connection.createStatement()) {
        migrations.perform(
            Migrations.configuration()
                .dataSource(
                    url(fresh, ""), login.getProperty("user"), login.getProperty("password")),
            connection.getMetaData().getDatabaseProductName());
        // With the same number its rows would have to be those of its copies.
        statement.execute("UPDATE postern_change SET number = number + 1");
        statement.execute("SHUTDOWN");
      }
      sync(fresh);
      Files.move(own(fresh), real, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | SQLException | FlywayException e) {
      Files.deleteIfExists(fresh);
      throw new IllegalArgumentException(
          ("%s cannot be brought from schema %d to %d (%s); not started, it is as it was: start the"
                  + " version that wrote it")
              .formatted(file, schema, migrations.newest(), Migrations.reason(e)),
          e);
    }
    sync(real.resolveSibling(""));
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
   * @throws IllegalArgumentException when there is no such copy, it is damaged, or has a newer
   *     schema; nothing has changed
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
    try {
      fill(fresh, copy);
      Optional<Path> kept = setAside();
      Files.move(own(fresh), file, StandardCopyOption.ATOMIC_MOVE);
      sync(data.resolve("db"));
      return kept;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Makes a database of a copy. */
  private void fill(Path fresh, ControlCopy copy) throws IOException {
    String name = String.valueOf(copy.file().getFileName());
    try (Connection connection = open(fresh, "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "RUNSCRIPT FROM '%s' COMPRESSION GZIP CHARSET 'UTF-8'"
              .formatted(copy.file().toString().replace("'", "''")));
      Optional<String> newer = migrations.objection(connection);
      if (newer.isPresent()) {
        throw new IllegalArgumentException("the copy " + name + " " + newer.get());
      }
      if (!ControlState.of(connection).digest().equals(copy.digest())) {
        throw new IllegalArgumentException("the copy " + name + " is damaged");
      }
      statement.execute("UPDATE postern_change SET number = " + (copies.newestChange() + 1));
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "the copy %s cannot be read (%s)"
              .formatted(name, Shown.of(String.valueOf(e.getMessage()), 200)));
    }
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

  /** A file or a folder. */
  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    }
  }

  private Connection open(Path database, String options) throws SQLException {
    Connection connection = driver.connect(url(database, options), login);
    if (connection == null) {
      throw new SQLException("the driver does not know the database");
    }
    return connection;
  }

  private static String url(Path database, String options) {
    String path = database.toString();
    return "jdbc:h2:file:"
        + path.substring(0, path.length() - SUFFIX.length())
        + ";TRACE_LEVEL_FILE=0"
        + options;
  }
}
