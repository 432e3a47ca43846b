package io.postern.gateway.controldb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * What a control database holds, so that two can be compared.
 *
 * @param change grows by one with each change
 * @param users how many there are; a database that was ever used has one
 * @param digest of all rows of settings, users and extensions, 16 hexadecimal digits; archives are
 *     left out, as each row has its archive's own SHA-256
 */
record ControlState(long change, int users, String digest) {

  private static final int DIGITS = 16;

  /**
   * @throws SQLException when a table is missing or cannot be read
   */
  static ControlState of(Connection connection) throws SQLException {
    MessageDigest digest = newDigest();
    try (Statement statement = connection.createStatement()) {
      digest(
          statement,
          "SELECT revision, author, made_at, note, folder, source FROM postern_settings"
              + " ORDER BY revision",
          digest);
      int users =
          digest(
              statement,
              "SELECT name, password_hash, role, created_at, password_since, must_change"
                  + " FROM postern_user ORDER BY name",
              digest);
      digest(
          statement,
          "SELECT name, revision, file_name, sha256, enabled, deployed_by, deployed_at,"
              + " CASE WHEN content IS NULL THEN 0 ELSE 1 END"
              + " FROM postern_extension ORDER BY name, revision",
          digest);
      return new ControlState(
          change(statement), users, HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS));
    }
  }

  /** The number of the last change alone. */
  static long change(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return change(statement);
    }
  }

  /** A database of the version that counted no changes is as old as one can be. */
  private static long change(Statement statement) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = 'postern_change'")) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (ResultSet row = statement.executeQuery("SELECT number FROM postern_change")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Returns the number of rows. */
  private static int digest(Statement statement, String query, MessageDigest digest)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      int count = 0;
      for (; rows.next(); count++) {
        for (int column = 1; column <= columns; column++) {
          byte[] octets = String.valueOf(rows.getString(column)).getBytes(StandardCharsets.UTF_8);
          digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
          digest.update(octets);
        }
      }
      digest.update((byte) '\n');
      return count;
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
