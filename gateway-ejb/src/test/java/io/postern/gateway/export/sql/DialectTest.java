package io.postern.gateway.export.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.mapping.Vendor;
import io.postern.gateway.settings.ExportEntry.Database;
import java.sql.BatchUpdateException;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Map;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DialectTest {

  private static SqlTables tables(Vendor vendor, String table) {
    return SqlTables.of(
        new Database(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            table,
            true,
            Map.of(),
            Optional.empty()),
        new Dialect(vendor));
  }

  /** Of SQL Server and Oracle the syntax, as far as H2 takes it in their name; not the products. */
  @ParameterizedTest
  @CsvSource({"H2, REGULAR", "ORACLE, Oracle", "SQLSERVER, MSSQLServer", "POSTGRESQL, PostgreSQL"})
  void statements_areTakenByH2InTheProductsMode(Vendor vendor, String mode) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + vendor + "ddl;DB_CLOSE_DELAY=-1;MODE=" + mode);
    AuditedTable owner = new AuditedTable(source);
    SqlTables tables = tables(vendor, "postern_events");
    for (String statement : tables.ddl().split(";\n")) {
      owner.run(
          statement
              .replace("NVARCHAR(MAX)", "NVARCHAR")
              .replace("TIMESTAMPTZ(3)", "TIMESTAMP(3) WITH TIME ZONE"));
    }
    owner.rows(tables.selectNone().orElseThrow());
    owner.rows(tables.insert().replaceAll("INSERT INTO (\\S+) .*", "SELECT COUNT(*) FROM $1"));
    assertFalse(tables.insert().contains(";"));
  }

  @Test
  void tableOfASchema_hasItsPositionsBesideIt() {
    SqlTables tables = tables(Vendor.SQLSERVER, "\"Audit Log\".\"My Events\"");
    assertTrue(tables.ddl().contains("CREATE TABLE [Audit Log].[My Events] ("), tables.ddl());
    assertTrue(tables.ddl().contains("CREATE TABLE [Audit Log].postern_position ("));
    assertEquals(
        "SELECT seq FROM [Audit Log].postern_position WITH (UPDLOCK, ROWLOCK)"
            + " WHERE gateway = ? AND target = ?",
        tables.selectPosition());
    assertTrue(
        tables(Vendor.MARIADB, "audit.\"My Events\"").insert().contains("audit.`My Events`"));
  }

  /** But for Oracle's, whose driver an administrator adds. */
  @ParameterizedTest
  @EnumSource(names = "ORACLE", mode = EnumSource.Mode.EXCLUDE)
  void driver_isThereAndKnowsItsParameters(Vendor vendor) throws Exception {
    Dialect dialect = new Dialect(vendor);
    Driver driver = (Driver) Class.forName(dialect.driver()).getDeclaredConstructor().newInstance();
    assertTrue(driver.acceptsURL(url(vendor)), url(vendor));
  }

  private static String url(Vendor vendor) {
    return switch (vendor) {
      case POSTGRESQL -> "jdbc:postgresql://db/audit";
      case MARIADB, MYSQL -> "jdbc:mariadb://db/audit";
      case SQLSERVER -> "jdbc:sqlserver://db";
      case ORACLE -> "jdbc:oracle:thin:@//db/audit";
      case H2 -> "jdbc:h2:mem:audit";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, 22001, 0, REFUSED",
    "POSTGRESQL, 23505, 0, REFUSED",
    "POSTGRESQL, 42P01, 0, UNCLEAR",
    "POSTGRESQL, 57P01, 0, UNAVAILABLE",
    "POSTGRESQL, 53100, 0, UNAVAILABLE",
    "POSTGRESQL, 40001, 0, UNAVAILABLE",
    "POSTGRESQL, 28P01, 0, UNAVAILABLE",
    "POSTGRESQL, 25006, 0, UNAVAILABLE",
    "POSTGRESQL, 55P03, 0, UNAVAILABLE",
    "MARIADB, HY000, 1205, UNAVAILABLE",
    "MARIADB, HY000, 1366, REFUSED",
    "MYSQL, HY000, 3819, REFUSED",
    "MARIADB, 42S02, 1146, UNCLEAR",
    "SQLSERVER, 23000, 547, REFUSED",
    "SQLSERVER, S0002, 208, UNCLEAR",
    "ORACLE, 72000, 12899, REFUSED",
    "ORACLE, 42000, 942, UNCLEAR"
  })
  void errors_areToldApart(Vendor vendor, String state, int code, SqlFailure failure) {
    Dialect dialect = new Dialect(vendor);
    SQLException reason = new SQLException("reason", state, code);
    assertEquals(failure, SqlFailure.of(reason, dialect));
    BatchUpdateException batch = new BatchUpdateException("batch", new int[0]);
    batch.setNextException(reason);
    assertEquals(failure, SqlFailure.of(batch, dialect));
    assertEquals("reason [" + state + "]", SqlFailure.text(batch));
    assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(new SQLTimeoutException("late"), dialect));
  }
}
