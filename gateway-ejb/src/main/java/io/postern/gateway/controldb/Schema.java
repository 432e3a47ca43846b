package io.postern.gateway.controldb;

import io.postern.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables of the control database, the same on each database but for the names of three types.
 * Written by hand, so that what is in a company's database is what stands in one file.
 */
public final class Schema {

  private static final Map<String, Map<String, String>> TYPES =
      Map.of(
          "H2",
              Map.of(
                  "{instant}", "TIMESTAMP(6) WITH TIME ZONE", "{text}", "CLOB", "{octets}", "BLOB"),
          "PostgreSQL",
              Map.of("{instant}", "TIMESTAMPTZ(6)", "{text}", "TEXT", "{octets}", "BYTEA"));

  private Schema() {}

  /**
   * Creates the tables that are missing. To be called once at start, outside of a transaction.
   *
   * @throws ControlDatabaseUnavailable when the database does not answer, refuses, or is none of
   *     those known
   */
  public static void createMissing(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      String product = connection.getMetaData().getDatabaseProductName();
      Map<String, String> types = TYPES.get(product);
      if (types == null) {
        throw new ControlDatabaseUnavailable(
            "control database: cannot create tables in "
                + Shown.of(product)
                + "; known are "
                + String.join(" and ", TYPES.keySet().stream().sorted().toList()));
      }
      for (String command : script(types).split(";\n")) {
        if (!command.isBlank()) {
          statement.execute(command);
        }
      }
      countFromNewestCopy(connection, statement);
    } catch (SQLException | IOException e) {
      throw new ControlDatabaseUnavailable(
          "control database: cannot create its tables ("
              + Shown.of(String.valueOf(e.getMessage()), 300)
              + ")",
          e);
    }
  }

  /** A new database is newer than all copies of a former one. */
  private static void countFromNewestCopy(Connection connection, Statement statement)
      throws SQLException, IOException {
    Optional<ControlCopies> copies = ControlCopies.of(connection);
    statement.executeUpdate(
        "INSERT INTO postern_change (id, number) SELECT 1, "
            + (copies.isPresent() ? copies.get().newestChange() : 0)
            + " WHERE NOT EXISTS (SELECT 1 FROM postern_change)");
    ControlCopies.makeOf(connection);
  }

  private static String script(Map<String, String> types) {
    try (InputStream in =
        Objects.requireNonNull(Schema.class.getResourceAsStream("schema.sql"), "schema.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> type : types.entrySet()) {
        script = script.replace(type.getKey(), type.getValue());
      }
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
