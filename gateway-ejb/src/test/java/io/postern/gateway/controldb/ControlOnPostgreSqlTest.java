package io.postern.gateway.controldb;

import io.postern.gateway.access.UsersContract;
import io.postern.gateway.callout.cdi.ExtensionArchivesContract;
import io.postern.gateway.settings.SettingsHistoryContract;
import org.junit.jupiter.api.AfterEach;

/** The whole control database on a real PostgreSQL server. */
class ControlOnPostgreSqlTest
    implements SettingsHistoryContract, UsersContract, ExtensionArchivesContract, SchemaContract {

  private final TemporaryDatabase database = TemporaryDatabase.postgreSql();

  @Override
  public TemporaryDatabase database() {
    return database;
  }

  @AfterEach
  void close() {
    database.close();
  }
}
