package io.postern.gateway.export.sql;

import io.postern.gateway.export.mapping.SqlName;
import io.postern.gateway.export.mapping.Vendor;
import java.util.List;
import java.util.Map;

/**
 * What differs from product to product: names, types, time limits and how a row is locked. All of
 * it is text; nothing here connects.
 */
record Dialect(Vendor vendor) {

  private static final String CONNECT_MILLIS = "10000";
  private static final String READ_MILLIS = "60000";

  /** Class of the driver. */
  String driver() {
    return switch (vendor) {
      case POSTGRESQL -> "org.postgresql.Driver";
      case MARIADB, MYSQL -> "org.mariadb.jdbc.Driver";
      case SQLSERVER -> "com.microsoft.sqlserver.jdbc.SQLServerDriver";
      case ORACLE -> "oracle.jdbc.OracleDriver";
      case H2 -> "org.h2.Driver";
    };
  }

  /**
   * Parameters of the driver that the gateway sets: every wait has an end, batches are sent as one.
   */
  Map<String, String> properties() {
    return switch (vendor) {
      case POSTGRESQL ->
          Map.of(
              "connectTimeout", "10",
              "loginTimeout", "10",
              "socketTimeout", "60",
              "tcpKeepAlive", "true",
              "ApplicationName", "postern",
              // The database finds the type of a text: JSON, inet, an enumeration.
              "stringtype", "unspecified",
              // Details of an error quote values.
              "logServerErrorDetail", "false",
              "reWriteBatchedInserts", "true");
      case MARIADB, MYSQL ->
          Map.of(
              "connectTimeout", CONNECT_MILLIS,
              "socketTimeout", READ_MILLIS,
              "allowLocalInfile", "false",
              "allowMultiQueries", "false",
              "useBulkStmts", "true");
      case SQLSERVER ->
          Map.of(
              "loginTimeout", "10",
              "socketTimeout", READ_MILLIS,
              "queryTimeout", "45",
              "lockTimeout", "15000",
              "connectRetryCount", "0",
              "applicationName", "postern");
      case ORACLE ->
          Map.of(
              "oracle.net.CONNECT_TIMEOUT", CONNECT_MILLIS,
              "oracle.jdbc.ReadTimeout", READ_MILLIS);
      case H2 -> Map.of();
    };
  }

  /** Run on each new connection: times are UTC, and no statement or lock is waited for long. */
  List<String> session() {
    return switch (vendor) {
      case POSTGRESQL ->
          List.of(
              "SET TIME ZONE 'UTC'", "SET lock_timeout = '15s'", "SET statement_timeout = '45s'");
      case MARIADB, MYSQL ->
          List.of("SET time_zone = '+00:00'", "SET innodb_lock_wait_timeout = 15");
      case SQLSERVER -> List.of();
      case ORACLE -> List.of("ALTER SESSION SET TIME_ZONE = '+00:00'");
      case H2 -> List.of("SET TIME ZONE 'UTC'");
    };
  }

  /** A name as it stands in a statement. */
  String name(SqlName name) {
    return switch (vendor) {
      case MARIADB, MYSQL -> name.sql('`', '`');
      case SQLSERVER -> name.sql('[', ']');
      case POSTGRESQL, ORACLE, H2 -> name.sql('"', '"');
    };
  }

  String type(ColumnType type) {
    return switch (type) {
      case KEY -> word(200) + " NOT NULL";
      case SEQUENCE -> integer() + " NOT NULL";
      case WORD -> word(64);
      case INTEGER -> integer();
      case TIME ->
          switch (vendor) {
            case POSTGRESQL -> "TIMESTAMPTZ(3)";
            case MARIADB, MYSQL -> "DATETIME(3)";
            case SQLSERVER -> "DATETIME2(3)";
            case ORACLE -> "TIMESTAMP(3)";
            case H2 -> "TIMESTAMP(3) WITH TIME ZONE";
          };
      case TEXT ->
          switch (vendor) {
            case POSTGRESQL -> "TEXT";
            case MARIADB, MYSQL -> "MEDIUMTEXT";
            case SQLSERVER -> "NVARCHAR(MAX)";
            case ORACLE -> "CLOB";
            case H2 -> "CHARACTER VARYING";
          };
      case JSON ->
          switch (vendor) {
            case POSTGRESQL -> "JSONB";
            case MARIADB, MYSQL -> "JSON";
            case SQLSERVER -> "NVARCHAR(MAX)";
            case ORACLE, H2 -> "CLOB";
          };
    };
  }

  private String word(int most) {
    return switch (vendor) {
      case POSTGRESQL, MARIADB, MYSQL, H2 -> "VARCHAR(" + most + ")";
      case SQLSERVER -> "NVARCHAR(" + most + ")";
      case ORACLE -> "VARCHAR2(" + most + " CHAR)";
    };
  }

  private String integer() {
    return vendor == Vendor.ORACLE ? "NUMBER(19)" : "BIGINT";
  }

  /** Behind the columns of a new table. */
  String tableOptions() {
    return switch (vendor) {
      case MARIADB, MYSQL -> " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";
      case POSTGRESQL, SQLSERVER, ORACLE, H2 -> "";
    };
  }

  /** Reads one column of one row, and locks the row until the transaction ends. */
  String lockingSelect(String column, String table, String where) {
    return vendor == Vendor.SQLSERVER
        ? "SELECT %s FROM %s WITH (UPDLOCK, ROWLOCK) WHERE %s".formatted(column, table, where)
        : "SELECT %s FROM %s WHERE %s FOR UPDATE".formatted(column, table, where);
  }
}
