package io.postern.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this gateway will live and listen: options first, then the configuration file, then
 * defaults.
 *
 * @param admin of the administration
 * @param smtp what is known of the SMTP listeners before the gateway's database is open; may be
 *     empty
 * @param database where the gateway's tables are
 */
record StartUp(
    DataFolder data,
    Optional<Path> config,
    Endpoint admin,
    List<Endpoint> smtp,
    Database database) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ADMIN_PORT = 8443;
  private static final String LISTENER = "listener.";

  /**
   * @param url JDBC URL
   */
  record Database(String url, String user, String password) {}

  /**
   * @param file the start-up properties found in the configuration file: {@code data}, {@code
   *     admin.address}, {@code admin.port}, {@code listener.NAME} as address:port in the order of
   *     the file, {@code database.url}, {@code database.user}, {@code database.password}; each may
   *     be missing
   */
  static StartUp of(Options options, Map<String, String> file) {
    Path root =
        options
            .data()
            .or(() -> Optional.ofNullable(file.get("data")).map(Path::of))
            .orElse(Path.of("data"))
            .toAbsolutePath()
            .normalize();
    DataFolder data = new DataFolder(root);
    String adminAddress = file.getOrDefault("admin.address", LOOPBACK);
    String adminPort = file.getOrDefault("admin.port", String.valueOf(ADMIN_PORT));
    Endpoint admin = Endpoint.parse(adminAddress + ":" + adminPort);
    if (options.adminPort().isPresent()) {
      admin = new Endpoint(adminAddress, options.adminPort().getAsInt());
    }
    List<Endpoint> smtp = new ArrayList<>();
    file.forEach(
        (key, value) -> {
          if (key.startsWith(LISTENER)) {
            smtp.add(Endpoint.parse(value));
          }
        });
    if (options.smtpPort().isPresent()) {
      String address = smtp.isEmpty() ? LOOPBACK : smtp.removeFirst().address();
      smtp.addFirst(new Endpoint(address, options.smtpPort().getAsInt()));
    }
    Database database =
        new Database(
            file.getOrDefault(
                "database.url",
                "jdbc:h2:file:" + data.database().resolve("postern") + ";DB_CLOSE_ON_EXIT=FALSE"),
            file.getOrDefault("database.user", "postern"),
            // The pool refuses a user without one. H2's file is protected by its folder.
            file.getOrDefault("database.password", "postern"));
    return new StartUp(data, options.config(), admin, List.copyOf(smtp), database);
  }

  /** Checks that every port is free, and settles the administration's when it was 0. */
  StartUp withFreePorts() {
    for (Endpoint listener : smtp) {
      if (listener.port() != 0) {
        listener.checkFree("SMTP");
      }
    }
    return new StartUp(data, config, admin.checkFree("the administration"), smtp, database);
  }

  /** Tells the gateway, which reads these as system properties. */
  void publish(Options options) {
    System.setProperty("postern.launcher", "true");
    System.setProperty("postern.data", data.root().toString());
    config.ifPresent(file -> System.setProperty("postern.config", file.toString()));
    options
        .smtpPort()
        .ifPresent(port -> System.setProperty("postern.smtp.port", String.valueOf(port)));
    System.setProperty("postern.admin.address", admin.address());
    System.setProperty("postern.admin.port", String.valueOf(admin.port()));
  }
}
