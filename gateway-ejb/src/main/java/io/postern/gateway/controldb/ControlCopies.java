package io.postern.gateway.controldb;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The copies of the control database in the folder {@code db-copies} beside its own: one after each
 * change, the last {@value #KEPT}. Only for H2 in a file; a database of its own is copied by its
 * administrator. Thread-safe.
 */
final class ControlCopies {

  static final int KEPT = 7;

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.controldb");
  private static final String H2_FILE = "jdbc:h2:file:";
  private static final ReentrantLock MAKING = new ReentrantLock();

  private final Path folder;
  private final Path damaged;

  /**
   * @param data the gateway's data folder
   */
  ControlCopies(Path data) {
    this.folder = data.resolve("db-copies");
    this.damaged = data.resolve("damaged");
  }

  /** Those of the database behind a connection; empty when it has none, as elsewhere than in H2. */
  static Optional<ControlCopies> of(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    if (!url.startsWith(H2_FILE)) {
      return Optional.empty();
    }
    int options = url.indexOf(';');
    String file = url.substring(H2_FILE.length(), options < 0 ? url.length() : options);
    Path database = Path.of(file);
    // Where the launcher puts it; on a server without our launcher its place says nothing of ours.
    return database.endsWith("db/postern")
        ? Optional.of(new ControlCopies(database.resolve("../..").normalize()))
        : Optional.empty();
  }

  /** Copies the database behind a connection when it has copies; failures are logged. */
  static void makeOf(Connection connection) {
    try {
      Optional<ControlCopies> copies = of(connection);
      if (copies.isPresent()) {
        copies.get().make(connection);
      }
    } catch (SQLException | IOException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "control database: cannot copy it after a change ("
              + Shown.of(String.valueOf(e.getMessage()), 300)
              + "); the change is in force, and copying is tried again");
    }
  }

  /**
   * Makes a copy when there is none of this state. A database without users is on its way to its
   * first start and is not worth one.
   *
   * @throws SQLException when the database cannot be read
   * @throws IOException when the copy cannot be written; the earlier ones stay
   */
  void make(Connection connection) throws SQLException, IOException {
    MAKING.lock();
    try (Statement statement = connection.createStatement()) {
      ControlState state = ControlState.of(connection);
      if (state.users() == 0 || isKept(state)) {
        return;
      }
      Files.createDirectories(folder);
      Path fresh = folder.resolve("copy.new");
      ControlState before;
      do {
        before = state;
        statement.execute(
            "SCRIPT TO '%s' COMPRESSION GZIP CHARSET 'UTF-8'"
                .formatted(fresh.toString().replace("'", "''")));
        state = ControlState.of(connection);
        // Another change may have come between.
      } while (!state.equals(before));
      keep(fresh, folder.resolve(ControlCopy.name(state)));
    } finally {
      MAKING.unlock();
    }
  }

  /** A change that changed nothing makes no copy: the newest one gets its number. */
  private boolean isKept(ControlState state) throws IOException {
    Optional<ControlCopy> newest = newestFirst().stream().findFirst();
    if (newest.isEmpty() || !newest.get().digest().equals(state.digest())) {
      return false;
    }
    Path renamed = folder.resolve(ControlCopy.name(state));
    if (!newest.get().file().equals(renamed) && newest.get().change() < state.change()) {
      Files.move(newest.get().file(), renamed, StandardCopyOption.ATOMIC_MOVE);
    }
    return true;
  }

  private void keep(Path fresh, Path copy) throws IOException {
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
    for (ControlCopy old : newestFirst().stream().skip(KEPT).toList()) {
      Files.deleteIfExists(old.file());
    }
  }

  /**
   * Takes a copy that cannot be used out of the way, to where a person can look at it.
   *
   * @throws IOException when it cannot be moved
   */
  void setAside(ControlCopy copy) throws IOException {
    Files.createDirectories(damaged);
    String name =
        copy.file().getFileName() + "-" + Instant.now().toString().replaceAll("[-:.]", "");
    Files.move(copy.file(), damaged.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** All there are; empty when the folder is not there. */
  List<ControlCopy> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> ControlCopy.of(file).stream())
          .sorted(Comparator.comparingLong(ControlCopy::change).reversed())
          .toList();
    }
  }

  /** The change of the newest copy; 0 when there is none. */
  long newestChange() throws IOException {
    return newestFirst().stream().mapToLong(ControlCopy::change).max().orElse(0);
  }
}
