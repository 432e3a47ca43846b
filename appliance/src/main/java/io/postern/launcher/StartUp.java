package io.postern.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where this gateway will live and listen, as options and configuration together say.
 *
 * @param admin of the administration
 * @param smtp the listeners to check before the boot; may be empty
 * @param database where the gateway's tables are
 */
record StartUp(
    DataFolder data,
    Endpoint admin,
    List<Endpoint> smtp,
    Database database,
    int manipulationWorkers) {

  private static final String MANIPULATION_WORKERS = "16";

  /**
   * @param url JDBC URL
   */
  record Database(String url, String user, String password) {

    /** Whether it is the file in the data folder. */
    boolean isOurs(DataFolder data) {
      return url.startsWith("jdbc:h2:file:" + data.database() + "/");
    }
  }

  /**
   * @param options they are in the properties already, but decide how sure the listeners are
   * @param properties what {@link SettingsCheck} found: {@code data}, {@code admin.address}, {@code
   *     admin.port}, {@code limits.manipulationWorkers}, {@code smtp.0.address}, {@code
   *     smtp.0.port} and so on, and perhaps {@code database.url}, {@code database.user}, {@code
   *     database.password}
   */
  static StartUp of(Options options, Map<String, String> properties) {
    DataFolder data =
        new DataFolder(Path.of(required(properties, "data")).toAbsolutePath().normalize());
    Endpoint admin = endpoint(properties, "admin");
    List<Endpoint> smtp = new ArrayList<>();
    for (int i = 0; properties.containsKey("smtp." + i + ".port"); i++) {
      smtp.add(endpoint(properties, "smtp." + i));
    }
    // A gateway that has lived keeps its listeners in its database; those in the file may not be
    // they. The first one's port is the command line's, when that gives one.
    List<Endpoint> certain =
        data.hasDatabase() ? smtp.subList(0, options.smtpPort().isPresent() ? 1 : 0) : smtp;
    Database database =
        new Database(
            properties.getOrDefault(
                "database.url",
                "jdbc:h2:file:" + data.database().resolve("postern") + ";DB_CLOSE_ON_EXIT=FALSE"),
            properties.getOrDefault("database.user", ControlDatabase.USER),
            properties.getOrDefault("database.password", ControlDatabase.PASSWORD));
    return new StartUp(
        data,
        admin,
        List.copyOf(certain),
        database,
        Integer.parseInt(
            properties.getOrDefault("limits.manipulationWorkers", MANIPULATION_WORKERS)));
  }

  private static Endpoint endpoint(Map<String, String> properties, String prefix) {
    return Endpoint.of(
        required(properties, prefix + ".address"), required(properties, prefix + ".port"));
  }

  private static String required(Map<String, String> properties, String name) {
    String value = properties.get(name);
    if (value == null) {
      throw NotStarted.failed("the product is not complete: the settings' check prints no " + name);
    }
    return value;
  }

  /** Checks that every port is free, and settles the administration's when it was 0. */
  StartUp withFreePorts() {
    for (Endpoint listener : smtp) {
      if (listener.port() != 0) {
        listener.checkFree("SMTP");
      }
    }
    return new StartUp(
        data, admin.checkFree("the administration"), smtp, database, manipulationWorkers);
  }

  /**
   * Publishes to the gateway what is decided: the server is made of it, before the gateway can look
   * into its database for newer settings.
   */
  void publish() {
    System.setProperty("postern.data", data.root().toString());
    System.setProperty("postern.manipulationWorkers", String.valueOf(manipulationWorkers));
    System.setProperty("postern.admin.address", admin.address());
    System.setProperty("postern.admin.port", String.valueOf(admin.port()));
  }
}
