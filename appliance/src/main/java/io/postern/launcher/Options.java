package io.postern.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands on the command line of {@code postern run}.
 *
 * @param data folder of spool, journal and database
 * @param config the file that seeds the gateway
 * @param smtpPort port of the first SMTP listener; 0 takes a free one
 * @param adminPort port of the administration; 0 takes a free one
 * @param withoutExtensions start none; each is missing, and its failure policy holds
 * @param help print the usage and end
 * @param train end as soon as the gateway is ready; the AOT cache is made of such a run
 */
record Options(
    Optional<Path> data,
    Optional<Path> config,
    OptionalInt smtpPort,
    OptionalInt adminPort,
    boolean withoutExtensions,
    boolean help,
    boolean train) {

  static final String USAGE =
      """
      usage: postern run [--data DIR] [--config FILE] [--smtp-port N] [--admin-port N]
                         [--without-extensions]

        --data DIR       folder of spool, journal and database (default: ./data)
        --config FILE    configuration that seeds the gateway
        --smtp-port N    port of the first SMTP listener, 0 for a free one
        --admin-port N   port of the administration, 0 for a free one (default: 8443)
        --without-extensions
                         start no extension, to get rid of one that ends the gateway: the failure
                         policy of each is applied to mail (451, unless configured otherwise)
                         until it is deployed again, undeployed, or the gateway is started without
                         this option
        --help           this text

      Options override the configuration.
      """;

  /**
   * @throws NotStarted when an option is unknown, given twice, or its value makes no sense
   */
  static Options parse(List<String> arguments) {
    Path data = null;
    Path config = null;
    Integer smtpPort = null;
    Integer adminPort = null;
    boolean withoutExtensions = false;
    boolean help = false;
    boolean train = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Optional<String> joined =
          equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
      switch (name) {
        case "--data" -> data = path(name, once(name, data, value(name, joined, rest)));
        case "--config" -> config = path(name, once(name, config, value(name, joined, rest)));
        case "--smtp-port" ->
            smtpPort = port(name, once(name, smtpPort, value(name, joined, rest)));
        case "--admin-port" ->
            adminPort = port(name, once(name, adminPort, value(name, joined, rest)));
        case "--without-extensions" -> withoutExtensions = true;
        case "--help", "-h" -> help = true;
        case "--train" -> train = true;
        default ->
            throw NotStarted.wrong(
                "unknown option '" + argument + "'; ./postern run --help lists the options");
      }
    }
    return new Options(
        Optional.ofNullable(data),
        Optional.ofNullable(config),
        smtpPort == null ? OptionalInt.empty() : OptionalInt.of(smtpPort),
        adminPort == null ? OptionalInt.empty() : OptionalInt.of(adminPort),
        withoutExtensions,
        help,
        train);
  }

  /** Tells the gateway, whose settings read these as system properties. */
  void publish() {
    System.setProperty("postern.launcher", "true");
    System.setProperty("postern.withoutExtensions", String.valueOf(withoutExtensions));
    data.ifPresent(folder -> System.setProperty("postern.data", folder.toString()));
    config.ifPresent(file -> System.setProperty("postern.config", file.toString()));
    smtpPort.ifPresent(port -> System.setProperty("postern.smtp.port", String.valueOf(port)));
    adminPort.ifPresent(port -> System.setProperty("postern.admin.port", String.valueOf(port)));
  }

  private static String value(String name, Optional<String> joined, Iterator<String> rest) {
    if (joined.isPresent()) {
      return joined.get();
    }
    if (!rest.hasNext()) {
      throw NotStarted.wrong("option " + name + " lacks its value");
    }
    return rest.next();
  }

  private static String once(
      String name, @org.jspecify.annotations.Nullable Object before, String value) {
    if (before != null) {
      throw NotStarted.wrong("option " + name + " is given twice");
    }
    return value;
  }

  private static Path path(String name, String value) {
    if (value.isBlank()) {
      throw NotStarted.wrong("option " + name + " lacks its value");
    }
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw NotStarted.wrong("option " + name + ": '" + value + "' is not a path");
    }
  }

  private static int port(String name, String value) {
    if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65535) {
      return Integer.parseInt(value);
    }
    throw NotStarted.wrong("option " + name + ": '" + value + "' is not a port (0 to 65535)");
  }
}
