package io.postern.gateway.settings;

import io.postern.gateway.export.mapping.ColumnExpression;
import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.EventTemplate;
import io.postern.gateway.export.mapping.JdbcUrl;
import io.postern.gateway.export.mapping.LineStyle;
import io.postern.gateway.export.mapping.NamedStatement;
import io.postern.gateway.export.mapping.SqlName;
import io.postern.gateway.settings.ExportEntry.Database;
import io.postern.gateway.settings.ExportEntry.Facility;
import io.postern.gateway.settings.ExportEntry.LineFiles;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import io.postern.gateway.settings.ExportEntry.Syslog;
import io.postern.gateway.settings.ExportEntry.Transport;
import io.postern.gateway.settings.ExportEntry.Webhook;
import io.postern.text.Shown;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the keys of one type of export target mean. */
final class ExportKindReading {

  static final String DEFAULT_TABLE = "postern_events";

  private static final int MESSAGE_OCTETS = 8_192;

  /** RFC 5426 section 3.2. */
  private static final int DATAGRAM_OCTETS = 2_048;

  private static final List<String> OF_ALL =
      List.of("type", "batch", "delay", "events", "privacy", "gateway");
  private static final List<String> OF_LINES =
      List.of("format", "members", "templates", "escaping");

  /** The keys of each type that not all have. */
  private static final Map<String, List<String>> OWN_KEYS =
      Map.of(
          Database.TYPE,
          List.of("url", "user", "secret", "table", "create", "columns", "statement"),
          LineFiles.TYPE,
          List.of("folder", "size", "daily", "keep", "keepDays"),
          Syslog.TYPE,
          List.of(
              "host",
              "port",
              "transport",
              "authorities",
              "facility",
              "application",
              "structured",
              "length"),
          Webhook.TYPE,
          List.of("url", "secret", "authorities", "lines", "timeout", "allowHttp"));

  private final Function<String, Path> paths;
  private final Path data;

  /**
   * @param paths reads a path
   * @param data the data folder
   */
  ExportKindReading(Function<String, Path> paths, Path data) {
    this.paths = paths;
    this.data = data;
  }

  /** Empty when what is required is not there. */
  Optional<ExportEntry.Kind> read(Section entry) {
    Optional<String> type =
        entry.required(
            "type",
            Quantities.oneOf(
                List.of(Database.TYPE, LineFiles.TYPE, Syslog.TYPE, Webhook.TYPE),
                Function.identity()));
    type.ifPresent(known -> refuseKeysOfOthers(entry, known));
    return type.flatMap(
        known ->
            switch (known) {
              case LineFiles.TYPE -> Optional.of(files(entry));
              case Syslog.TYPE -> syslog(entry);
              case Webhook.TYPE -> webhook(entry);
              default -> database(entry);
            });
  }

  private static void refuseKeysOfOthers(Section entry, String type) {
    boolean lines = type.equals(LineFiles.TYPE) || type.equals(Syslog.TYPE);
    for (String key : entry.keys()) {
      boolean own =
          OF_ALL.contains(key)
              || OWN_KEYS.getOrDefault(type, List.of()).contains(key)
              || (lines && OF_LINES.contains(key));
      if (!own && entry.gives(key)) {
        entry.wrong(key, "is no key of the type " + type);
      }
    }
  }

  private static Optional<ExportEntry.Kind> database(Section entry) {
    Optional<String> url = entry.required("url", ExportsReading.checked(JdbcUrl::parse));
    Map<String, String> columns =
        ExportsReading.pairs(
            entry, "columns", SqlName::column, ExportsReading.checked(ColumnExpression::parse));
    Optional<String> statement =
        entry.optional("statement", ExportsReading.checked(NamedStatement::parse));
    String table = entry.value("table", DEFAULT_TABLE, ExportsReading.checked(SqlName::table));
    boolean create = entry.value("create", false, Quantities::yesOrNo);
    if (statement.isPresent() && !columns.isEmpty()) {
      entry.wrong("statement", "cannot be given beside columns");
    }
    return url.map(
        given ->
            new Database(
                given,
                entry.optional("user", ExportKindReading::word),
                entry.optional("secret", Names::name),
                gateway(entry),
                table,
                create,
                columns,
                statement));
  }

  private LineFiles files(Section entry) {
    return new LineFiles(
        entry.optional("gateway", ExportKindReading::nonBlank),
        entry.optional("folder", this::folder),
        format(entry),
        entry.value("size", 64L << 20, Quantities.size(65_536, 4L << 30)),
        entry.value("daily", true, Quantities::yesOrNo),
        entry.value("keep", 30, Quantities.number(1, 10_000)),
        entry.value("keepDays", 90, Quantities.number(1, 3_650)));
  }

