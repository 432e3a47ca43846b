package io.postern.gateway.controldb;

import io.postern.gateway.access.UsersContract;
import io.postern.gateway.callout.cdi.ExtensionArchivesContract;
import io.postern.gateway.settings.SettingsHistoryContract;
import org.junit.jupiter.api.AfterEach;

/** The whole control database on H2. */
class ControlOnH2Test
    implements SettingsHistoryContract, UsersContract, ExtensionArchivesContract, SchemaContract {

  private final TemporaryDatabase database = TemporaryDatabase.h2();

  @Override
  public TemporaryDatabase database() {
    return database;
  }

  @AfterEach
  void close() {
    database.close();
  }
}
