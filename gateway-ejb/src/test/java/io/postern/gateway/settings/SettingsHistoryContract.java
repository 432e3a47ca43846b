package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history of the configuration does, on each database. */
interface SettingsHistoryContract {

  Clock CLOCK = Clock.fixed(Instant.parse("2026-10-25T00:30:00.123456789Z"), ZoneOffset.UTC);

  ControlDatabase database();

  @Test
  default void firstStartWithoutAFileHasTheDefaultsAndNoRevision() {
    assertEquals(SettingsFile.defaults(Path.of("")), start(new Properties()));
    assertEquals(List.of(), history(h -> h.latest(10)));
  }

  @Test
  default void theFileOfAStartBecomesARevisionOnlyWhenItDiffers(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("postern.yaml"), "hostName: one.example\n");
    Properties properties = new Properties();
    properties.setProperty("postern.config", file.toString());

    assertEquals("one.example", start(properties).hostName());
    start(properties);
    Files.writeString(file, "hostName: two.example\n");
    start(properties);

    assertEquals(
        List.of(
            new SettingsRevision(
                2,
                "postern",
                Instant.parse("2026-10-25T00:30:00.123456Z"),
                "from " + file,
                folder,
                "hostName: two.example\n"),
            new SettingsRevision(
                1,
                "postern",
                Instant.parse("2026-10-25T00:30:00.123456Z"),
                "from " + file,
                folder,
                "hostName: one.example\n")),
        history(h -> h.latest(10)));
  }

  @Test
  default void aStartWithoutAFileHasTheNewestRevisionWithItsFolder(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("postern.yaml"), "data: mail\n");
    Properties properties = new Properties();
    properties.setProperty("postern.config", file.toString());
    start(properties);

    assertEquals(folder.resolve("mail"), start(new Properties()).data());
  }

  @Test
  default void theCommandLineStaysAboveAnAppliedRevision() {
    Properties properties = new Properties();
    properties.setProperty("postern.smtp.port", "2600");
    SettingsInForce inForce = new SettingsInForce(start(properties));

    history(inForce, properties, h -> h.apply("listeners: [{name: a, port: 25}]", "admin", "move"));

    assertEquals(2600, inForce.now().listeners().getFirst().port());
    assertEquals("a", inForce.now().listeners().getFirst().name());
  }

  @Test
  default void aRefusedConfigurationChangesNothing() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    Settings before = inForce.now();

    assertThrows(
        SettingsRefused.class,
        () -> history(inForce, new Properties(), h -> h.apply("hostName: a_b", "admin", "")));

    assertEquals(before, inForce.now());
    assertEquals(List.of(), history(h -> h.latest(10)));
  }

  @Test
  default void aRollbackIsANewRevisionWithTheOldSource() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    history(inForce, new Properties(), h -> h.apply("hostName: one.example", "admin", ""));
    history(inForce, new Properties(), h -> h.apply("hostName: two.example", "admin", ""));

    history(inForce, new Properties(), h -> h.rollback(1, "eve"));

    assertEquals("one.example", inForce.now().hostName());
    assertEquals(
        List.of("3 eve back to revision 1", "2 admin ", "1 admin "),
        history(
            h ->
                h.latest(10).stream()
                    .map(r -> r.number() + " " + r.author() + " " + r.note())
                    .toList()));
    assertThrows(
        NoSuchElementException.class,
        () -> history(inForce, new Properties(), h -> h.rollback(9, "eve")));
  }

  @Test
  default void theSameSourceAgainAddsNoRevision() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    history(inForce, new Properties(), h -> h.apply("hostName: one.example", "admin", ""));

    assertEquals(
        1,
        history(inForce, new Properties(), h -> h.apply("hostName: one.example", "admin", ""))
            .number());
  }

  @Test
  default void aLargeSourceWithEveryLetterIsKeptAsItWas() {
    String source = "# \u00e4\u20ac\ud83d\ude00'\"\\\n".repeat(60_000);
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));

    history(inForce, new Properties(), h -> h.apply(source, "admin", ""));

    assertEquals(source, history(SettingsHistory::source));
  }

  @Test
  default void theDifferenceOfTwoRevisionsIsByLines() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    history(
        inForce,
        new Properties(),
        h -> h.apply("# top\nhostName: one.example\n# end", "admin", ""));
    history(
        inForce,
        new Properties(),
        h -> h.apply("# top\nhostName: two.example\nrelayDomains: []\n# end", "admin", ""));

    assertEquals(
        List.of(
            " # top",
            "-hostName: one.example",
            "+hostName: two.example",
            "+relayDomains: []",
            " # end"),
        history(h -> h.difference(1, 2)));
  }

  private Settings start(Properties properties) {
    return database()
        .transaction(
            entities ->
                SettingsHistory.atStart(
                    new SettingsRevisions(entities), new Overrides(properties), CLOCK));
  }

  private <T> T history(Function<SettingsHistory, T> work) {
    return history(new SettingsInForce(SettingsFile.defaults(Path.of(""))), new Properties(), work);
  }

  private <T> T history(
      SettingsInForce inForce, Properties properties, Function<SettingsHistory, T> work) {
    return database()
        .transaction(
            entities ->
                work.apply(
                    new SettingsHistory(
                        new SettingsRevisions(entities),
                        inForce,
                        new Overrides(properties),
                        CLOCK)));
  }
}
