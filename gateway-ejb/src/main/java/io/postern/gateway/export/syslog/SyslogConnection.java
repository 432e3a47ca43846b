package io.postern.gateway.export.syslog;

import io.postern.gateway.export.TargetUnavailable;
import java.util.List;

/** A way to a server. Used by one thread; closed by any, which ends what runs. */
interface SyslogConnection extends AutoCloseable {

  /**
   * Sends messages, in order, within a bounded time.
   *
   * @throws TargetUnavailable when they could not be sent; some of them may have been
   */
  void send(List<byte[]> messages) throws TargetUnavailable;

  /** To whom it is, and how. */
  String description();

  @Override
  void close();
}
