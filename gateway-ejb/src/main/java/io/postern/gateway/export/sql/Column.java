package io.postern.gateway.export.sql;

import io.postern.gateway.export.mapping.ColumnExpression;
import io.postern.gateway.export.mapping.Member;
import io.postern.gateway.export.mapping.SqlName;
import java.util.List;
import java.util.Optional;

/**
 * A column that is filled.
 *
 * @param type empty when the table is the company's own
 */
record Column(SqlName name, ColumnExpression expression, Optional<ColumnType> type) {

  static final String POSITION_TABLE = "postern_position";

  /** Of the ready-made table, in order. Their names are reserved words of no product. */
  static final List<Column> READY_MADE =
      List.of(
          column("gateway", Member.GATEWAY, ColumnType.KEY),
          column("seq", "seq", ColumnType.SEQUENCE),
          column("occurred_at", "at", ColumnType.TIME),
          column("event", "event", ColumnType.WORD),
          column("message", "id", ColumnType.WORD),
          column("smtp_session", "session", ColumnType.WORD),
          column("listener", "listener", ColumnType.WORD),
          column("reverse_path", "reverse-path", ColumnType.TEXT),
          column("recipient", "recipient", ColumnType.TEXT),
          column("recipients", "recipients", ColumnType.TEXT),
          column("message_id", "message-id", ColumnType.TEXT),
          column("subject", "subject", ColumnType.TEXT),
          column("octets", "size", ColumnType.INTEGER),
          column("peer", "peer", ColumnType.TEXT),
          column("helo", "helo", ColumnType.TEXT),
          column("relay_decision", "relay-decision", ColumnType.TEXT),
          column("decided_by", "decided-by", ColumnType.TEXT),
          column("next_hop", "next-hop", ColumnType.TEXT),
          column("remote", "remote", ColumnType.TEXT),
          column("attempt", "attempt", ColumnType.INTEGER),
          column("status", "status", ColumnType.TEXT),
          column("reply", "reply", ColumnType.TEXT),
          column("duration_ms", "duration-ms", ColumnType.INTEGER),
          column("reason", "reason", ColumnType.TEXT),
          column("actor", "actor", ColumnType.TEXT),
          column("action", "action", ColumnType.TEXT),
          column("facts", Member.REST, ColumnType.JSON));

  private static Column column(String name, String member, ColumnType type) {
    return new Column(SqlName.column(name), ColumnExpression.of(member), Optional.of(type));
  }

  /** Whether the column is this member, whole. */
  boolean is(String member) {
    return expression.alone().filter(alone -> alone.name().equals(member)).isPresent();
  }
}
