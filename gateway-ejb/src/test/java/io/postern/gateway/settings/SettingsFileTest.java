package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.LineStyle;
import io.postern.gateway.settings.Settings.Admin;
import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.Leniency;
import io.postern.gateway.settings.Settings.Limits;
import io.postern.gateway.settings.Settings.Listener;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.settings.Settings.Retry;
import io.postern.gateway.settings.Settings.RouteEntry;
import io.postern.gateway.settings.Settings.WithoutRoute;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a right configuration means; wrong ones are in {@link SettingsProblemsTest}. */
class SettingsFileTest {

  private static final Path FOLDER = Path.of("/etc/postern");

  @TempDir Path temporary;

  @Test
  void emptyTextGivesTheDefaults() {
    Settings settings = SettingsFile.parse("postern.yaml", "", FOLDER);

    assertEquals(List.of(new Listener("smtp", "127.0.0.1", 2525)), settings.listeners());
    assertEquals(List.of("127.0.0.0/8", "::1/128"), settings.relayNetworks());
    assertEquals(List.of(), settings.relayDomains());
    assertEquals(List.of(), settings.routes());
    assertEquals(Path.of("/etc/postern/data"), settings.data());
    assertEquals(new Admin("127.0.0.1", 8443), settings.admin());
    assertEquals(
        new Limits(
            1000,
            50,
            50 * 1024 * 1024,
            1024 * 1024,
            1000,
            100,
            20,
            100,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            16,
            20,
            2000,
            16),
        settings.limits());
    assertEquals(Duration.ofDays(5), settings.retry().lifetime());
    assertEquals(
        List.of(60, 300, 900, 1800, 3600, 7200, 14400),
        settings.retry().schedule().stream().map(d -> (int) d.toSeconds()).toList());
    assertEquals(Map.of(), settings.extensions());
    assertTrue(Names.isDomain(settings.hostName()), settings.hostName());
  }

  @Test
  void keysWithNothingBehindThemCountAsNotGiven() {
    Settings settings =
        SettingsFile.parse("postern.yaml", "routes:\nlimits:\nextensions: ~\ndata:\n", FOLDER);

    assertEquals(SettingsFile.parse("postern.yaml", "# nothing\n", FOLDER), settings);
  }

