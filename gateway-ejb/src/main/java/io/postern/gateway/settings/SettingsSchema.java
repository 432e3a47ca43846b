package io.postern.gateway.settings;

import static io.postern.gateway.settings.SettingsKey.duration;
import static io.postern.gateway.settings.SettingsKey.flag;
import static io.postern.gateway.settings.SettingsKey.keys;
import static io.postern.gateway.settings.SettingsKey.named;
import static io.postern.gateway.settings.SettingsKey.number;
import static io.postern.gateway.settings.SettingsKey.pairs;
import static io.postern.gateway.settings.SettingsKey.secret;
import static io.postern.gateway.settings.SettingsKey.size;
import static io.postern.gateway.settings.SettingsKey.text;
import static io.postern.gateway.settings.SettingsKey.word;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Every key of the configuration with its kind, bounds, default and meaning. {@link
 * SettingsReading} knows the keys from here; that bounds and defaults are the ones it reads by is
 * held by a test.
 */
public final class SettingsSchema {

  private static final List<SettingsKey> LISTENER =
      List.of(
          text("name", "", "a to z, 0 to 9, single hyphens; smtp-PORT when not given."),
          text("address", "127.0.0.1", "IP address; 0.0.0.0 or [::] for all."),
          number("port", 0, 65_535, "", "TCP port; 0 takes a free one.").asRequired(),
          word(
                  "lenient",
                  List.of("paths-without-brackets", "dots-in-local-part", "trailing-dot"),
                  "",
                  "What clients of this listener may do although RFC 5321 forbids it.")
              .asList());

  private static final List<SettingsKey> ROUTE =
      List.of(
          text("domain", "", "A domain, .domain for all its subdomains, or * for all others.")
              .asRequired(),
          text("host", "", "Name or address of the next hop; required unless mail is held."),
          number("port", 1, 65_535, "25", "TCP port of the next hop."),
          flag("hold", "false", "Mail is accepted and kept until it is released."));

  private static final List<SettingsKey> ADMIN =
      List.of(
          text("address", "127.0.0.1", "IP address."),
          number("port", 0, 65_535, "8443", "TCP port; 0 takes a free one."),
          text("names", "", "Further host names under which the administration answers.").asList());

  private static final List<SettingsKey> LIMITS =
      List.of(
          number("sessions", 1, 1_000_000, "1000", "SMTP sessions at once; beyond it 421."),
          number(
              "sessionsPerClient",
              1,
              1_000_000,
              "50",
              "The same for one IPv4 address or IPv6 /64 network."),
          size("messageSize", "1000", "4GiB", "50MiB", "Announced as SIZE; beyond it 552."),
          size("headerSize", "1000", "64MiB", "1MiB", "Of the header section; beyond it 552."),
          number("recipients", 1, 100_000, "1000", "Of a message; beyond it 452."),
          number("receivedFields", 1, 1_000, "100", "More are taken for a loop: 554."),
          number(
              "badCommands",
              1,
              10_000,
              "20",
              "Wrong or unknown commands since the last message before 421."),
          number(
              "commandsWithoutMessage",
              1,
              1_000_000,
              "100",
              "NOOP, RSET, EHLO, VRFY, MAIL since the last message before 421."),
          duration("commandTime", "1s", "1h", "5m", "For one command line to be complete."),
          duration("messageTime", "1s", "1d", "30m", "For one content to be complete."),
          duration("idleTime", "1s", "1d", "10m", "Without a transaction, before 421."),
          duration("sessionTime", "1s", "1d", "1h", "Of a session, before 421."),
          number("manipulationWorkers", 1, 1_000, "16", "Threads for manipulation callouts."),
          number("deliveriesPerNextHop", 1, 1_000, "20", "Connections at once to one next hop."),
          number(
              "deliveries",
              1,
              50_000,
              "2000",
              "The same to all of them; further next hops wait for their turn."),
          number(
              "deliveryQueues",
              1,
              256,
              "16",
              "Of the broker, for mail that is to be tried later."));

