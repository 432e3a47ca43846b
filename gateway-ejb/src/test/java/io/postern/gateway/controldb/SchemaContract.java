package io.postern.gateway.controldb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the creation of the tables does, on each database. */
interface SchemaContract {

  TemporaryDatabase database();

  @Test
  default void tablesThatAreThereStayAsTheyAre() {
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).write("probe-0", Instant.EPOCH);
              return 0;
            });

    Schema.migrate(database().source());

    assertTrue(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-0")));
  }

  @Test
  default void aProbeComesAndGoes() {
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).write("probe-1", Instant.EPOCH);
              return 0;
            });
    assertTrue(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-1")));
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).deleteAll();
              return 0;
            });
    assertFalse(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-1")));
  }

  /** H2 keeps what a failed migration has done, PostgreSQL does not; either is brought on. */
  @Test
  default void aMigrationThatFailed_isPerformedTheNextTime() throws SQLException {
    String first = "CREATE TABLE IF NOT EXISTS postern_more (id INTEGER);\n";
    assertThrows(
        ControlDatabaseUnavailable.class,
        () ->
            Schema.migrate(
                database().source(),
                MigrationsTest.followedBy(first + "DROP TABLE postern_none;\n")));
    assertEquals(1, schema());

    Schema.migrate(
        database().source(), MigrationsTest.followedBy(first + "DROP TABLE postern_more;\n"));

    assertEquals(2, schema());
  }

  @Test
  default void aNewerSchema_isNotUsed() throws SQLException {
    Schema.migrate(
        database().source(), MigrationsTest.followedBy("DROP TABLE postern_selftest;\n"));

    ControlDatabaseUnavailable refused =
        assertThrows(ControlDatabaseUnavailable.class, () -> Schema.migrate(database().source()));

    assertEquals(
        "control database: it has schema 2, this version reads schemas up to 1; nothing was changed:"
            + " start the newer version that wrote it",
        refused.getMessage());
  }

  /** A company's database may have them in the same schema. */
  @Test
  default void anotherApplicationsTables_doNotStandInForOurs() throws SQLException {
    try (Connection connection = database().source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE \"" + Migrations.HISTORY + "\"");
      statement.execute("DROP TABLE postern_user");
      statement.execute("CREATE TABLE other (id INTEGER)");
    }

    Schema.migrate(database().source());

    try (Connection connection = database().source().getConnection()) {
      assertEquals(0, ControlState.of(connection).users());
    }
  }

  private int schema() throws SQLException {
    try (Connection connection = database().source().getConnection()) {
      return Migrations.schemaOf(connection);
    }
  }
}
