package io.postern.gateway.controldb;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** The tables of the control database, while the gateway runs; see {@link Migrations}. */
public final class Schema {

  private Schema() {}

  /**
   * Creates and changes tables until they are this version's. To be called once at start, outside
   * of a transaction.
   *
   * @throws ControlDatabaseUnavailable when the database does not answer, refuses, is none of those
   *     known, or has a newer version's tables, which are left alone
   */
  public static void migrate(DataSource database) {
    migrate(database, Migrations.ofThisVersion());
  }

  static void migrate(DataSource database, Migrations migrations) {
    try {
      Optional<String> behind = productBehind(database, migrations);
      if (behind.isPresent()) {
        migrations.perform(Migrations.configuration().dataSource(database), behind.get());
      }
      countFromNewestCopy(database);
    } catch (SQLException | IOException | FlywayException e) {
      throw new ControlDatabaseUnavailable(
          "control database: cannot create or change its tables (" + Migrations.reason(e) + ")", e);
    }
  }

  /** The product's name when there is something to do: Flyway alone takes a second to begin. */
  private static Optional<String> productBehind(DataSource database, Migrations migrations)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      Migrations.requireKnown(product);
      Optional<String> objection = migrations.objection(connection);
      if (objection.isPresent()) {
        throw new ControlDatabaseUnavailable(
            "control database: it %s; nothing was changed: start the newer version that wrote it"
                .formatted(objection.get()));
      }
      return Migrations.schemaOf(connection) < migrations.newest()
          ? Optional.of(product)
          : Optional.empty();
    }
  }

  /** A new database is newer than all copies of a former one. */
  private static void countFromNewestCopy(DataSource database) throws SQLException, IOException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Optional<ControlCopies> copies = ControlCopies.of(connection);
      statement.executeUpdate(
          "INSERT INTO postern_change (id, number) SELECT 1, "
              + (copies.isPresent() ? copies.get().newestChange() : 0)
              + " WHERE NOT EXISTS (SELECT 1 FROM postern_change)");
      ControlCopies.makeOf(connection);
    }
  }
}
