package io.postern.launcher;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out lines of the server and the broker that every start, or every retry, makes and that
 * say nothing of this gateway, so that a warning in the log is one. Each is named by its logger and
 * its words; all else of the same loggers is written.
 */
final class CleanStart implements Filter {

  /**
   * @param logger empty for one without a name
   * @param words that the message, or the message of what was thrown, contains
   */
  private record Known(String logger, String words) {}

  private static final List<Known> KNOWN =
      List.of(
          // The switch takes effect; the server only says that it has no listener for it.
          new Known("", "MicroprofileHealthCheckConfiguration"),
          // The store is new at every start, and the broker writes it in its older format first.
          new Known("imq.log.Logger", "incompleteTxnStore has older cookie version"),
          // As configured: the broker has no port, so no cluster and no JMX connector.
          new Known("imq.log.Logger", "[B3168]"),
          new Known("imq.log.Logger", "[B1137]"),
          new Known("imq.log.Logger", "[B2141]"),
          // Each retry that comes due: the journal has the attempts.
          new Known("imq.log.Logger", "[B1452]"),
          // Weld looks at each application that is deployed and takes an adapter for one with
          // beans.
          new Known(
              "javax.enterprise.system.core",
              "com.sun.enterprise.deployment.ConnectorDescriptor cannot be cast"));

  @Override
  public boolean isLoggable(LogRecord entry) {
    String logger = entry.getLoggerName() == null ? "" : entry.getLoggerName();
    for (Known known : KNOWN) {
      if (known.logger().equals(logger)
          && (contains(entry.getMessage(), known.words())
              || entry.getThrown() instanceof Throwable thrown
                  && contains(thrown.getMessage(), known.words()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(@Nullable String text, String words) {
    return text != null && text.contains(words);
  }
}
