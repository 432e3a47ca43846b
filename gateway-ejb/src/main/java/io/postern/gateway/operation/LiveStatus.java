package io.postern.gateway.operation;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.QueueCounts;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
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
import java.util.Set;

/** How the gateway is, gathered from its packages. */
@Dependent
class LiveStatus implements StatusControl {

  private static final Instant STARTED = Instant.now();
  private static final String VERSION = version();

  private final GatewayAccess access;

  @Inject
  LiveStatus(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public GatewayStatus status() {
    return access
        .ifOpen()
        .map(LiveStatus::of)
        .orElseGet(() -> notOpen(access.ending(), access.waiting()));
  }

  @Override
  public Set<String> adminNames() {
    return AdminNames.of(access);
  }

  @Override
  public void acceptLoss(String actor) {
    access.acceptLoss(actor);
  }

  private static GatewayStatus of(OpenGateway gateway) {
    List<Notice> notices = gateway.notices().standing();
    QueueCounts queue = gateway.spool().counts();
    return new GatewayStatus(
        gateway.closing() ? GatewayStatus.State.STOPPING : state(notices),
        VERSION,
        gateway.settings().now().hostName(),
        gateway.startedAt(),
        gateway.updates().isImage(),
        notices,
        listeners(gateway),
        gateway.reception().sessionCount(),
        queue.unfinished(),
        queue,
        gateway.counts());
  }

  /**
   * @param waiting why the gateway does not open until somebody decides
   */
  static GatewayStatus notOpen(boolean ending, Optional<GatewayAccess.Waiting> waiting) {
    List<Notice> notices = waiting.map(GatewayAccess.Waiting::notice).stream().toList();
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
        0,
        new QueueCounts(0, 0, 0, 0),
        new GatewayStatus.Counts(0, 0, 0, 0, 0));
  }

  /** The strictest notice decides. */
  static GatewayStatus.State state(List<Notice> notices) {
    return notices.stream()
        .map(Notice::effect)
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
    try (InputStream in = LiveStatus.class.getResourceAsStream("build.properties")) {
      build.load(Objects.requireNonNull(in, "build.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version this was built as", e);
    }
    return build.getProperty("version");
  }
}
