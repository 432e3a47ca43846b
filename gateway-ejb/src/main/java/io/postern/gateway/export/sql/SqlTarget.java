package io.postern.gateway.export.sql;

import io.postern.gateway.export.BatchRefused;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.mapping.ColumnExpression;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One stream into a table. A transaction first moves the stream's position from where this target
 * knows it to be, which locks it, and then adds the rows: when another gateway, or an earlier
 * connection whose commit was in doubt, has moved the position meanwhile, nothing is added, and the
 * position is read again. Reading it waits for a transaction that has it locked, so that after a
 * failed commit the answer is final.
 */
final class SqlTarget implements ExportTarget {

  private static final Logger LOG = System.getLogger(SqlTarget.class.getPackageName());

  /** Numbers in one list of a statement. */
  private static final int LIST = 500;

  private final DataSource source;
  private final Closeable pool;
  private final SqlTables tables;
  private final ExportStream stream;
  private final String gateway;
  private final RowValues values;
  private final List<ColumnExpression> expressions;
  private volatile @Nullable Connection connection;
  private volatile boolean writing;
  private List<ValueKind> kinds = List.of();
  private OptionalLong held = OptionalLong.empty();

  /**
   * @param source of connections, with bounded time
   * @param pool what is closed with this
   * @param gateway names this gateway in the tables
   */
  SqlTarget(
      DataSource source, Closeable pool, SqlTables tables, ExportStream stream, String gateway) {
    this.source = source;
    this.pool = pool;
    this.tables = tables;
    this.stream = stream;
    this.gateway = gateway;
    values = new RowValues(gateway, tables.membersAlone());
    expressions = tables.values();
  }

  @Override
  public OptionalLong position() throws TargetUnavailable {
    if (!stream.keepsPosition()) {
      return OptionalLong.empty();
    }
    try {
      Connection open = connected();
      try (PreparedStatement select = open.prepareStatement(tables.selectPosition())) {
        select.setString(1, gateway);
        select.setString(2, stream.key());
        try (ResultSet row = select.executeQuery()) {
          held = row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
      }
      open.commit();
      return held;
    } catch (SQLException e) {
      rollBack();
      throw unavailable("cannot read the position", e);
    }
  }

  @Override
  public void write(List<ExportEvent> events, long position)
      throws TargetUnavailable, BatchRefused {
    writing = true;
    try {
      writeNow(events, position);
    } finally {
      writing = false;
    }
  }

  private void writeNow(List<ExportEvent> events, long position)
      throws TargetUnavailable, BatchRefused {
    Connection open = open();
    try {
      if (stream.keepsPosition()) {
        movePosition(open, position);
      }
      insert(open, events);
    } catch (SQLException e) {
      rollBack();
      throw refusedOrUnavailable(e);
    } catch (ValueRefused e) {
      rollBack();
      throw new BatchRefused(String.valueOf(e.getMessage()), true, e);
    }
    try {
      open.commit();
    } catch (SQLException e) {
      // Constraints may be checked only now; of anything else nobody knows what was done.
      boolean refused = SqlFailure.of(e, tables.dialect()) == SqlFailure.REFUSED;
      rollBack();
      if (refused) {
        throw new BatchRefused(SqlFailure.text(e), true, e);
      }
      throw unavailable("the commit failed", e);
    }
    if (stream.keepsPosition()) {
      held = OptionalLong.of(position);
    }
  }

  private void movePosition(Connection open, long position) throws SQLException, TargetUnavailable {
    boolean first = held.isEmpty();
    try (PreparedStatement move =
        open.prepareStatement(first ? tables.insertPosition() : tables.updatePosition())) {
      move.setLong(1, position);
      move.setString(2, gateway);
      move.setString(3, stream.key());
      if (!first) {
        move.setLong(4, held.getAsLong());
      }
      if (move.executeUpdate() != 1) {
        rollBack();
        throw moved(null);
      }
    } catch (SQLException e) {
      if (SqlFailure.of(e, tables.dialect()) == SqlFailure.REFUSED) {
        rollBack();
        throw moved(e);
      }
      throw e;
    }
  }

  private TargetUnavailable moved(@Nullable SQLException cause) {
    return new TargetUnavailable(
        "the position of %s was moved by another one that writes as gateway %s"
            .formatted(stream.key(), gateway),
        cause);
  }

  private void insert(Connection open, List<ExportEvent> events) throws SQLException, ValueRefused {
    List<ExportEvent> missing = stream.mayRepeat() ? missing(open, events) : events;
    if (missing.isEmpty()) {
      return;
    }
    Optional<String> copy = tables.copy();
    if (copy.isPresent() && missing.size() >= PostgresCopy.LEAST) {
      PostgresCopy.copy(open, copy.get(), missing, values, expressions, kinds);
      return;
    }
    try (PreparedStatement insert = open.prepareStatement(tables.insert())) {
      for (ExportEvent event : missing) {
        for (int i = 0; i < expressions.size(); i++) {
          Optional<String> text = values.text(expressions.get(i), event);
          kinds.get(i).bind(insert, i + 1, text, "value " + (i + 1));
        }
        if (missing.size() == 1) {
          insert.executeUpdate();
        } else {
          insert.addBatch();
        }
      }
      if (missing.size() > 1) {
        insert.executeBatch();
      }
    }
  }

  /** Those that the table does not have, as far as it can be asked. */
  private List<ExportEvent> missing(Connection open, List<ExportEvent> events) throws SQLException {
    Set<Long> present = new HashSet<>();
    for (int from = 0; from < events.size(); from += LIST) {
      List<ExportEvent> some = events.subList(from, Math.min(events.size(), from + LIST));
      Optional<String> select = tables.selectPresent(some.size());
      if (select.isEmpty()) {
        return events;
      }
      try (PreparedStatement asked = open.prepareStatement(select.get())) {
        int index = 1;
        for (ExportEvent event : some) {
          asked.setLong(index++, event.sequence());
        }
        if (tables.hasGateway()) {
          asked.setString(index, gateway);
        }
        try (ResultSet rows = asked.executeQuery()) {
          while (rows.next()) {
            present.add(rows.getLong(1));
          }
        }
      }
    }
    return events.stream().filter(event -> !present.contains(event.sequence())).toList();
  }

  @Override
  public boolean accepts(ExportEvent event) throws TargetUnavailable {
    try {
      insert(open(), List.of(event));
      return true;
    } catch (SQLException e) {
      if (SqlFailure.of(e, tables.dialect()) == SqlFailure.UNAVAILABLE) {
        throw unavailable("cannot be asked", e);
      }
      return false;
    } catch (ValueRefused e) {
      return false;
    } finally {
      rollBack();
    }
  }

  /** Does all that a first write does, with one event, and takes it back. */
  void rehearse(ExportEvent event) throws TargetUnavailable {
    OptionalLong position = position();
    try {
      Connection open = open();
      movePosition(open, position.isPresent() ? position.getAsLong() : event.sequence());
      insert(open, List.of(event));
    } catch (SQLException e) {
      throw unavailable("a row cannot be added", e);
    } catch (ValueRefused e) {
      throw new TargetUnavailable("a row cannot be added: " + e.getMessage(), e);
    } finally {
      rollBack();
    }
  }

  /** Product and version of the database. */
  String product() throws TargetUnavailable {
    try {
      var metadata = connected().getMetaData();
      return metadata.getDatabaseProductName() + " " + metadata.getDatabaseProductVersion();
    } catch (SQLException e) {
      throw unavailable("cannot be asked", e);
    }
  }

  private Connection open() throws TargetUnavailable {
    try {
      return connected();
    } catch (SQLException e) {
      throw unavailable("cannot connect", e);
    }
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = source.getConnection();
      connection = open;
      open.setAutoCommit(false);
      kinds = kinds(open);
      open.commit();
    }
    return open;
  }

