package io.postern.gateway.controldb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The launcher's hand on the control database while no gateway runs. Runs in a class loader of its
 * own that holds this archive and H2, without Jakarta EE.
 *
 * <p>Takes {@code data}, {@code user}, {@code password}, and {@code action}: {@code prepare}
 * answers why no gateway may start, or gives the database this version's schema and answers
 * nothing; {@code list} answers what there is; {@code restore} puts the {@code copy} in place;
 * {@code new} lets the next start begin with an empty one. Answers lines for the operator; throws
 * IllegalArgumentException with one.
 */
public final class DatabaseRecovery implements Function<Map<String, String>, List<String>> {

  /** For the launcher. */
  public DatabaseRecovery() {}

  @Override
  public List<String> apply(Map<String, String> wish) {
    try {
      ControlDatabaseFile database =
          new ControlDatabaseFile(
              Path.of(required(wish, "data")),
              (Driver) Class.forName("org.h2.Driver").getDeclaredConstructor().newInstance(),
              required(wish, "user"),
              required(wish, "password"),
              Migrations.ofThisVersion());
      return switch (required(wish, "action")) {
        case "prepare" -> prepare(database);
        case "list" -> list(database);
        case "restore" -> done("restored " + wish.get("copy"), database.restore(copy(wish)));
        case "new" -> done("the next start begins with an empty one", database.startNew());
        default -> throw new IllegalArgumentException("no such action");
      };
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot work on the data folder (" + e + ")", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("H2 is not there", e);
    }
  }

  private static List<String> prepare(ControlDatabaseFile database) throws IOException {
    Optional<String> objection = database.objection();
    if (objection.isEmpty()) {
      database.migrate();
    }
    return objection.stream().toList();
  }

  private static List<String> list(ControlDatabaseFile database) throws IOException {
    Optional<String> objection = database.objection();
    List<String> lines = new ArrayList<>();
    lines.add("control database: " + objection.orElse("OK"));
    List<ControlCopy> copies = database.copies();
    lines.add(
        copies.isEmpty()
            ? "there is no copy of it"
            : "copies, one after each change, newest first:");
    for (ControlCopy copy : copies) {
      lines.add(
          "  %s  %s  %d octets  %s"
              .formatted(
                  copy.file().getFileName(),
                  Files.getLastModifiedTime(copy.file()).toInstant(),
                  Files.size(copy.file()),
                  copy.isComplete() ? "complete" : "damaged"));
    }
    copies.stream()
        .filter(copy -> objection.isPresent() && copy.isComplete())
        .findFirst()
        .ifPresent(
            copy ->
                lines.add(
                    "to put the newest in place: postern recover --restore-database "
                        + copy.file().getFileName()));
    if (objection.isPresent()) {
      lines.add(
          "to begin with an empty one (settings, users and archives are lost):"
              + " postern recover --new-database");
    }
    return lines;
  }

  private static List<String> done(String what, Optional<Path> kept) {
    List<String> lines = new ArrayList<>();
    lines.add("control database: " + what);
    kept.ifPresent(file -> lines.add("the former one is kept as " + file));
    return lines;
  }

  private static String copy(Map<String, String> wish) {
    return required(wish, "copy");
  }

  private static String required(Map<String, String> wish, String name) {
    String value = wish.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is not given");
    }
    return value;
  }
}
