package io.postern.gateway.assembly;

import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.file.FileTargets;
import io.postern.gateway.export.sql.SqlTargets;
import io.postern.gateway.export.syslog.SyslogTargets;
import io.postern.gateway.export.webhook.Webhooks;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.settings.ExportEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/** The types of export targets. Thread-safe. */
final class Targets {

  private final SqlTargets databases;
  private final FileTargets files;
  private final SyslogTargets syslog;
  private final Webhooks webhooks;

  /**
   * @param data the data folder
   * @param hostName the gateway's name
   */
  Targets(Path data, Secrets secrets, Supplier<String> hostName, Clock clock) {
    databases = new SqlTargets(secrets, data, hostName);
    files = new FileTargets(data, hostName);
    syslog = new SyslogTargets(hostName);
    webhooks = new Webhooks(secrets, hostName, clock);
  }

  TargetOpener opener(ExportEntry entry) {
    return switch (entry.kind()) {
      case ExportEntry.Database database -> databases.opener(entry.name(), database);
      case ExportEntry.LineFiles lines -> files.opener(entry.name(), lines);
      case ExportEntry.Syslog server -> syslog.opener(server);
      case ExportEntry.Webhook webhook -> webhooks.opener(entry.name(), webhook);
    };
  }
}
