package io.postern.gateway.export.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What the owner of the database sees. */
final class AuditedTable {

  private final DataSource source;

  AuditedTable(DataSource source) {
    this.source = source;
  }

  /** The rows of a query, their columns divided by a bar; NULL is a dash. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          String cell = result.getString(i);
          cells.add(cell == null ? "-" : cell);
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    }
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** By SQL alone: neither gap nor double. */
  void assertHasEach(String table, long first, long last) throws SQLException {
    long count = last - first + 1;
    assertEquals(
        List.of("%d|%d|%d|%d|%d".formatted(count, count, first, last, (first + last) * count / 2)),
        rows("SELECT COUNT(*), COUNT(DISTINCT seq), MIN(seq), MAX(seq), SUM(seq) FROM " + table));
  }
}
