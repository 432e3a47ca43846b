package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.settings.Settings.Listener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final Settings SETTINGS =
      SettingsFile.parse(
          "postern.yaml",
          """
          listeners: [{name: a, port: 25}, {name: b, port: 26}]
          routes: [{domain: '*', host: 127.0.0.1, port: 2600}]
          """,
          Path.of("/etc/postern"));

  @Test
  void theCommandLineWinsOverTheConfiguration() {
    Settings settings =
        overrides(
                Map.of(
                    "postern.data", "/var/lib/postern",
                    "postern.smtp.port", "2525",
                    "postern.admin.port", "0"))
            .on(SETTINGS);

    assertEquals(Path.of("/var/lib/postern"), settings.data());
    assertEquals(
        List.of(new Listener("a", "127.0.0.1", 2525), new Listener("b", "127.0.0.1", 26)),
        settings.listeners());
    assertEquals(0, settings.admin().port());
  }

  @Test
  void whatTheLauncherHasSettledWinsToo() {
    Settings settings =
        overrides(Map.of("postern.admin.address", "192.0.2.1", "postern.manipulationWorkers", "3"))
            .on(SETTINGS);

    assertEquals("192.0.2.1", settings.admin().address());
    assertEquals(3, settings.limits().manipulationWorkers());
    assertEquals(SETTINGS.limits().withManipulationWorkers(3), settings.limits());
  }

  @Test
  void nothingGivenChangesNothing() {
    assertEquals(SETTINGS, overrides(Map.of("postern.data", " ")).on(SETTINGS));
  }

  @Test
  void wrongValuesAreAllReported() {
    assertEquals(
        List.of(
            "command line, postern.data: a\\u{0}b is not a path",
            "command line, postern.smtp.port: 26x is not a port (0 to 65535)",
            "command line, postern.admin.port: 26 is taken by listener b already"),
        problems(
            Map.of(
                "postern.data", "a\0b",
                "postern.smtp.port", "26x",
                "postern.admin.port", "26")));
  }

  @Test
  void aPortOfAnotherListenerIsRefused() {
    assertEquals(
        List.of("command line, postern.smtp.port: 26 is taken by listener b already"),
        problems(Map.of("postern.smtp.port", "26")));
  }

  @Test
  void aPortThatMakesARouteACircleIsRefused() {
    assertEquals(
        List.of(
            "command line, postern.smtp.port: 2600 makes the route of * lead back to this gateway"),
        problems(Map.of("postern.smtp.port", "2600")));
  }

  @Test
  void theConfigurationFileIsNamedByItsProperty() {
    assertEquals(
        Optional.of(Path.of("/etc/postern.yaml")),
        overrides(Map.of("postern.config", "/etc/postern.yaml")).configurationFile());
    assertEquals(Optional.empty(), overrides(Map.of()).configurationFile());
  }

  private static List<String> problems(Map<String, String> values) {
    return assertThrows(SettingsRefused.class, () -> overrides(values).on(SETTINGS)).problems();
  }

  private static Overrides overrides(Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    return new Overrides(properties);
  }
}
