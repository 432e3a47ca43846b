package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The message broker inside this process, as its resource adapter starts it.
 *
 * <p>It serves this JVM only. As shipped it opens three ports on every interface: its connection
 * service, its administration service and a JMX connector; {@code DoBind=false} silences a fourth,
 * the port mapper. All are off. Its queues hold tickets that the spool rebuilds at every start, so
 * it does not sync, and it begins with an empty store: what an earlier run left would only be a
 * second ticket for each message, and, damaged, could keep the broker from starting.
 */
record Broker(Path home, Path folder) {

  private static final String INSTANCE = "imqbroker";

  /**
   * Empties the store and writes the configuration of the broker's instance, which it reads before
   * its defaults. A store that cannot be removed is set aside. Nobody but the gateway reaches this
   * broker: for each message it would look at its file of access rights.
   */
  void configure(StartNotices notices) throws IOException {
    Path instances = folder.resolve("instances");
    try {
      DataFolder.delete(instances);
    } catch (IOException e) {
      notices.setAside(
          instances,
          "broker.store",
          "broker: cannot empty the store of the last run ("
              + NotStarted.reason(e)
              + "); the broker starts with a new one, nothing in it is needed");
    }
    Path properties = instances.resolve(INSTANCE).resolve("props");
    Files.createDirectories(properties);
    Files.writeString(
        properties.resolve("config.properties"),
        """
        imq.instanceconfig.version=300
        imq.service.activelist=
        imq.jmx.enabled=false
        imq.persist.file.sync.enabled=false
        imq.accesscontrol.enabled=false
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
