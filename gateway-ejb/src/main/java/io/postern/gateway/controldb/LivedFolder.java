package io.postern.gateway.controldb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a gateway has lived in a data folder, so that a control database without users is a lost
 * one and not a first start. An administrator's wish for an empty one is the file {@code
 * new-database}, taken away by the start that fulfils it.
 *
 * @param data the gateway's data folder
 */
public record LivedFolder(Path data) {

  private static final String WISH = "new-database";

  /** What shows that a gateway has lived here, in words; empty when nothing does. */
  Optional<String> evidence() {
    List<String> found = new ArrayList<>();
    for (String name : List.of("spool", "journal", "extensions", "db-copies")) {
      if (holdsFile(data.resolve(name))) {
        found.add(name + "/");
      }
    }
    for (String name : List.of("deployed-extensions", "last-known")) {
      if (Files.exists(data.resolve(name))) {
        found.add(name);
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  private static boolean holdsFile(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an administrator wants to begin with an empty database. */
  boolean newDatabaseWanted() {
    return Files.exists(data.resolve(WISH));
  }

  /** Leaves word that the next start may begin with an empty database. */
  Path wantNewDatabase() throws IOException {
    Path wish = data.resolve(WISH);
    if (Files.notExists(wish)) {
      Files.createFile(wish);
    }
    return wish;
  }

  /**
   * To be called before the first user is created.
   *
   * @throws ControlDatabaseUnavailable when this is not a first start and nobody wants it to be one
   */
  public void requireFirstStart() {
    Optional<String> evidence = evidence();
    if (evidence.isPresent() && !newDatabaseWanted()) {
      throw new ControlDatabaseUnavailable(
          ("control database: it has no users, although a gateway has lived in %s (%s); no user is"
                  + " created: bring the database back, or run 'postern recover --new-database'")
              .formatted(data, evidence.get()));
    }
  }

  /** The wish is fulfilled. */
  public void begun() {
    try {
      Files.deleteIfExists(data.resolve(WISH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
