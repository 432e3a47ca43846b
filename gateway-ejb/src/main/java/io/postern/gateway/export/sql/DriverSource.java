package io.postern.gateway.export.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of one driver with fixed parameters, without the list that all drivers share. */
final class DriverSource implements DataSource {

  private final Driver driver;
  private final String url;
  private final Properties properties;
  private final List<String> session;

  /**
   * @param session statements that are run on each new connection
   */
  DriverSource(Driver driver, String url, Properties properties, List<String> session) {
    this.driver = driver;
    this.url = url;
    this.properties = properties;
    this.session = session;
  }

  @Override
  public Connection getConnection() throws SQLException {
    @Nullable Connection connection = driver.connect(url, (Properties) properties.clone());
    if (connection == null) {
      throw new SQLException("the driver does not know such a URL", "08001");
    }
    try (Statement statement = connection.createStatement()) {
      for (String each : session) {
        statement.execute(each);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is fixed");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // The driver has none of its own.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // Set by the driver's own parameters.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
