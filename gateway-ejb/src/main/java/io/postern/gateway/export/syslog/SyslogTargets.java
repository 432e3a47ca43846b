package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry.Syslog;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Entry point: makes targets that are servers of syslog. Connects to none itself. Thread-safe. */
public final class SyslogTargets {

  private final Supplier<String> hostName;

  /**
   * @param hostName the gateway's name, for targets that give it no other
   */
  public SyslogTargets(Supplier<String> hostName) {
    this.hostName = hostName;
  }

  public TargetOpener opener(Syslog syslog) {
    return new Opener(syslog, new SyslogEncoder(syslog, syslog.gateway().orElseGet(hostName)));
  }

  private record Opener(Syslog syslog, SyslogEncoder encoder) implements TargetOpener {

    @Override
    public ExportTarget open(ExportStream stream) throws TargetUnavailable {
      return new SyslogTarget(connect(), encoder);
    }

    private SyslogConnection connect() throws TargetUnavailable {
      return switch (syslog.transport()) {
        case UDP -> DatagramSyslog.connect(syslog);
        case TCP, TLS -> StreamSyslog.connect(syslog);
      };
    }

    @Override
    public List<String> test(Map<String, String> secrets) throws TargetUnavailable {
      try (SyslogConnection connection = connect()) {
        return List.of(
            connection.description(),
            switch (syslog.transport()) {
              case UDP -> "no message was sent: UDP tells nothing of what becomes of one";
              case TCP, TLS -> "no message was sent";
            },
            "messages have facility %s and at most %d octets"
                .formatted(syslog.facility().name().toLowerCase(Locale.ROOT), syslog.length()));
      }
    }

    @Override
    public List<ExportSample.SampleValue> sample(ExportEvent event) {
      return encoder.messages(event).stream()
          .map(octets -> Optional.of(new String(octets, UTF_8)))
          .map(text -> new ExportSample.SampleValue("message", text))
          .toList();
    }

    @Override
    public Optional<String> ddl() {
      return Optional.empty();
    }
  }
}
