package io.postern.gateway.export.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.mapping.ColumnExpression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Rows for PostgreSQL by COPY, within the transaction of the connection: some times faster than
 * INSERT. The database reads each value as a text of its column's type.
 */
final class PostgresCopy {

  /** Rows from which on COPY is used; what it cannot do (views, row security), INSERT may. */
  static final int LEAST = 8;

  private PostgresCopy() {}

  /**
   * @param statement COPY table (columns) FROM STDIN
   * @param kinds of the expressions' columns
   */
  static void copy(
      Connection connection,
      String statement,
      List<ExportEvent> events,
      RowValues values,
      List<ColumnExpression> expressions,
      List<ValueKind> kinds)
      throws SQLException {
    StringBuilder rows = new StringBuilder(events.size() * 512);
    for (ExportEvent event : events) {
      for (int i = 0; i < expressions.size(); i++) {
        if (i > 0) {
          rows.append('\t');
        }
        append(rows, values.text(expressions.get(i), event), kinds.get(i));
      }
      rows.append('\n');
    }
    byte[] octets = rows.toString().getBytes(UTF_8);
    try {
      long _ =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(statement, new ByteArrayInputStream(octets));
    } catch (IOException e) {
      throw new SQLException("cannot send rows", "08006", e);
    }
  }

  private static void append(StringBuilder rows, Optional<String> value, ValueKind kind) {
    if (value.isEmpty() || (value.get().isEmpty() && kind != ValueKind.TEXT)) {
      rows.append("\\N");
      return;
    }
    String text = value.get();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(c);
      }
    }
  }
}
