package io.postern.gateway.export.sql;

import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.secret.SecretSource;
import io.postern.gateway.settings.ExportEntry.Database;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Entry point: makes targets that are databases. Connects to nothing by itself. Thread-safe. */
public final class SqlTargets {

  private final SecretSource secrets;
  private final Drivers drivers;
  private final Supplier<String> hostName;

  /**
   * @param data the data folder; drivers may lie in its folder {@code drivers}
   * @param hostName the gateway's name, for targets that give it no other
   */
  public SqlTargets(SecretSource secrets, Path data, Supplier<String> hostName) {
    this.secrets = secrets;
    this.drivers = new Drivers(data.resolve("drivers"));
    this.hostName = hostName;
  }

  /**
   * @param name the target's
   */
  public TargetOpener opener(String name, Database database) {
    return new SqlOpener(name, database, database.gateway().orElseGet(hostName), secrets, drivers);
  }
}
