package io.postern.gateway.controldb;

import io.postern.text.Shown;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The steps from an empty control database to this version's schema, performed by Flyway. The
 * number of a schema is that of the last migration it has seen. The same on each database but for
 * the names of three types. See decision 42.
 *
 * @param scripts in the order of their numbers, which begin at 1 and leave none out
 */
record Migrations(List<MigrationScript> scripts) {

  /** Where Flyway writes down which migrations a database has seen. */
  static final String HISTORY = "postern_schema_history";

  private static final List<String> OF_THIS_VERSION = List.of("V1__tables.sql");

  private static final String POSTGRESQL = "PostgreSQL";

  private static final Map<String, Map<String, String>> TYPES =
      Map.of(
          "H2",
          Map.of("instant", "TIMESTAMP(6) WITH TIME ZONE", "text", "CLOB", "octets", "BLOB"),
          POSTGRESQL,
          Map.of("instant", "TIMESTAMPTZ(6)", "text", "TEXT", "octets", "BYTEA"));

  /** A logger that nobody holds forgets its level. */
  private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

  static Migrations ofThisVersion() {
    return new Migrations(OF_THIS_VERSION.stream().map(MigrationScript::ofResource).toList());
  }

  /** The number of the schema that they lead to. */
  int newest() {
    return scripts.size();
  }

  /** Flyway's settings, to which the database is still to be added. */
  static FluentConfiguration configuration() {
    return Flyway.configure(Migrations.class.getClassLoader());
  }

  /**
   * The number of a database's schema; 0 when it is empty or from before the migrations.
   *
   * @throws SQLException when it cannot be read
   */
  static int schemaOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT 1 FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA"
                  + " AND table_name = '%s'".formatted(HISTORY))) {
        if (!table.next()) {
          return 0;
        }
      }
      try (ResultSet newest =
          statement.executeQuery(
              "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \"%s\" WHERE \"success\""
                  .formatted(HISTORY))) {
        return newest.next() ? newest.getInt(1) : 0;
      }
    }
  }

  /**
   * Why this version must not use a database, in words; empty when a newer one has not changed its
   * schema. Changes nothing.
   */
  Optional<String> objection(Connection connection) throws SQLException {
    int schema = schemaOf(connection);
    return schema > newest()
        ? Optional.of(
            "has schema %d, this version reads schemas up to %d".formatted(schema, newest()))
        : Optional.empty();
  }

  /**
   * The names of types in a database.
   *
   * @param product as the driver names the database
   * @throws ControlDatabaseUnavailable when there are no migrations for it
   */
  static Map<String, String> requireKnown(String product) {
    Map<String, String> types = TYPES.get(product);
    if (types == null) {
      throw new ControlDatabaseUnavailable(
          "control database: cannot create tables in "
              + Shown.of(product)
              + "; known are "
              + String.join(" and ", TYPES.keySet().stream().sorted().toList()));
    }
    return types;
  }

  /**
   * Performs those that the database has not seen. PostgreSQL undoes all of them when one fails; H2
   * keeps each statement, which the next time repeats.
   *
   * @param database see {@link #configuration}
   * @param product as the driver names the database
   * @throws FlywayException when one fails
   * @throws ControlDatabaseUnavailable when there are none for such a database
   */
  void perform(FluentConfiguration database, String product) {
    // It says in many lines that there was nothing to do, or what is thrown as well. A server that
    // reads its logging configuration again takes such a level back.
    FLYWAY_LOG.setLevel(Level.OFF);
    Flyway flyway =
        database
            .table(HISTORY)
            .placeholders(requireKnown(product))
            // Flyway would look for files in class path and file system by itself.
            .locations(new String[0])
            .resourceProvider(new Scripts(scripts))
            .javaMigrationClassProvider(List::of)
            .skipDefaultCallbacks(true)
            // Not 1: the first migration completes what earlier versions made, and the tables that
            // are there may be another application's.
            .baselineOnMigrate(true)
            .baselineVersion("0")
            // Undone together or not at all, where a database can undo them.
            .group(product.equals(POSTGRESQL))
            .load();
    if (Arrays.stream(flyway.info().all()).anyMatch(known -> known.getState().isFailed())) {
      flyway.repair();
    }
    flyway.migrate();
  }

  /** Why a migration failed: what the database answered, in one line. */
  static String reason(Exception failed) {
    Throwable deepest = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        deepest = cause;
      }
    }
    return Shown.of(
        String.valueOf(deepest.getMessage()).lines().map(String::strip).findFirst().orElse(""),
        300);
  }

  /** Flyway's way to them. */
  private record Scripts(List<MigrationScript> scripts) implements ResourceProvider {

    /** Options of a script, in a file of their own; there are none. */
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return scripts.stream()
          .filter(script -> script.getFilename().startsWith(prefix))
          .<LoadableResource>map(script -> script)
          .toList();
    }
  }
}