  private Path folder(String text) {
    Path folder = paths.apply(text);
    Path open = data.resolve(LineFiles.FOLDER);
    if (folder.startsWith(data) && !folder.startsWith(open)) {
      throw new WrongValue(
          Shown.of(text) + " is in the data folder, of which only " + open + " may be written to");
    }
    return folder;
  }

  private Optional<ExportEntry.Kind> syslog(Section entry) {
    Transport transport = entry.value("transport", Transport.TLS, Quantities.word(Transport.class));
    if (transport != Transport.TLS && entry.gives("authorities")) {
      entry.wrong("authorities", "is of the transport tls");
    }
    boolean structured = entry.value("structured", false, Quantities::yesOrNo);
    LineFormat format = format(entry);
    boolean lines = !structured || entry.gives("format") || entry.gives("templates");
    return entry
        .required("host", Names::host)
        .map(
            host ->
                new Syslog(
                    entry.optional("gateway", ExportKindReading::nonBlank),
                    host,
                    entry.value("port", transport.usualPort(), Quantities::port),
                    transport,
                    entry.optional("authorities", paths),
                    entry.value("facility", Facility.MAIL, Quantities.word(Facility.class)),
                    entry.value("application", "postern", ExportKindReading::application),
                    structured,
                    lines ? Optional.of(format) : Optional.empty(),
                    entry.value(
                        "length",
                        transport == Transport.UDP ? DATAGRAM_OCTETS : MESSAGE_OCTETS,
                        Quantities.number(1_024, 65_000))));
  }

  private Optional<ExportEntry.Kind> webhook(Section entry) {
    boolean allowHttp = entry.value("allowHttp", false, Quantities::yesOrNo);
    Optional<URI> url = entry.required("url", text -> WebhookUrl.parse(text, allowHttp));
    Optional<String> secret = entry.required("secret", Names::name);
    Optional<Path> authorities = entry.optional("authorities", paths);
    boolean lines = entry.value("lines", false, Quantities::yesOrNo);
    Duration timeout =
        entry.value(
            "timeout",
            Duration.ofSeconds(30),
            Quantities.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)));
    return url.flatMap(
        to ->
            secret.map(
                named -> new Webhook(gateway(entry), to, named, authorities, lines, timeout)));
  }

  private static LineFormat format(Section entry) {
    Map<String, String> templates =
        ExportsReading.pairs(
            entry,
            "templates",
            ExportKindReading::checkTemplated,
            ExportsReading.checked(EventTemplate::parse));
    LineStyle style =
        entry.value(
            "format",
            LineStyle.JSON,
            Quantities.oneOf(
                List.of(
                    LineStyle.JSON,
                    LineStyle.CSV,
                    LineStyle.POSTFIX,
                    LineStyle.SENDMAIL,
                    LineStyle.EXIM),
                each -> each.name().toLowerCase(Locale.ROOT)));
    if (entry.gives("templates") && entry.gives("format")) {
      entry.wrong("templates", "cannot be given beside format");
    }
    Escaping escaping = entry.value("escaping", Escaping.TEXT, Quantities.word(Escaping.class));
    List<String> members = entry.distinct("members", ExportKindReading::column);
    return new LineFormat(
        entry.gives("templates") ? LineStyle.TEMPLATE : style,
        CsvColumns.of(members).orElse(CsvColumns.USUAL),
        templates,
        escaping);
  }

  private static void checkTemplated(String event) {
    if (!event.equals(LineFormat.DEFAULT)) {
      String _ = ExportsReading.event(event);
    }
  }

  private static String column(String member) {
    if (CsvColumns.of(List.of(member)).isEmpty()) {
      throw new WrongValue(
          Shown.of(member) + " is no member that can have a column (see docs/journal.md)");
    }
    return member;
  }

  private static Optional<String> gateway(Section entry) {
    return entry.optional("gateway", ExportKindReading::word);
  }

  private static String word(String text) {
    if (text.isBlank() || text.length() > 200 || !Shown.isPrintableAscii(text)) {
      throw new WrongValue(Shown.of(text) + " is not 1 to 200 characters of ASCII");
    }
    return text;
  }

  /** RFC 5424 section 6.2.4, and the field of a log line. */
  private static String nonBlank(String text) {
    if (text.isEmpty() || text.length() > 200 || !isName(text)) {
      throw new WrongValue(Shown.of(text) + " is not 1 to 200 characters of ASCII without blanks");
    }
    return text;
  }

  /** RFC 5424 section 6.2.5. */
  private static String application(String text) {
    if (text.isEmpty() || text.length() > 48 || !isName(text)) {
      throw new WrongValue(Shown.of(text) + " is not 1 to 48 characters of ASCII without blanks");
    }
    return text;
  }

  private static boolean isName(String text) {
    return Shown.isPrintableAscii(text) && text.indexOf(' ') < 0;
  }
}
