package io.postern.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands on the command line of {@code postern run}.
 *
 * @param data folder of spool, journal and database, absolute
 * @param config the file that seeds the gateway, absolute
 * @param smtpPort port of the first SMTP listener; 0 takes a free one
 * @param adminPort port of the administration; 0 takes a free one
 * @param withoutExtensions start none; each is missing, and its failure policy holds
 * @param train end as soon as the gateway is ready; the AOT cache is made of such a run
 */
record Options(
    Optional<Path> data,
    Optional<Path> config,
    OptionalInt smtpPort,
    OptionalInt adminPort,
    boolean withoutExtensions,
    boolean train) {

  /** For the gateway, whose settings read these as system properties. */
  void publish() {
    System.setProperty("postern.launcher", "true");
    System.setProperty("postern.withoutExtensions", String.valueOf(withoutExtensions));
    data.ifPresent(folder -> System.setProperty("postern.data", folder.toString()));
    config.ifPresent(file -> System.setProperty("postern.config", file.toString()));
    smtpPort.ifPresent(port -> System.setProperty("postern.smtp.port", String.valueOf(port)));
    adminPort.ifPresent(port -> System.setProperty("postern.admin.port", String.valueOf(port)));
  }
}
