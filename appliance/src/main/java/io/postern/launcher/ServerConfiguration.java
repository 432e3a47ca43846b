package io.postern.launcher;

/**
 * What the server is configured with before and after its boot. It starts from its shipped
 * configuration every time, so this is all there is to know about it.
 */
final class ServerConfiguration {

  static final String LISTENERS = "network-config.network-listeners.network-listener.";
  private static final String HTTPS = "network-config.protocols.protocol.https-listener.";

  private static final int MANIPULATION_WAITING = 1000;
  private static final int JMS_CONNECTIONS = 64;
  private static final int DATABASE_CONNECTIONS = 32;

  private final StartUp startUp;
  private final Broker broker;

  ServerConfiguration(StartUp startUp, Broker broker) {
    this.startUp = startUp;
    this.broker = broker;
  }

  /** One listener, TLS only, and nothing that answers without a login. */
  void beforeBoot(AdminCommands admin) {
    admin.set(LISTENERS + "http-listener.enabled", "false");
    admin.set("http-service.virtual-server.server.network-listeners", "https-listener");
    admin.set(LISTENERS + "https-listener.enabled", "true");
    admin.set(LISTENERS + "https-listener.address", startUp.admin().address());
    admin.set(LISTENERS + "https-listener.port", String.valueOf(startUp.admin().port()));
    admin.set(HTTPS + "http.server-header", "false");
    // The default of 4 KiB for all header fields of a request refuses ordinary cookies over HTTP/2.
    admin.set(HTTPS + "http.http2-max-header-list-size-in-bytes", "16384");
    // A deployment answers when the extension has started or is given up, after 63 s at most, and
    // may wait for another one; the default closes a connection without traffic after 30 s.
    admin.set(HTTPS + "http.timeout-seconds", "180");
    admin.set("phone-home-runtime-configuration.enabled", "false");
    // These answer on every listener, without login.
    admin.set("microprofile-metrics-configuration.enabled", "false");
    // The server's own default pool would open a port of H2 when first used.
    admin.run("set", "resources.jdbc-connection-pool.H2Pool.property.URL=jdbc:h2:mem:server");
  }

  /** The resources that the gateway looks up, but for those that need the adapter deployed. */
  void afterBoot(AdminCommands admin) {
    admin.run("set-openapi-configuration", "--enabled=false");
    admin.run("set-microprofile-healthcheck-configuration", "--enabled=false");
    admin.run(
        "create-managed-executor-service",
        "--corepoolsize=" + startUp.manipulationWorkers(),
        "--maximumpoolsize=" + startUp.manipulationWorkers(),
        "--taskqueuecapacity=" + MANIPULATION_WAITING,
        "--longrunningtasks=true",
        "concurrent/postern-manipulation");
    StartUp.Database database = startUp.database();
    admin.run(
        "create-jdbc-connection-pool",
        "--restype=java.sql.Driver",
        "--driverclassname=" + driver(database.url()),
        "--steadypoolsize=2",
        "--maxpoolsize=" + DATABASE_CONNECTIONS,
        "--isconnectvalidatereq=true",
        "--validationmethod=custom-validation",
        "--validationclassname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
        "--property="
            + AdminCommands.properties(
                "URL", database.url(), "user", database.user(), "password", database.password()),
        "postern-database");
    admin.run("create-jdbc-resource", "--connectionpoolid=postern-database", "jdbc/postern");
    admin.run(
        "create-resource-adapter-config", "--property=" + broker.adapterProperties(), "imqjmsra");
  }

  /** The connection factory; its class comes with the adapter. */
  void afterAdapter(AdminCommands admin) {
    admin.run(
        "create-connector-connection-pool",
        "--raname=imqjmsra",
        "--connectiondefinition=jakarta.jms.ConnectionFactory",
        "--transactionsupport=NoTransaction",
        "--steadypoolsize=4",
        "--maxpoolsize=" + JMS_CONNECTIONS,
        "postern-connections");
    admin.run(
        "create-connector-resource", "--poolname=postern-connections", "jms/postern-connections");
  }

  private static String driver(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return "org.postgresql.Driver";
    }
    if (url.startsWith("jdbc:h2:")) {
      return "org.h2.Driver";
    }
    throw NotStarted.wrong(
        "the gateway keeps its tables in H2 or PostgreSQL, not in '" + url + "'; not started");
  }
}