  private static final List<SettingsKey> RETRY =
      List.of(
          duration(
                  "schedule",
                  "1s",
                  "7d",
                  "1m, 5m, 15m, 30m, 1h, 2h, 4h",
                  "When a recipient is tried again; the last one repeats.")
              .asList(),
          duration("lifetime", "1m", "30d", "5d", "After it a recipient fails and is reported."));

  private static final List<SettingsKey> EXTENSION =
      List.of(
          text("archive", "", "File that is deployed at start."),
          number("order", 0, 1_000_000, "100", "Smaller is asked earlier."),
          word(
              "onFailure",
              List.of("defer", "skip", "reject"),
              "defer",
              "When a callout fails or is late."),
          word(
              "onUnparsable",
              List.of("pass", "reject", "quarantine"),
              "pass",
              "When a callout cannot parse the content of a message."),
          duration("validationTime", "1s", "1h", "5s", "For a validation callout."),
          duration("manipulationTime", "1s", "1h", "60s", "For a manipulation callout."),
          duration("loggingTime", "1s", "1h", "60s", "For one event of a logging callout."));

  private static final String DATABASE = ExportEntry.Database.TYPE;
  private static final String FILE = ExportEntry.LineFiles.TYPE;
  private static final String SYSLOG = ExportEntry.Syslog.TYPE;
  private static final String WEBHOOK = ExportEntry.Webhook.TYPE;

  private static final List<String> FACILITIES =
      Stream.of(ExportEntry.Facility.values())
          .map(facility -> facility.name().toLowerCase(Locale.ROOT))
          .toList();

  private static final List<SettingsKey> EXPORT =
      List.of(
          word("type", List.of(DATABASE, FILE, SYSLOG, WEBHOOK), "", "What the target is.")
              .asRequired(),
          number("batch", 1, 10_000, "1000", "Events written at once."),
          duration("delay", "1s", "1m", "1s", "How long an event waits for others at most."),
          text("events", "", "Those that are exported; all when none is given.").asList(),
          pairs(
              "privacy",
              "keep, pseudonym or drop, by member or by kind (mailbox, network, content)."),
          text(
              "gateway",
              "",
              "Names this gateway among those that write there; the host name when not given."),
          text(
                  "url",
                  "",
                  "Of a database JDBC, such as jdbc:postgresql://db.example.com/audit, without user"
                      + " and password; of a webhook https.")
              .asRequired()
              .only(DATABASE, WEBHOOK),
          text("user", "", "Of the database.").only(DATABASE),
          secret(
                  "secret",
                  "Name of the secret: of a database the password, of a webhook what bodies are"
                      + " signed with, required.")
              .only(DATABASE, WEBHOOK),
          text("table", "postern_events", "May begin with a schema.").only(DATABASE),
          flag("create", "false", "Missing tables are created.").only(DATABASE),
          pairs("columns", "What each column of an own table is filled with.").only(DATABASE),
          text("statement", "", "An own INSERT in place of table and columns.").only(DATABASE),
          text("folder", "", "export-files/NAME of the data folder when not given.").only(FILE),
          size("size", "65536", "4GiB", "64MiB", "Octets after which a file is begun.").only(FILE),
          flag("daily", "true", "A file is begun for each day, UTC.").only(FILE),
          number("keep", 1, 10_000, "30", "Files that are kept beside the one that is written.")
              .only(FILE),
          number("keepDays", 1, 3_650, "90", "How long those are kept.").only(FILE),
          word(
                  "format",
                  List.of("json", "csv", "postfix", "sendmail", "exim"),
                  "json",
                  "What an event's line looks like. For syslog with structured data, none when not"
                      + " given.")
              .only(FILE, SYSLOG),
          text("members", "", "Those that have a column of the format csv.")
              .asList()
              .only(FILE, SYSLOG),
          pairs(
                  "templates",
                  "In place of format: a line with members in braces, by the name of the event, or"
                      + " default.")
              .only(FILE, SYSLOG),
          word(
                  "escaping",
                  List.of("text", "json", "csv"),
                  "text",
                  "In templates, of values that do not say it themselves.")
              .only(FILE, SYSLOG),
          text("host", "", "The server.").asRequired().only(SYSLOG),
          number("port", 1, 65_535, "", "514 for UDP, 601 for TCP, 6514 for TLS when not given.")
              .only(SYSLOG),
          word("transport", List.of("udp", "tcp", "tls"), "tls", "To the server.").only(SYSLOG),
          text(
                  "authorities",
                  "",
                  "PEM file of the certification authorities; Java's when not given.")
              .only(SYSLOG, WEBHOOK),
          word("facility", FACILITIES, "mail", "Of each message.").only(SYSLOG),
          text("application", "postern", "APP-NAME.").only(SYSLOG),
          flag("structured", "false", "Members are structured data.").only(SYSLOG),
          number(
                  "length",
                  1_024,
                  65_000,
                  "",
                  "Octets of a message; 8192, and 2048 for UDP, when not given.")
              .only(SYSLOG),
          flag("lines", "false", "A body has an event a line, and is no array.").only(WEBHOOK),
          duration("timeout", "1s", "5m", "30s", "For one request.").only(WEBHOOK),
          flag("allowHttp", "false", "http also to other machines.").only(WEBHOOK));

