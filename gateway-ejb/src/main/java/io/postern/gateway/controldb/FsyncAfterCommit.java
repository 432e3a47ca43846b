package io.postern.gateway.controldb;

import io.postern.text.Shown;
import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Around methods that change the control database: their transaction is on disk when they return,
 * as an administrator who got an answer expects after a power cut. H2 commits into the operating
 * system's memory, half a second later; a database of its own syncs by itself. Each change is
 * counted, and H2 is copied after it; see {@link ControlCopies}.
 */
public class FsyncAfterCommit {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.controldb");

  @Resource private TransactionSynchronizationRegistry transactions;

  @Resource(lookup = "jdbc/postern")
  private DataSource database;

  /** For the container, which sets the resources. */
  public FsyncAfterCommit() {}

  /** Raises what the method raises; nothing is synced then. */
  @AroundInvoke
  public Object synced(InvocationContext method) throws Exception {
    if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
      transactions.registerInterposedSynchronization(
          new Synchronization() {
            @Override
            public void beforeCompletion() {
              // What is to be written is known to the transaction alone.
            }

            @Override
            public void afterCompletion(int status) {
              if (status == Status.STATUS_COMMITTED) {
                sync();
              }
            }
          });
      count();
    }
    return method.proceed();
  }

  /** Part of the transaction: a change that is rolled back is not counted. */
  private void count() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE postern_change SET number = number + 1");
    }
  }

  private void sync() {
    try (Connection connection = database.getConnection()) {
      if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CHECKPOINT SYNC");
        }
        ControlCopies.makeOf(connection);
      }
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "control database: cannot sync a change to disk ("
              + Shown.of(String.valueOf(e.getMessage()), 300)
              + "); it is in force, and a power cut soon after may undo it");
    }
  }
}
