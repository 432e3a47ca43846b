package io.postern.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One record: time in UTC, level, thread, logger, message, and the trace below it. */
final class LogLine extends Formatter {

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
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      line.append('\n').append(trace.toString().stripTrailing());
    }
    return line.toString();
  }
}
