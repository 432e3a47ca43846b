package io.postern.gateway.operation;

import io.postern.gateway.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** How the gateway is, gathered from its rooms. */
final class Status {

  private static final Instant STARTED = Instant.now();
  private static final String VERSION = version();

  private Status() {}

  static GatewayStatus of(Gateway gateway) {
    List<String> notices = new ArrayList<>();
    if (gateway.totals.damaged() > 0) {
      notices.add(
          gateway.totals.damaged()
              + " records of the spool could not be read and were set aside in spool/damaged; see"
              + " the Damaged events of the journal");
    }
    gateway.notices.standing().forEach(notice -> notices.add(notice.text()));
    return new GatewayStatus(
        gateway.closing() ? GatewayStatus.State.STOPPING : GatewayStatus.State.RUNNING,
        VERSION,
        gateway.settings.now().hostName(),
        gateway.startedAt,
        gateway.updates.isImage(),
        notices,
        listeners(gateway),
        gateway.reception.sessionCount(),
        gateway.spool.size(),
        gateway.totals.counts());
  }

  static GatewayStatus notOpen(boolean ending) {
    return new GatewayStatus(
        ending ? GatewayStatus.State.STOPPING : GatewayStatus.State.STARTING,
        VERSION,
        "",
        STARTED,
        false,
        List.of(),
        List.of(),
        0,
        0,
        new GatewayStatus.Counts(0, 0, 0, 0, 0));
  }

  private static List<GatewayStatus.Listener> listeners(Gateway gateway) {
    List<Settings.Listener> configured = gateway.settings.now().listeners();
    List<InetSocketAddress> bound = gateway.reception.addresses();
    List<GatewayStatus.Listener> listeners = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      String name = i < configured.size() ? configured.get(i).name() : "";
      listeners.add(new GatewayStatus.Listener(name, Addresses.shown(bound.get(i))));
    }
    return listeners;
  }

  /**
   * Written by the build. The archive's manifest would not do: the server unpacks the archive, and
   * the package knows no version then.
   */
  private static String version() {
    Properties build = new Properties();
    try (InputStream in = Status.class.getResourceAsStream("build.properties")) {
      build.load(Objects.requireNonNull(in, "build.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version this was built as", e);
    }
    return build.getProperty("version");
  }
}