  private List<ValueKind> kinds(Connection open) throws SQLException {
    Optional<String> select = tables.selectNone();
    List<ValueKind> found = new ArrayList<>();
    if (select.isPresent()) {
      try (PreparedStatement none = open.prepareStatement(select.get());
          ResultSet rows = none.executeQuery()) {
        ResultSetMetaData metadata = rows.getMetaData();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
          found.add(ValueKind.of(metadata.getColumnType(i)));
        }
      }
      return found;
    }
    for (int i = 0; i < expressions.size(); i++) {
      found.add(ValueKind.of(expressions.get(i).alone().flatMap(member -> member.type())));
    }
    try (PreparedStatement own = open.prepareStatement(tables.insert())) {
      ParameterMetaData metadata = own.getParameterMetaData();
      for (int i = 0; i < found.size(); i++) {
        found.set(i, ValueKind.of(metadata.getParameterType(i + 1)));
      }
    } catch (SQLException e) {
      if (SqlFailure.of(e, tables.dialect()) == SqlFailure.UNAVAILABLE) {
        throw e;
      }
      LOG.log(Level.DEBUG, "export: the driver does not say the types of an own statement", e);
      open.rollback();
    }
    return found;
  }

  private TargetUnavailable refusedOrUnavailable(SQLException e) throws BatchRefused {
    SqlFailure failure = SqlFailure.of(e, tables.dialect());
    if (failure == SqlFailure.UNAVAILABLE) {
      return unavailable("cannot write", e);
    }
    throw new BatchRefused(SqlFailure.text(e), failure == SqlFailure.REFUSED, e);
  }

  private static TargetUnavailable unavailable(String what, SQLException e) {
    return new TargetUnavailable(what + ": " + SqlFailure.text(e), e);
  }

  private void rollBack() {
    Connection open = connection;
    if (open != null) {
      try {
        open.rollback();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "export: a transaction could not be rolled back", e);
      }
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    try (pool) {
      // One that is being written by another thread cannot be closed by itself: it would wait for
      // the answer. The pool cuts it.
      if (open != null && !writing) {
        connection = null;
        open.close();
      }
    } catch (SQLException | IOException e) {
      LOG.log(Level.DEBUG, "export: a connection could not be closed", e);
    }
  }
}
