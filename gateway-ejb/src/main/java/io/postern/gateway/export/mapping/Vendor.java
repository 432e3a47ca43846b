package io.postern.gateway.export.mapping;

import java.util.Set;

/** A database product, and the parameters of its driver that an administrator may give. */
public enum Vendor {
  POSTGRESQL(
      "PostgreSQL",
      Set.of(
          "ApplicationName",
          "channelBinding",
          "currentSchema",
          "gssEncMode",
          "hostRecheckSeconds",
          "loadBalanceHosts",
          "sslcert",
          "sslkey",
          "sslmode",
          "sslrootcert",
          "targetServerType",
          "tcpKeepAlive")),
  MARIADB("MariaDB", MariaDb.PARAMETERS),
  /** By the driver of MariaDB. */
  MYSQL("MySQL", MariaDb.PARAMETERS),
  SQLSERVER(
      "SQL Server",
      Set.of(
          "applicationIntent",
          "applicationName",
          "database",
          "databaseName",
          "encrypt",
          "failoverPartner",
          "hostNameInCertificate",
          "instanceName",
          "multiSubnetFailover",
          "serverCertificate",
          "trustServerCertificate")),
  ORACLE("Oracle", Set.of()),
  H2("H2", Set.of("DB_CLOSE_DELAY", "IFEXISTS", "LOCK_TIMEOUT", "MODE"));

  /** A constant of an enum cannot use a field of it. */
  private static final class MariaDb {
    static final Set<String> PARAMETERS =
        Set.of(
            "allowPublicKeyRetrieval",
            "enabledSslProtocolSuites",
            "serverRsaPublicKeyFile",
            "serverSslCert",
            "sslMode",
            "tcpKeepAlive",
            "useCompression");
  }

  private final String shown;
  private final Set<String> parameters;

  Vendor(String shown, Set<String> parameters) {
    this.shown = shown;
    this.parameters = parameters;
  }

  /** As its maker writes it. */
  public String shown() {
    return shown;
  }

  Set<String> parameters() {
    return parameters;
  }
}
