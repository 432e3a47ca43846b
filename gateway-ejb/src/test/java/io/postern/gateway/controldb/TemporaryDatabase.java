package io.postern.gateway.controldb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Assumptions;

/** An empty control database of a test, with the persistence unit of the product upon it. */
public final class TemporaryDatabase implements AutoCloseable {

  /** Started by the first test that asks. */
  private static final class Server {
    static final EmbeddedPostgres STARTED = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres started = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres started) {
      try {
        started.close();
      } catch (IOException e) {
        System.err.println("PostgreSQL did not stop: " + e);
      }
    }
  }

  private final DataSource source;
  private final EntityManagerFactory factory;

  private TemporaryDatabase(DataSource source) {
    this.source = source;
    Schema.migrate(source);
    factory =
        new PersistenceProvider()
            .createEntityManagerFactory(
                "postern",
                Map.of(
                    "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                    "jakarta.persistence.nonJtaDataSource", source,
                    "eclipselink.weaving", "false"));
  }

  public static TemporaryDatabase h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return new TemporaryDatabase(source);
  }

  /** On a PostgreSQL server of this test run; as root it needs a kernel with user namespaces. */
  public static TemporaryDatabase postgreSql() {
    return new TemporaryDatabase(newPostgreSqlDatabase());
  }

  private static DataSource newPostgreSqlDatabase() {
    EmbeddedPostgres server;
    try {
      server = Server.STARTED;
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      return Assumptions.abort(
          "PostgreSQL cannot be started on this machine: " + e.getMessage() + ", " + e.getCause());
    }
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return server.getDatabase("postgres", name);
  }

  public DataSource source() {
    return source;
  }

  /** Runs the work in a transaction of its own, as the container would. */
  public <T> T transaction(Function<EntityManager, T> work) {
    try (EntityManager entities = factory.createEntityManager()) {
      entities.getTransaction().begin();
      try {
        T result = work.apply(entities);
        entities.getTransaction().commit();
        return result;
      } finally {
        if (entities.getTransaction().isActive()) {
          entities.getTransaction().rollback();
        }
      }
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
