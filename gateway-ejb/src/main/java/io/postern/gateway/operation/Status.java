package io.postern.gateway.operation;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.QueueCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** How the gateway is, gathered from its packages. */
final class Status {

  private static final Instant STARTED = Instant.now();
  private static final String VERSION = version();

  private Status() {}

  static GatewayStatus of(OpenGateway gateway) {
    List<GatewayStatus.Standing> notices =
        gateway.notices().standing().stream().map(Status::standing).toList();
    return new GatewayStatus(
        gateway.closing() ? GatewayStatus.State.STOPPING : state(notices),
        VERSION,
        gateway.settings().now().hostName(),
        gateway.startedAt(),
        gateway.updates().isImage(),
        notices,
        listeners(gateway),
        gateway.reception().sessionCount(),
        queue(gateway.spool().counts()),
        gateway.counts());
  }

  /**
   * @param waiting why the gateway does not open until somebody decides
   */
  static GatewayStatus notOpen(boolean ending, Optional<GatewayAccess.Waiting> waiting) {
    List<GatewayStatus.Standing> notices =
        waiting.map(GatewayAccess.Waiting::notice).map(Status::standing).stream().toList();
    return new GatewayStatus(
        ending
            ? GatewayStatus.State.STOPPING
            : waiting.isPresent() ? GatewayStatus.State.REFUSING : GatewayStatus.State.STARTING,
        VERSION,
        waiting.map(GatewayAccess.Waiting::hostName).orElse(""),
        STARTED,
        false,
        notices,
        List.of(),
        0,
        new QueueTotals(0, 0, 0, 0),
        new GatewayStatus.Counts(0, 0, 0, 0, 0));
  }

  static QueueTotals queue(QueueCounts counts) {
    return new QueueTotals(
        counts.unfinished(), counts.waiting(), counts.held(), counts.quarantined());
  }

  /** The strictest notice decides. */
  static GatewayStatus.State state(List<GatewayStatus.Standing> notices) {
    return notices.stream()
        .map(GatewayStatus.Standing::effect)
        .max(Comparator.naturalOrder())
        .map(
            effect ->
                switch (effect) {
                  case WARNING -> GatewayStatus.State.RUNNING;
                  case DEGRADED -> GatewayStatus.State.DEGRADED;
                  case REFUSING -> GatewayStatus.State.REFUSING;
                })
        .orElse(GatewayStatus.State.RUNNING);
  }

  private static GatewayStatus.Standing standing(Notice notice) {
    return new GatewayStatus.Standing(
        notice.key(),
        switch (notice.effect()) {
          case WARNING -> GatewayStatus.Effect.WARNING;
          case DEGRADED -> GatewayStatus.Effect.DEGRADED;
          case REFUSING -> GatewayStatus.Effect.REFUSING;
        },
        notice.text(),
        notice.since());
  }

  private static List<GatewayStatus.Listener> listeners(OpenGateway gateway) {
    List<Settings.Listener> configured = gateway.settings().now().listeners();
    List<InetSocketAddress> bound = gateway.reception().addresses();
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