  @Test
  void theReferenceIsValidAndNamesEveryKey() throws IOException {
    Path reference = Path.of("../docs/postern.yaml");
    Settings settings = SettingsFile.read(reference);

    assertEquals("mail.example.com", settings.hostName());
    assertEquals(
        List.of(
            new RouteEntry("example.com", "mx.example.net", 25),
            new RouteEntry(".example.com", "192.0.2.25", 25),
            new RouteEntry("example.org", "192.0.2.26", 25, true),
            new RouteEntry("*", "smarthost.example.net", 25)),
        settings.routes());
    assertEquals(
        Map.of(
            "disclaimer",
            new ExtensionEntry(
                "disclaimer",
                reference.toAbsolutePath().resolveSibling("extensions/disclaimer.war").normalize(),
                100,
                FailurePolicy.DEFER,
                OnUnparsable.PASS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60))),
        settings.extensions());
    assertEquals(
        Map.of(
            "audit",
            new ExportEntry(
                "audit",
                1_000,
                Duration.ofSeconds(1),
                List.of(),
                Map.of(
                    "subject", ExportEntry.Privacy.DROP, "mailbox", ExportEntry.Privacy.PSEUDONYM),
                new ExportEntry.Database(
                    "jdbc:postgresql://db.example.com/audit?sslmode=verify-full",
                    Optional.of("postern"),
                    Optional.of("audit-database"),
                    Optional.of("mail.example.com"),
                    "postern_events",
                    false,
                    Map.of(),
                    Optional.empty())),
            "archive",
            of(
                "archive",
                new ExportEntry.LineFiles(
                    Optional.of("mail.example.com"),
                    Optional.of(Path.of("/var/log/postern")),
                    new ExportEntry.LineFormat(
                        LineStyle.CSV,
                        CsvColumns.of(
                                List.of(
                                    "seq", "at", "event", "reverse-path", "recipient", "status"))
                            .orElseThrow(),
                        Map.of(),
                        Escaping.TEXT),
                    64L << 20,
                    true,
                    30,
                    90)),
            "siem",
            of(
                "siem",
                new ExportEntry.Syslog(
                    Optional.empty(),
                    "log.example.com",
                    6_514,
                    ExportEntry.Transport.TLS,
                    Optional.of(Path.of("../docs/log-ca.pem").toAbsolutePath().normalize()),
                    ExportEntry.Facility.MAIL,
                    "postern",
                    false,
                    Optional.of(
                        new ExportEntry.LineFormat(
                            LineStyle.JSON, CsvColumns.USUAL, Map.of(), Escaping.TEXT)),
                    8_192)),
            "hook",
            of(
                "hook",
                new ExportEntry.Webhook(
                    Optional.empty(),
                    URI.create("https://siem.example.com/mail"),
                    "hook-key",
                    Optional.of(Path.of("../docs/hook-ca.pem").toAbsolutePath().normalize()),
                    false,
                    Duration.ofSeconds(30)))),
        settings.exports());
    String text = Files.readString(reference);
    for (Class<?> record :
        List.of(
            Settings.class,
            Listener.class,
            RouteEntry.class,
            Admin.class,
            Limits.class,
            Retry.class,
            ExtensionEntry.class,
            ExportEntry.class,
            ExportEntry.Database.class,
            ExportEntry.LineFiles.class,
            ExportEntry.Syslog.class,
            ExportEntry.Webhook.class)) {
      for (var component : record.getRecordComponents()) {
        assertTrue(
            record == ExtensionEntry.class && component.getName().equals("name")
                || record == ExportEntry.class
                    && List.of("name", "kind").contains(component.getName())
                || text.matches("(?s).*\\n[# -]*" + component.getName() + ":.*"),
            component + " is missing in the reference");
      }
    }
  }

  private static ExportEntry of(String name, ExportEntry.Kind kind) {
    return new ExportEntry(name, 1_000, Duration.ofSeconds(1), List.of(), Map.of(), kind);
  }

  @Test
  void theReferencesValuesAreTheDefaultsWhereItSaysSo() {
    Settings reference = SettingsFile.read(Path.of("../docs/postern.yaml"));
    Settings defaults = SettingsFile.defaults(Path.of("../docs"));

    assertEquals(defaults.limits(), reference.limits());
    assertEquals(defaults.retry(), reference.retry());
    assertEquals(defaults.admin(), reference.admin());
    assertEquals(defaults.relayNetworks(), reference.relayNetworks());
  }

  @Test
  void namesAreTakenInLowerCaseAndNetworksWithTheirPrefix() {
    Settings settings =
        SettingsFile.parse(
            "postern.yaml",
            """
            hostName: Mail.Example.COM
            relayDomains: [Example.com, .Example.COM]
            relayNetworks: [10.0.0.0/8, 192.0.2.1, "fd00::/8", "[::1]"]
            listeners: [{address: "[::1]", port: 25}, {address: localhost, port: 0}]
            """,
            FOLDER);

    assertEquals("mail.example.com", settings.hostName());
    assertEquals(List.of("example.com", ".example.com"), settings.relayDomains());
    assertEquals(
        List.of("10.0.0.0/8", "192.0.2.1/32", "fd00::/8", "::1/128"), settings.relayNetworks());
    assertEquals(
        List.of(new Listener("smtp-25", "::1", 25), new Listener("smtp-0", "127.0.0.1", 0)),
        settings.listeners());
  }

  @Test
  void durationsAndSizesTakeTheirUnits() {
    Settings settings =
        SettingsFile.parse(
            "postern.yaml",
            """
            limits: {messageSize: 25MB, headerSize: 10KiB, commandTime: 30s, messageTime: 4h}
            retry: {schedule: [1s, 2s], lifetime: 1h}
            """,
            FOLDER);

    assertEquals(25_000_000, settings.limits().messageSize());
    assertEquals(10_240, settings.limits().headerSize());
    assertEquals(Duration.ofSeconds(30), settings.limits().commandTime());
    assertEquals(Duration.ofHours(4), settings.limits().messageTime());
    assertEquals(
        new Retry(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), Duration.ofHours(1)),
        settings.retry());
  }

  @Test
  void leniencyRoutelessRecipientsAndThePostmasterAreRead() {
    Settings settings =
        SettingsFile.parse(
            "postern.yaml",
            """
            listeners: [{port: 25}, {port: 26, lenient: [trailing-dot, paths-without-brackets]}]
            recipientsWithoutRoute: accept
            postmaster: Mail.Admin@example.com
            limits: {commandsWithoutMessage: 7, idleTime: 1m, sessionTime: 2h}
            """,
            FOLDER);

    assertEquals(Set.of(), settings.listeners().getFirst().lenient());
    assertEquals(
        Set.of(Leniency.TRAILING_DOT, Leniency.PATHS_WITHOUT_BRACKETS),
        settings.listeners().getLast().lenient());
    assertEquals(WithoutRoute.ACCEPT, settings.recipientsWithoutRoute());
    assertEquals(Optional.of("Mail.Admin@example.com"), settings.postmaster());
    assertEquals(7, settings.limits().commandsWithoutMessage());
    assertEquals(Duration.ofMinutes(1), settings.limits().idleTime());
    assertEquals(Duration.ofHours(2), settings.limits().sessionTime());
  }

  @Test
  void aHeaderSizeFollowsASmallMessageSizeUnlessGiven() {
    Settings settings = SettingsFile.parse("postern.yaml", "limits: {messageSize: 100KB}", FOLDER);

    assertEquals(100_000, settings.limits().headerSize());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    SettingsRefused refused =
        assertThrows(
            SettingsRefused.class, () -> SettingsFile.read(temporary.resolve("none.yaml")));

    assertEquals(
        "cannot read the configuration " + temporary.resolve("none.yaml") + ": it does not exist",
        refused.problems().getFirst());
  }

  @Test
  void aFolderIsNoConfiguration() {
    SettingsRefused refused =
        assertThrows(SettingsRefused.class, () -> SettingsFile.read(temporary));

    assertTrue(
        refused.problems().getFirst().endsWith(": it is a folder"), refused.problems().getFirst());
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path file = temporary.resolve("latin1.yaml");
    Files.write(file, "hostName: b\u00fccher".getBytes(StandardCharsets.ISO_8859_1));

    SettingsRefused refused = assertThrows(SettingsRefused.class, () -> SettingsFile.read(file));

    assertTrue(
        refused.problems().getFirst().endsWith(": it is not UTF-8"), refused.problems().getFirst());
  }

  @Test
  void aFileBeyondTheSizeLimitIsRefusedUnread() throws IOException {
    Path file = temporary.resolve("large.yaml");
    Files.writeString(file, "# " + "x".repeat(YamlSource.MOST_OCTETS));

    SettingsRefused refused = assertThrows(SettingsRefused.class, () -> SettingsFile.read(file));

    assertTrue(
        refused.problems().getFirst().endsWith(": it is larger than 1048576 octets"),
        refused.problems().getFirst());
  }
}
