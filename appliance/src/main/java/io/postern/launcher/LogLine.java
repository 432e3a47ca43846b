package io.postern.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record: time in UTC, level, thread, logger, message, and the trace below it. What the server
 * says of a request that it cannot read is one line without a trace: any client can cause it, as
 * often as it likes, and it shows nothing about the gateway.
 */
final class LogLine extends Formatter {

  /** The server's HTTP side; a request that fails in our own code is logged by that. */
  private static final List<String> OF_REQUESTS =
      List.of(
          "org.glassfish.grizzly",
          "org.glassfish.jersey.server.ServerRuntime",
          "jakarta.enterprise.web");

  @Override
  public String format(LogRecord entry) {
    StringBuilder line =
        new StringBuilder(160)
            .append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS))
            .append(' ')
            .append(entry.getLevel().getName())
            .append(" [")
            .append(entry.getLongThreadID())
            .append("] ")
            .append(entry.getLoggerName())
            .append(": ")
            .append(formatMessage(entry).strip());
    if (entry.getThrown() instanceof Throwable thrown) {
      if (isOfRequest(entry.getLoggerName())) {
        return line.append(" (")
            .append(NotStarted.oneLine(thrown.toString()))
            .append(')')
            .toString();
      }
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      line.append('\n').append(trace.toString().stripTrailing());
    }
    return line.toString();
  }

  private static boolean isOfRequest(@Nullable String logger) {
    return logger != null && OF_REQUESTS.stream().anyMatch(logger::startsWith);
  }
}
