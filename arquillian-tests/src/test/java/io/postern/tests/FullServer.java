package io.postern.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A domain of the full Payara Server, set up as its administrator would for the gateway: extension
 * API and runtime among the domain's libraries, a pool, the executor, and a connection factory of
 * the message broker that the server brings. It listens on the loopback only.
 */
final class FullServer implements AutoCloseable {

  private static final String DOMAIN = "postern";
  private static final Duration COMMAND = Duration.ofMinutes(2);
  private static final int PORTS = 100;
  private static final int ADMIN = 48;
  private static final int HTTPS = 81;

  /** Read before the listeners open. */
  private static final String BEFORE_BOOT =
      """
      set configs.config.server-config.network-config.network-listeners.network-listener.http-listener-1.enabled=false
      set configs.config.server-config.network-config.network-listeners.network-listener.http-listener-2.address=127.0.0.1
      set configs.config.server-config.network-config.network-listeners.network-listener.admin-listener.address=127.0.0.1
      set configs.config.server-config.iiop-service.iiop-listener.orb-listener-1.address=127.0.0.1
      set configs.config.server-config.iiop-service.iiop-listener.SSL.address=127.0.0.1
      set configs.config.server-config.iiop-service.iiop-listener.SSL_MUTUALAUTH.address=127.0.0.1
      set configs.config.server-config.admin-service.jmx-connector.system.enabled=false
      set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
      set configs.config.server-config.phone-home-runtime-configuration.enabled=false
      set resources.jdbc-connection-pool.H2Pool.property.URL=jdbc:h2:mem:server
      """;

  /** Without these the server's broker opens three ports on every interface. */
  private static final String BROKER =
      """
      imq.instanceconfig.version=300
      imq.service.activelist=
      imq.jmx.enabled=false
      """;

  private final Path home;
  private final Path folder;
  private final int portBase = freePorts();

  private FullServer(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** Where the distribution was unpacked; empty when it was not. */
  static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("payara.home"))
        .map(Path::of)
        .filter(home -> Files.isRegularFile(home.resolve("bin/asadmin")));
  }

  /**
   * Creates and starts a domain.
   *
   * @param folder to be filled; holds the gateway's data afterwards, too
   * @param configuration the gateway's
   */
  static FullServer start(Path home, Path folder, String configuration, int smtpPort) {
    FullServer server = new FullServer(home, folder);
    try {
      server.create(configuration, smtpPort);
      server.asadmin(
          "start-domain",
          "--domaindir",
          folder.toString(),
          "--prebootcommandfile",
          folder.resolve("before.txt").toString(),
          "--postbootcommandfile",
          folder.resolve("after.txt").toString(),
          DOMAIN);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void create(String configuration, int smtpPort) throws IOException {
    asadmin(
        "create-domain",
        "--nopassword=true",
        "--portbase",
        String.valueOf(portBase),
        "--domaindir",
        folder.toString(),
        DOMAIN);
    for (String library : List.of("lib/extension-api.jar", "lib/extension-runtime.jar")) {
      Files.copy(PosternProcess.home().resolve(library), domain().resolve(library));
    }
    Path broker = Files.createDirectories(domain().resolve("imq/instances/imqbroker/props"));
    Files.writeString(broker.resolve("config.properties"), BROKER);
    Path data = Files.createDirectories(folder.resolve("data"));
    Path settings = Files.writeString(folder.resolve("postern.yaml"), configuration);
    Files.writeString(folder.resolve("before.txt"), BEFORE_BOOT);
    Files.writeString(
        folder.resolve("after.txt"), afterBoot(data, settings, smtpPort, portBase + HTTPS));
  }

  /**
   * The part about the broker comes first: it is in no configuration yet, and once the server adds
   * it the port listens on every interface. The application is not deployed from here: that would
   * wait for itself.
   */
  private static String afterBoot(Path data, Path settings, int smtpPort, int httpsPort) {
    return """
    create-module-config jms-service
    set configs.config.server-config.jms-service.jms-host.default_JMS_host.host=127.0.0.1
    create-system-properties postern.data=%s
    create-system-properties postern.config=%s
    create-system-properties postern.smtp.port=%d
    create-system-properties postern.admin.port=%d
    create-managed-executor-service --corepoolsize=16 --maximumpoolsize=16 --taskqueuecapacity=1000 --longrunningtasks=true concurrent/postern-manipulation
    create-jdbc-connection-pool --restype=java.sql.Driver --driverclassname=org.h2.Driver --property=URL=jdbc\\:h2\\:file\\:%s/database;DB_CLOSE_ON_EXIT\\=FALSE:user=postern:password=postern postern-database
    create-jdbc-resource --connectionpoolid=postern-database jdbc/postern
    create-jms-resource --restype=jakarta.jms.ConnectionFactory jms/postern-connections
    """
        .formatted(data, settings, smtpPort, httpsPort, data);
  }

  void deploy(String application, String contextRoot, Path archive) {
    asadmin("deploy", "--name", application, "--contextroot", contextRoot, archive.toString());
  }

  void undeploy(String application) {
    asadmin("undeploy", application);
  }

  /** What the server and the gateway in it had to say. */
  String log() {
    try {
      return Files.readString(domain().resolve("logs/server.log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private Path domain() {
    return folder.resolve(DOMAIN);
  }

  private void asadmin(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/asadmin").toString(),
                "--port",
                String.valueOf(portBase + ADMIN)));
    command.addAll(List.of(words));
    Path output = folder.resolve("asadmin.txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("AS_JAVA", System.getProperty("java.home"));
      // It keeps a cache there.
      builder.environment().put("AS_EXTRA_JAVA_OPTS", "-Duser.home=" + folder);
      Process process = builder.start();
      if (!process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words[0] + " did not end within " + COMMAND + said(output));
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(words[0] + " failed" + said(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private String said(Path output) throws IOException {
    return ":\n" + Files.readString(output) + "\n" + log();
  }

  /** Stops the server, by force when it does not stop when told to. */
  @Override
  public void close() {
    Optional<ProcessHandle> process = process();
    if (process.isEmpty()) {
      return;
    }
    try {
      asadmin("stop-domain", "--domaindir", folder.toString(), DOMAIN);
    } finally {
      process.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private Optional<ProcessHandle> process() {
    try {
      return ProcessHandle.of(
          Long.parseLong(Files.readString(domain().resolve("config/pid")).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The first of so many ports in a row that nobody listens on. */
  private static int freePorts() {
    return IntStream.iterate(21_000, base -> base < 31_000, base -> base + PORTS)
        .filter(base -> IntStream.range(base, base + PORTS).allMatch(FullServer::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
