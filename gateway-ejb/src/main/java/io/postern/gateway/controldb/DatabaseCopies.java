package io.postern.gateway.controldb;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Looks after the copies of the control database while the gateway runs: a damaged one is set
 * aside, and the copy of the present state is made when it is missing, as after a failure. For one
 * thread at a time.
 */
public final class DatabaseCopies {

  /** A file that looks as it did when it was read to its end is not read again. */
  private record Seen(long size, FileTime changed) {}

  private final DataSource database;
  private final Map<Path, Seen> complete = new HashMap<>();

  /**
   * @param database the control database; one that is not H2 in a file has no copies
   */
  public DatabaseCopies(DataSource database) {
    this.database = database;
  }

  /**
   * Looks once, and repairs what it can.
   *
   * @return what was wrong, in a sentence; empty when all copies are whole and the newest is of the
   *     present state
   */
  public Optional<String> look() {
    try (Connection connection = database.getConnection()) {
      Optional<ControlCopies> copies = ControlCopies.of(connection);
      return copies.isEmpty() ? Optional.empty() : look(copies.get(), connection);
    } catch (SQLException | IOException e) {
      return Optional.of(
          "the control database cannot be copied (%s); it is in use, its earlier copies stay, and it is tried again"
              .formatted(Shown.of(e.toString(), 300)));
    }
  }

  private Optional<String> look(ControlCopies copies, Connection connection)
      throws SQLException, IOException {
    Set<String> damaged = new HashSet<>();
    for (ControlCopy copy : copies.newestFirst()) {
      if (!isComplete(copy)) {
        copies.setAside(copy);
        damaged.add(String.valueOf(copy.file().getFileName()));
      }
    }
    complete.keySet().retainAll(copies.newestFirst().stream().map(ControlCopy::file).toList());
    if (copies.newestChange() != ControlState.change(connection)) {
      copies.make(connection);
    }
    return damaged.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "copies of the control database were damaged and are kept in the folder damaged: "
                + String.join(", ", List.copyOf(damaged))
                + "; a copy of the present state is there");
  }

  private boolean isComplete(ControlCopy copy) throws IOException {
    if (!Files.isRegularFile(copy.file())) {
      return false;
    }
    Seen seen = new Seen(Files.size(copy.file()), Files.getLastModifiedTime(copy.file()));
    if (seen.equals(complete.get(copy.file()))) {
      return true;
    }
    if (!copy.isComplete()) {
      return false;
    }
    complete.put(copy.file(), seen);
    return true;
  }
}
