package io.postern.gateway.export.format;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import java.util.List;
import java.util.Optional;

/** Entry point: writes events as lines of text. Thread-safe. */
public interface EventFormat {

  /**
   * The lines of an event, in order; none when the format has none for it. Each is of visible
   * characters alone, without line end.
   */
  List<FormattedLine> lines(ExportEvent event);

  /** The first line of a file, without line end. */
  default Optional<String> header() {
    return Optional.empty();
  }

  /** What stands behind each line of a file. */
  default String lineEnd() {
    return "\n";
  }

  /** Distinguishes this format from others whose lines are not to be in one file with its own. */
  String signature();

  /** Behind the last dot of a file's name. */
  default String suffix() {
    return "log";
  }

  /**
   * @param gateway names this gateway
   */
  static EventFormat of(LineFormat format, String gateway) {
    return switch (format.style()) {
      case JSON -> new JsonLines();
      case CSV -> new CsvLines(format.columns());
      case POSTFIX -> new PostfixLines();
      case SENDMAIL -> new SendmailLines();
      case EXIM -> new EximLines();
      case TEMPLATE -> TemplateLines.of(format.templates(), format.escaping(), gateway);
    };
  }
}
