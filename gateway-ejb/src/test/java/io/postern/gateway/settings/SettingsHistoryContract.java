package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.controldb.TemporaryDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history of the configuration does, on each database. */
public interface SettingsHistoryContract {

  Clock CLOCK = Clock.fixed(Instant.parse("2026-10-25T00:30:00.123456789Z"), ZoneOffset.UTC);

  TemporaryDatabase database();

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
            new SettingsEntry(
                2, "postern", Instant.parse("2026-10-25T00:30:00.123456Z"), "from " + file),
            new SettingsEntry(
                1, "postern", Instant.parse("2026-10-25T00:30:00.123456Z"), "from " + file)),
        history(h -> h.latest(10)));
    assertEquals(
        Optional.of(
            new SettingsRevision(
                2,
                "postern",
                Instant.parse("2026-10-25T00:30:00.123456Z"),
                "from " + file,
                folder,
                "hostName: two.example\n")),
        history(SettingsHistory::newest));
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
    apply(
        new SettingsInForce(start(new Properties())), "listeners: [{name: a, port: 25}]", "admin");

    assertEquals(
        List.of(new Settings.Listener("a", "127.0.0.1", 2600)), start(properties).listeners());
  }

  @Test
  default void aChangeByPageStandsAtTheNextStarts_asTheFileHasNotChanged(@TempDir Path folder)
      throws Exception {
    Properties properties = file(folder, "hostName: one.example\n");
    SettingsInForce inForce = new SettingsInForce(start(properties));
    apply(inForce, "hostName: two.example\n", "admin");

    SettingsStart next = begin(properties);

    assertEquals("two.example", next.settings().hostName());
    assertEquals(
        "revision 2 by admin of 2026-10-25T00:30:00.123456Z; "
            + folder.resolve("postern.yaml")
            + " has not changed since revision 1",
        next.line());
    assertEquals("two.example", start(properties).hostName());
    assertEquals(2, history(h -> h.latest(10)).size());
  }

  @Test
  default void aFileThatChangedAfterAChangeByPageIsTaken(@TempDir Path folder) throws Exception {
    Properties properties = file(folder, "hostName: one.example\n");
    apply(new SettingsInForce(start(properties)), "hostName: two.example\n", "admin");
    file(folder, "hostName: three.example\n");

    SettingsStart next = begin(properties);

    assertEquals("three.example", next.settings().hostName());
    assertEquals(
        "revision 3 by postern of 2026-10-25T00:30:00.123456Z: "
            + folder.resolve("postern.yaml")
            + " has changed since revision 1",
        next.line());
  }

  /** Else the change after it would be lost: the file would still differ from what was taken. */
  @Test
  default void aFileThatIsPutToWhatIsInForceIsTakenToo(@TempDir Path folder) throws Exception {
    Properties properties = file(folder, "hostName: one.example\n");
    SettingsInForce inForce = new SettingsInForce(start(properties));
    apply(inForce, "hostName: two.example\n", "admin");
    file(folder, "hostName: two.example\n");
    start(properties);
    apply(inForce, "hostName: three.example\n", "admin");

    assertEquals("three.example", start(properties).hostName());
  }

  @Test
  default void aFileThatMovedIsTaken_asItsRelativePathsMeanOtherFiles(@TempDir Path folder)
      throws Exception {
    String source = "extensions: {x: {archive: x.war}}\n";
    start(file(Files.createDirectory(folder.resolve("a")), source));

    Settings moved = start(file(Files.createDirectory(folder.resolve("b")), source));

    assertEquals(
        folder.resolve("b/x.war"), Objects.requireNonNull(moved.extensions().get("x")).archive());
  }

  @Test
  default void relativePathsKeepTheirFolderThroughAChangeByPageAndARollback(@TempDir Path folder)
      throws Exception {
    String source = "extensions: {x: {archive: x.war}}\n";
    Path first = Files.createDirectory(folder.resolve("a"));
    SettingsInForce inForce = new SettingsInForce(start(file(first, source)));
    apply(inForce, source + "hostName: one.example\n", "admin");
    assertEquals(
        first.resolve("x.war"),
        Objects.requireNonNull(inForce.now().extensions().get("x")).archive());
    Properties second = file(Files.createDirectory(folder.resolve("b")), source);
    start(second);

    history(inForce, second, h -> h.rollback(2, "eve", 3));

    assertEquals(
        first.resolve("x.war"),
        Objects.requireNonNull(inForce.now().extensions().get("x")).archive());
    assertEquals(
        first.resolve("x.war"),
        Objects.requireNonNull(start(second).extensions().get("x")).archive());
  }

  @Test
  default void aStartSaysWhenNothingIsConfigured() {
    assertEquals("the defaults; nothing is configured", begin(new Properties()).line());
  }

  @Test
  default void whoDidNotSeeTheNewestRevisionChangesNothing() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    apply(inForce, "hostName: one.example", "admin");
    apply(inForce, "hostName: two.example", "admin");

    assertThrows(
        SettingsChanged.class,
        () ->
            history(
                inForce, new Properties(), h -> h.apply("hostName: three.example", "eve", "", 1)));
    assertThrows(
        SettingsChanged.class,
        () -> history(inForce, new Properties(), h -> h.rollback(1, "eve", 1)));

    assertEquals("two.example", inForce.now().hostName());
    assertEquals(2, history(h -> h.latest(10)).size());
  }

  @Test
  default void aRefusedConfigurationChangesNothing() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    Settings before = inForce.now();

    assertThrows(SettingsRefused.class, () -> apply(inForce, "hostName: a_b", "admin"));

    assertEquals(before, inForce.now());
    assertEquals(List.of(), history(h -> h.latest(10)));
  }

  @Test
  default void aRollbackIsANewRevisionWithTheOldSource() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    apply(inForce, "hostName: one.example", "admin");
    apply(inForce, "hostName: two.example", "admin");

    history(inForce, new Properties(), h -> h.rollback(1, "eve", 2));

    assertEquals("one.example", inForce.now().hostName());
    assertEquals(
        List.of("3 eve back to revision 1", "2 admin ", "1 admin "),
        history(
            h ->
                h.latest(10).stream()
                    .map(r -> r.revision() + " " + r.author() + " " + r.note())
                    .toList()));
    assertThrows(
        NoSuchElementException.class,
        () -> history(inForce, new Properties(), h -> h.rollback(9, "eve", 3)));
  }

  @Test
  default void theSameSourceAgainAddsNoRevision() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    apply(inForce, "hostName: one.example", "admin");

    assertEquals(1, apply(inForce, "hostName: one.example", "admin").number());
  }

  @Test
  default void aLargeSourceWithEveryLetterIsKeptAsItWas() {
    String source = "# \u00e4\u20ac\ud83d\ude00'\"\\\n".repeat(60_000);
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));

    apply(inForce, source, "admin");

    assertEquals(source, history(h -> h.newest().orElseThrow().source()));
  }

  @Test
  default void theDifferenceOfTwoRevisionsIsByLines() {
    SettingsInForce inForce = new SettingsInForce(start(new Properties()));
    apply(inForce, "# top\nhostName: one.example\n# end", "admin");
    apply(inForce, "# top\nhostName: two.example\nrelayDomains: []\n# end", "admin");

    assertEquals(
        List.of(
            " # top",
            "-hostName: one.example",
            "+hostName: two.example",
            "+relayDomains: []",
            " # end"),
        history(h -> h.difference(1, 2)));
  }

  private static Properties file(Path folder, String source) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(
        "postern.config", Files.writeString(folder.resolve("postern.yaml"), source).toString());
    return properties;
  }

  private Settings start(Properties properties) {
    return begin(properties).settings();
  }

  private SettingsStart begin(Properties properties) {
    return database()
        .transaction(
            entities ->
                SettingsHistory.atStart(
                    new SettingsRevisions(entities), new Overrides(properties), CLOCK));
  }

  /** Applied by somebody who saw the newest revision. */
  private SettingsRevision apply(SettingsInForce inForce, String source, String author) {
    return history(
        inForce,
        new Properties(),
        h -> h.apply(source, author, "", h.newest().map(SettingsRevision::number).orElse(0L)));
  }

  private <T> T history(Function<SettingsHistory, T> work) {
    return history(new SettingsInForce(SettingsFile.defaults(Path.of(""))), new Properties(), work);
  }

  private <T> T history(
      SettingsInForce inForce, Properties properties, Function<SettingsHistory, T> work) {
    Settings first = inForce.now();
    return database()
        .transaction(
            entities ->
                work.apply(
                    new SettingsHistory(
                        new SettingsRevisions(entities),
                        inForce,
                        new SettingsStart(
                            first, first, first, new Overrides(properties).launched(), ""),
                        new Overrides(properties),
                        CLOCK)));
  }
}