  private static final List<SettingsKey> PRIVACY =
      List.of(
          word(
                  "subjects",
                  Settings.Privacy.ROLES,
                  String.join(", ", Settings.Privacy.ROLES),
                  "Roles that see subjects and header sections of messages, and what extensions"
                      + " noted of them; from others they are withheld.")
              .asList());

  private static final List<SettingsKey> ALL =
      List.of(
          text(
              "hostName",
              "",
              "The gateway's name in its greeting and in trace fields; the machine's name when not"
                  + " given."),
          keys("listeners", "Where SMTP is spoken; at least one.", LISTENER).asList(),
          text(
                  "relayDomains",
                  "",
                  "Domains that mail is accepted for from anywhere; .example.com means all"
                      + " subdomains.")
              .asList(),
          text(
                  "relayNetworks",
                  "127.0.0.0/8, ::1/128",
                  "Networks whose clients may send to any domain.")
              .asList(),
          keys("routes", "Where mail goes; the most specific domain wins.", ROUTE).asList(),
          word(
              "recipientsWithoutRoute",
              List.of("refuse", "accept"),
              "refuse",
              "What is done with a recipient that no route leads to: refused with 550, or accepted"
                  + " and reported to the sender."),
          text("postmaster", "", "Mailbox for <postmaster> and the postmaster at the host name."),
          text("data", "data", "Folder of spool, journal, database and extensions."),
          keys("admin", "Where the administration is served, with TLS.", ADMIN),
          keys("limits", "What a client may do, and how much at once.", LIMITS),
          keys("retry", "When delivery is tried again, and for how long.", RETRY),
          named("extensions", "What holds for extensions, by their names.", EXTENSION),
          named("exports", "Where the events of the audit journal go, by name.", EXPORT),
          keys("privacy", "What users of the administration see of the mail.", PRIVACY));

  private SettingsSchema() {}

  /** The top-level keys. */
  public static List<SettingsKey> all() {
    return ALL;
  }

  /** The names of the keys behind a top-level key, or of those with an empty one. */
  static SequencedSet<String> names(String key) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (SettingsKey top : ALL) {
      if (key.isEmpty()) {
        names.add(top.name());
      } else if (top.name().equals(key)) {
        top.keys().forEach(inner -> names.add(inner.name()));
      }
    }
    return names;
  }
}
