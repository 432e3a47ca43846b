package io.postern.gateway.export.sql;

import io.postern.gateway.export.mapping.ColumnExpression;
import io.postern.gateway.export.mapping.Member;
import io.postern.gateway.export.mapping.NamedStatement;
import io.postern.gateway.export.mapping.SqlName;
import io.postern.gateway.export.mapping.Vendor;
import io.postern.gateway.settings.ExportEntry.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of one target and the statements about them. A value.
 *
 * @param columns of the event table; none when the administrator has an own statement
 */
record SqlTables(
    Dialect dialect,
    SqlName events,
    SqlName positions,
    List<Column> columns,
    Optional<NamedStatement> statement,
    boolean readyMade) {

  static SqlTables of(Database database, Dialect dialect) {
    SqlName table = SqlName.table(database.table());
    Optional<NamedStatement> statement = database.statement().map(NamedStatement::parse);
    List<Column> own =
        database.columns().entrySet().stream()
            .map(
                entry ->
                    new Column(
                        SqlName.column(entry.getKey()),
                        ColumnExpression.parse(entry.getValue()),
                        Optional.empty()))
            .toList();
    boolean readyMade = own.isEmpty() && statement.isEmpty();
    return new SqlTables(
        dialect,
        table,
        table.sibling(Column.POSITION_TABLE),
        readyMade ? Column.READY_MADE : own,
        statement,
        readyMade);
  }

  /** What each value of {@link #insert} is made of, in order. */
  List<ColumnExpression> values() {
    return statement
        .map(
            own ->
                own.members().stream().map(member -> ColumnExpression.of(member.name())).toList())
        .orElseGet(() -> columns.stream().map(Column::expression).toList());
  }

  /** What people call each of {@link #values}: the column, or the member of an own statement. */
  List<String> valueNames() {
    return statement
        .map(own -> own.members().stream().map(member -> ":" + member.name()).toList())
        .orElseGet(() -> columns.stream().map(column -> column.name().text()).toList());
  }

  /** Members that a column has alone, so that they need not stand in {@link Member#REST}. */
  Set<String> membersAlone() {
    Set<String> alone = new HashSet<>();
    values().forEach(value -> value.alone().ifPresent(member -> alone.add(member.name())));
    return alone;
  }

  String insert() {
    return statement
        .map(NamedStatement::sql)
        .orElseGet(
            () ->
                "INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(
                        dialect.name(events), names(), String.join(", ", marks(columns.size()))));
  }

  /** The same for many rows at once, as {@link PostgresCopy} sends them; if there is such a way. */
  Optional<String> copy() {
    return statement.isPresent() || dialect.vendor() != Vendor.POSTGRESQL
        ? Optional.empty()
        : Optional.of("COPY %s (%s) FROM STDIN".formatted(dialect.name(events), names()));
  }

  /** Selects no row; its columns have the types of {@link #values}. Empty for an own statement. */
  Optional<String> selectNone() {
    return statement.isPresent()
        ? Optional.empty()
        : Optional.of("SELECT %s FROM %s WHERE 1 = 0".formatted(names(), dialect.name(events)));
  }

  /**
   * Selects the numbers of those of some events that are there already. Parameters: the numbers,
   * then the gateway if {@link #hasGateway}. Empty when no column holds the number.
   */
  Optional<String> selectPresent(int numbers) {
    return column("seq")
        .map(
            seq ->
                "SELECT %s FROM %s WHERE %s IN (%s)%s"
                    .formatted(
                        seq,
                        dialect.name(events),
                        seq,
                        String.join(", ", marks(numbers)),
                        column(Member.GATEWAY).map(name -> " AND " + name + " = ?").orElse("")));
  }

  boolean hasGateway() {
    return column(Member.GATEWAY).isPresent();
  }

  private Optional<String> column(String member) {
    return columns.stream()
        .filter(column -> column.is(member))
        .map(column -> dialect.name(column.name()))
        .findFirst();
  }

  private String names() {
    return columns.stream()
        .map(column -> dialect.name(column.name()))
        .collect(Collectors.joining(", "));
  }

  private static List<String> marks(int count) {
    return Collections.nCopies(count, "?");
  }

  /** Parameters: gateway, stream. */
  String selectPosition() {
    return dialect.lockingSelect("seq", dialect.name(positions), "gateway = ? AND target = ?");
  }

  /** Parameters: position, gateway, stream. */
  String insertPosition() {
    return "INSERT INTO %s (seq, gateway, target) VALUES (?, ?, ?)"
        .formatted(dialect.name(positions));
  }

  /** Parameters: position, gateway, stream, the position that is there. */
  String updatePosition() {
    return "UPDATE %s SET seq = ? WHERE gateway = ? AND target = ? AND seq = ?"
        .formatted(dialect.name(positions));
  }

  /** Statements that make the table of the positions. */
  List<String> createPositions() {
    return List.of(
        """
        CREATE TABLE %s (
          gateway %s,
          target %s,
          seq %s,
          PRIMARY KEY (gateway, target)
        )%s"""
            .formatted(
                dialect.name(positions),
                dialect.type(ColumnType.KEY),
                dialect.type(ColumnType.KEY),
                dialect.type(ColumnType.SEQUENCE),
                dialect.tableOptions()));
  }

  /** Statements that make the table of the events; none when it is the company's own. */
  List<String> createEvents() {
    if (!readyMade) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Column column : columns) {
      lines.add(
          "  "
              + dialect.name(column.name())
              + " "
              + dialect.type(column.type().orElseThrow())
              + ",\n");
    }
    String table = dialect.name(events);
    return List.of(
        "CREATE TABLE %s (\n%s  PRIMARY KEY (gateway, seq)\n)%s"
            .formatted(table, String.join("", lines), dialect.tableOptions()),
        "CREATE INDEX %s ON %s (occurred_at)".formatted(index("time"), table),
        "CREATE INDEX %s ON %s (message)".formatted(index("message"), table));
  }

  private String index(String suffix) {
    String plain =
        events
            .text()
            .substring(events.text().lastIndexOf('.') + 1)
            .replaceAll("[^A-Za-z0-9_]", "")
            .toLowerCase(Locale.ROOT);
    return plain.substring(0, Math.min(50, plain.length())) + "_" + suffix;
  }

  /** All of them, for the database's owner. */
  String ddl() {
    List<String> statements = new ArrayList<>(createEvents());
    statements.addAll(createPositions());
    return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining());
  }
}
