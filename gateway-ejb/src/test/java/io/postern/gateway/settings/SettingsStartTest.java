package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds until the next start, and what even that does not change. */
final class SettingsStartTest {

  private static final Path FOLDER = Path.of("/etc/postern");
  private static final String SOURCE =
      """
      data: /var/lib/postern
      listeners: [{port: 25}]
      admin: {address: 127.0.0.1, port: 8443}
      extensions: {x: {archive: x.war}}
      """;

  private final Settings first = parsed(SOURCE);

  @Test
  void whatIsReadForEachMessageTakesEffectAtOnce() {
    String changed =
        SOURCE.replace("x.war}", "x.war, order: 7, onFailure: skip, validationTime: 9s}")
            + """
            hostName: other.example
            relayDomains: [a.example]
            relayNetworks: [192.0.2.0/24]
            routes: [{domain: '*', host: mx.example}]
            retry: {schedule: [1s], lifetime: 1h}
            limits: {sessions: 3, messageSize: 1MB, headerSize: 2000, deliveriesPerNextHop: 2}
            """;
    SettingsStart start = started(true);

    assertEquals(List.of(), start.notInEffect(parsed(changed)));
    assertEquals(parsed(changed), start.inEffect(parsed(changed)));
  }

  @Test
  void listenersQueuesAndArchivesWaitForARestart() {
    assertEquals(
        List.of(
            new AfterRestart("listeners", false),
            new AfterRestart("limits.deliveryQueues", false),
            new AfterRestart("extensions.x.archive", false),
            new AfterRestart("extensions.y.archive", false)),
        started(true)
            .notInEffect(
                parsed(
                    """
                    data: /var/lib/postern
                    listeners: [{port: 26}]
                    limits: {deliveryQueues: 4}
                    extensions: {x: {archive: x2.war}, y: {archive: y.war}, z: {order: 1}}
                    """)));
  }

  @Test
  void whatTheLauncherTakesIsChangedInTheFileOnly() {
    Settings wanted =
        parsed(
            """
            data: /srv
            listeners: [{port: 25}]
            admin: {address: 0.0.0.0, port: 443}
            limits: {manipulationWorkers: 3}
            """);

    assertEquals(
        List.of(
            new AfterRestart("data", true),
            new AfterRestart("admin.address", true),
            new AfterRestart("admin.port", true),
            new AfterRestart("limits.manipulationWorkers", true)),
        started(true).notInEffect(wanted));
    assertEquals(
        first.limits().manipulationWorkers(),
        started(true).inEffect(wanted).limits().manipulationWorkers());
    assertEquals(first.admin(), started(true).inEffect(wanted).admin());
    assertEquals(first.data(), started(true).inEffect(wanted).data());
  }

  @Test
  void withoutOurLauncherTheDataFolderWaitsForARestart() {
    assertEquals(
        List.of(new AfterRestart("data", false)),
        started(false).notInEffect(parsed(SOURCE.replace("/var/lib/postern", "/srv"))));
  }

  private SettingsStart started(boolean launched) {
    return new SettingsStart(first, first, first, launched, "");
  }

  private static Settings parsed(String source) {
    return SettingsFile.parse("settings", source, FOLDER);
  }
}
