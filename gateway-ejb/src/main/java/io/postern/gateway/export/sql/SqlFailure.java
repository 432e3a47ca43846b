package io.postern.gateway.export.sql;

import io.postern.text.Shown;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** What an error of a database means for a batch. */
enum SqlFailure {
  /** The database cannot work now; the same batch may pass later. */
  UNAVAILABLE,
  /** A value is the reason; the row would be refused whenever it came. */
  REFUSED,
  /** It may be the row or the table. */
  UNCLEAR;

  /** Classes of SQLState (ISO 9075): connection, transaction, resources, operator, I/O. */
  private static final Set<String> UNAVAILABLE_CLASSES =
      Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX");

  /** Data exception, and integrity constraint violation. */
  private static final Set<String> REFUSED_CLASSES = Set.of("22", "23");

  /**
   * MariaDB and MySQL, SQLState HY000: lock wait, disk or table full, read only, shutting down, too
   * many connections.
   */
  private static final Set<Integer> MARIADB_UNAVAILABLE =
      Set.of(1021, 1037, 1040, 1041, 1053, 1114, 1205, 1213, 1290, 1836, 3024);

  /** MariaDB and MySQL, HY000: characters, check constraints, a value that is missing. */
  private static final Set<Integer> MARIADB_REFUSED = Set.of(1364, 1366, 3140, 3819, 4025);

  /** Oracle: value too large or out of range, not a number or date, NULL, check constraint. */
  private static final Set<Integer> ORACLE_REFUSED =
      Set.of(1400, 1407, 1438, 1722, 1830, 1858, 1861, 2290, 2291, 12899);

  /** A batch is refused by an exception whose cause or successor says why. */
  static SqlFailure of(SQLException thrown, Dialect dialect) {
    SqlFailure found = UNCLEAR;
    for (Throwable each : thrown) {
      if (each instanceof SQLException e) {
        SqlFailure one = single(e, dialect);
        if (one == UNAVAILABLE) {
          return one;
        }
        found = found == UNCLEAR ? one : found;
      }
    }
    return found;
  }

  private static SqlFailure single(SQLException e, Dialect dialect) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    if (e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || UNAVAILABLE_CLASSES.contains(group)) {
      return UNAVAILABLE;
    }
    if (REFUSED_CLASSES.contains(group)) {
      return REFUSED;
    }
    int code = e.getErrorCode();
    return switch (dialect.vendor()) {
      case MARIADB, MYSQL ->
          MARIADB_UNAVAILABLE.contains(code)
              ? UNAVAILABLE
              : MARIADB_REFUSED.contains(code) ? REFUSED : UNCLEAR;
      case ORACLE -> ORACLE_REFUSED.contains(code) ? REFUSED : UNCLEAR;
      case POSTGRESQL, SQLSERVER, H2 -> UNCLEAR;
    };
  }

  /** The innermost reason, on one line; drivers put the statement and its values into the outer. */
  static String text(SQLException thrown) {
    SQLException last = thrown;
    for (Throwable each : thrown) {
      if (each instanceof SQLException e) {
        last = e;
      }
    }
    return Shown.of(last) + (last.getSQLState() == null ? "" : " [" + last.getSQLState() + "]");
  }
}
