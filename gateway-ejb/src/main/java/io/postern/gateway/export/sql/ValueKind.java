package io.postern.gateway.export.sql;

import io.postern.gateway.audit.EventField;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** How a text becomes a value of a column. */
enum ValueKind {
  /** Also of every type that is not below, such as JSON; the database reads the text. */
  TEXT(Types.VARCHAR),
  INTEGER(Types.BIGINT),
  DECIMAL(Types.NUMERIC),
  /** In UTC, as the session is. */
  TIMESTAMP(Types.TIMESTAMP),
  DATE(Types.DATE),
  TIME(Types.TIME);

  private static final int SQLSERVER_DATETIMEOFFSET = -155;
  private static final int ORACLE_TZ = -101;

  private final int jdbcType;

  ValueKind(int jdbcType) {
    this.jdbcType = jdbcType;
  }

  /**
   * By the type of a column.
   *
   * @param jdbcType of {@link Types}, or a vendor's own
   */
  static ValueKind of(int jdbcType) {
    return switch (jdbcType) {
      case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> INTEGER;
      case Types.NUMERIC, Types.DECIMAL, Types.DOUBLE, Types.FLOAT, Types.REAL -> DECIMAL;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, SQLSERVER_DATETIMEOFFSET, ORACLE_TZ ->
          TIMESTAMP;
      case Types.DATE -> DATE;
      case Types.TIME, Types.TIME_WITH_TIMEZONE -> TIME;
      default -> TEXT;
    };
  }

  /** By what an event has there, when the database does not say the type. */
  static ValueKind of(Optional<EventField.Type> type) {
    return type.map(
            known ->
                switch (known) {
                  case INTEGER -> INTEGER;
                  case TIME -> TIMESTAMP;
                  case TEXT, MAILBOX, MAILBOXES, ENDPOINT -> TEXT;
                })
        .orElse(TEXT);
  }

  /**
   * Puts it in its place.
   *
   * @param column for the message when it does not fit
   */
  void bind(PreparedStatement statement, int index, Optional<String> text, String column)
      throws SQLException, ValueRefused {
    if (text.isEmpty() || (text.get().isEmpty() && this != TEXT)) {
      statement.setNull(index, jdbcType);
      return;
    }
    String value = text.get();
    try {
      switch (this) {
        case TEXT -> statement.setString(index, value);
        case INTEGER -> statement.setLong(index, Long.parseLong(value));
        case DECIMAL -> statement.setBigDecimal(index, new BigDecimal(value));
        case TIMESTAMP -> statement.setObject(index, time(value));
        case DATE -> statement.setObject(index, time(value).toLocalDate());
        case TIME -> statement.setObject(index, time(value).toLocalTime());
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new ValueRefused(
          "%s takes a %s, not the text of this event"
              .formatted(column, name().toLowerCase(Locale.ROOT)),
          e);
    }
  }

  private static LocalDateTime time(String text) {
    return LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC);
  }
}
