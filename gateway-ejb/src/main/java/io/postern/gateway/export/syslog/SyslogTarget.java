package io.postern.gateway.export.syslog;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetUnavailable;
import java.util.List;
import java.util.OptionalLong;

/** One stream to a server that keeps no position. */
final class SyslogTarget implements ExportTarget {

  private final SyslogConnection connection;
  private final SyslogEncoder encoder;

  /**
   * @param connection closed with this
   */
  SyslogTarget(SyslogConnection connection, SyslogEncoder encoder) {
    this.connection = connection;
    this.encoder = encoder;
  }

  @Override
  public OptionalLong position() {
    return OptionalLong.empty();
  }

  @Override
  public void write(List<ExportEvent> events, long position) throws TargetUnavailable {
    connection.send(events.stream().flatMap(event -> encoder.messages(event).stream()).toList());
  }

  @Override
  public boolean accepts(ExportEvent event) {
    return true;
  }

  @Override
  public void close() {
    connection.close();
  }
}
