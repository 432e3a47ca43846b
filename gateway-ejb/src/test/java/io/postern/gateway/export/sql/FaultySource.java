package io.postern.gateway.export.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections that fail at commits and at statements, as often as a dice says. */
final class FaultySource implements DataSource {

  private final DataSource real;
  private final Random dice;
  private volatile int oneOf;
  private int faults;

  /**
   * @param oneOf calls of which one fails, on average; 0 for none
   */
  FaultySource(DataSource real, long seed, int oneOf) {
    this.real = real;
    this.dice = new Random(seed);
    this.oneOf = oneOf;
  }

  void heal() {
    oneOf = 0;
  }

  synchronized int faults() {
    return faults;
  }

  private synchronized boolean fails() {
    boolean now = oneOf > 0 && dice.nextInt(oneOf) == 0;
    faults += now ? 1 : 0;
    return now;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = real.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            FaultySource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean commit = method.getName().equals("commit");
              boolean watched = commit || method.getName().equals("prepareStatement");
              if (watched && fails()) {
                throw cut(connection, commit && diceSaysAfter());
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized boolean diceSaysAfter() {
    return dice.nextBoolean();
  }

  /** The connection ends, and nobody knows whether the commit had been made. */
  private static SQLException cut(Connection connection, boolean committed) throws SQLException {
    if (committed) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.close();
    return new SQLException("connection reset", "08006");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
