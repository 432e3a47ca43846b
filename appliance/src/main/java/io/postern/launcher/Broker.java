package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The message broker inside this process, as its resource adapter starts it.
 *
 * <p>It serves this JVM only. As shipped it opens three ports on every interface: its connection
 * service, its administration service and a JMX connector; {@code DoBind=false} silences a fourth,
 * the port mapper. All are off. Its queues hold tickets that the spool can rebuild, so it does not
 * sync.
 */
record Broker(Path home, Path folder) {

  private static final String INSTANCE = "imqbroker";

  /** Writes the configuration of the broker's instance, which it reads before its defaults. */
  void configure() throws IOException {
    Path properties = folder.resolve("instances").resolve(INSTANCE).resolve("props");
    Files.createDirectories(properties);
    Files.writeString(
        properties.resolve("config.properties"),
        """
        imq.instanceconfig.version=300
        imq.service.activelist=
        imq.jmx.enabled=false
        imq.persist.file.sync.enabled=false
        handlers=%s
        """
            .formatted(ServerLog.class.getName()));
  }

  /** The adapter's properties in the notation of {@code create-resource-adapter-config}. */
  String adapterProperties() {
    return AdminCommands.properties(
        "BrokerType",
        "EMBEDDED",
        "BrokerInstanceName",
        INSTANCE,
        "BrokerVarDir",
        folder.toString(),
        "BrokerHomeDir",
        home.toString(),
        "BrokerLibDir",
        home.resolve("lib").toString(),
        "DoBind",
        "false");
  }
}
