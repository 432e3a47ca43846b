package io.postern.gateway.export.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.SampleEvent;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.mapping.ColumnExpression;
import io.postern.gateway.export.mapping.JdbcUrl;
import io.postern.gateway.secret.SecretSource;
import io.postern.gateway.secret.SecretsUnavailable;
import io.postern.gateway.settings.ExportEntry.Database;
import io.postern.text.Shown;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Connects to one database as the settings say. Thread-safe. */
final class SqlOpener implements TargetOpener {

  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration VALIDATE = Duration.ofSeconds(5);

  private final String name;
  private final Database database;
  private final JdbcUrl url;
  private final SqlTables tables;
  private final String gateway;
  private final SecretSource secrets;
  private final Drivers drivers;

  SqlOpener(String name, Database database, String gateway, SecretSource secrets, Drivers drivers) {
    this.name = name;
    this.database = database;
    this.gateway = gateway;
    this.secrets = secrets;
    this.drivers = drivers;
    url = JdbcUrl.parse(database.url());
    tables = SqlTables.of(database, new Dialect(url.vendor()));
  }

  @Override
  public ExportTarget open(ExportStream stream) throws TargetUnavailable {
    return connect(stream);
  }

  private SqlTarget connect(ExportStream stream) throws TargetUnavailable {
    HikariDataSource pool = pool(stream);
    try {
      if (database.create()) {
        create(pool);
      }
      return new SqlTarget(pool, pool, tables, stream, gateway);
    } catch (SQLException e) {
      pool.close();
      throw new TargetUnavailable("cannot create the tables: " + SqlFailure.text(e), e);
    }
  }

  /** Of one connection, for one stream; its threads end with it. */
  private HikariDataSource pool(ExportStream stream) throws TargetUnavailable {
    HikariConfig config = new HikariConfig();
    config.setPoolName("postern-export-" + stream.key());
    config.setDataSource(source());
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setValidationTimeout(VALIDATE.toMillis());
    // Tried once, so that the reason is known at once.
    config.setInitializationFailTimeout(1);
    config.setMaxLifetime(0);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new TargetUnavailable(
          "cannot connect: "
              + (e.getCause() instanceof SQLException cause ? SqlFailure.text(cause) : Shown.of(e)),
          e);
    }
  }

  private DataSource source() throws TargetUnavailable {
    Dialect dialect = tables.dialect();
    Properties properties = new Properties();
    properties.putAll(url.parameters());
    properties.putAll(dialect.properties());
    database.user().ifPresent(user -> properties.setProperty("user", user));
    password().ifPresent(password -> properties.setProperty("password", password));
    return new DriverSource(drivers.of(dialect), url.base(), properties, dialect.session());
  }

  private Optional<String> password() throws TargetUnavailable {
    if (database.secret().isEmpty()) {
      return Optional.empty();
    }
    String secret = database.secret().get();
    try {
      return Optional.of(
          secrets
              .value(secret)
              .orElseThrow(
                  () ->
                      new TargetUnavailable(
                          "there is no secret %s; postern secret set %s".formatted(secret, secret),
                          null)));
    } catch (SecretsUnavailable e) {
      throw new TargetUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private void create(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(true);
      if (tables.readyMade()) {
        createMissing(connection, tables.dialect().name(tables.events()), tables.createEvents());
      }
      createMissing(
          connection, tables.dialect().name(tables.positions()), tables.createPositions());
    }
  }

  private static void createMissing(Connection connection, String table, List<String> statements)
      throws SQLException {
    if (isThere(connection, table)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      // Another gateway may have been faster.
      if (!isThere(connection, table)) {
        throw e;
      }
    }
  }

  private static boolean isThere(Connection connection, String table) {
    try (Statement statement = connection.createStatement()) {
      return !statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").next();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public List<String> test(Map<String, String> given) throws TargetUnavailable {
    return new SqlOpener(name, database, gateway, secrets.with(given), drivers).test();
  }

  @Override
  public List<ExportSample.SampleValue> sample(ExportEvent event) {
    RowValues values = new RowValues(gateway, tables.membersAlone());
    List<String> names = tables.valueNames();
    List<ColumnExpression> expressions = tables.values();
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> new ExportSample.SampleValue(names.get(i), values.text(expressions.get(i), event)))
        .toList();
  }

  private List<String> test() throws TargetUnavailable {
    try (SqlTarget target = connect(SampleEvent.stream(name))) {
      String product = target.product();
      var position = target.position();
      target.rehearse(SampleEvent.event());
      return List.of(
          "connected to " + Shown.of(product, 100),
          "events go into " + tables.events().text() + " as gateway " + gateway,
          position.isPresent()
              ? "the database has events up to " + position.getAsLong()
              : "the database has no position of this gateway yet",
          "a row was added and taken back");
    }
  }

  @Override
  public Optional<String> ddl() {
    return Optional.of(tables.ddl());
  }
}
