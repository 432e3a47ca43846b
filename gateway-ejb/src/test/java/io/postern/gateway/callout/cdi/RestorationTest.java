package io.postern.gateway.callout.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.controldb.TemporaryDatabase;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.SettingsFile;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.samples.Observing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start after something of the data folder was lost. What should be asked and cannot be started
 * is missing, and fails closed; a start once let all mail pass unchecked with a clean status.
 */
class RestorationTest {

  private static final Set<String> OBSERVED =
      Set.of("io.postern.manipulation.MessageBeforeSpool", "io.postern.validation.SenderGiven");

  @TempDir Path data;

  private final TemporaryDatabase database = TemporaryDatabase.h2();
  private final KeptArchives archives = new KeptArchives(database);
  private final Notices notices = new Notices(Clock.systemUTC(), change -> {});
  private FakeServer server = new FakeServer();
  private String configuration = "";
  private Extensions extensions;

  @BeforeEach
  void begin() {
    extensions = extensions();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anArchiveThatTheServerRefuses_isMissing() {
    deployed("policy", war("one"));
    FakeServer next = new FakeServer();
    next.fail("deploy policy--r1");

    start(next);

    assertEquals(Map.of("policy", OBSERVED), server.missing);
    assertEquals(List.of("extension.policy.missing DEGRADED"), standing());
  }

  @Test
  void anArchiveThatTheDatabaseLost_isTakenFromTheServersFolder() {
    deployed("policy", war("one"));
    forgetContents();

    start(new FakeServer());

    assertEquals(Map.of("policy", "policy--r1"), server.active);
    assertEquals(List.of(), standing());
  }

  @Test
  void anArchiveThatIsDamagedInTheDatabase_isNotStarted() throws IOException {
    deployed("policy", war("one"));
    database.transaction(
        entities ->
            entities
                .createQuery("update ExtensionArchive a set a.content = :content")
                .setParameter("content", war("another"))
                .executeUpdate());
    Files.delete(data.resolve("extensions/policy--r1.war"));

    start(new FakeServer());

    assertEquals(Map.of(), server.active);
    assertEquals(Map.of("policy", OBSERVED), server.missing);
    assertEquals(
        "its archive in the control database is damaged",
        extensions.list().getFirst().lastError().orElseThrow());
  }

  @Test
  void anExtensionThatAnEmptyDatabaseDoesNotKnow_isRestoredFromTheServersFolder() {
    deployed("policy", war("one"));
    deployed("policy", war("two"));
    forgetAll();

    start(new FakeServer());

    assertEquals(Map.of("policy", "policy--r2"), server.active);
    assertEquals(2, extensions.history("policy").getFirst().revision());
  }

  @Test
  void anExtensionThatNothingElseHas_isMissing() throws IOException {
    deployed("policy", war("one"));
    forgetAll();
    Files.delete(data.resolve("extensions/policy--r1.war"));

    start(new FakeServer());

    assertEquals(Map.of("policy", OBSERVED), server.missing);
    ExtensionStatus status = extensions.list().getFirst();
    assertEquals(State.FAILED, status.state());
    assertEquals("the control database does not know it", status.lastError().orElseThrow());
  }

  /** Its name in the folder is all that is left, and the start once ended because of it. */
  @Test
  void anArchiveThatBecameAFolder_isMissingForAllMail() throws IOException {
    deployed("policy", war("one"));
    forgetAll();
    Files.delete(data.resolve("deployed-extensions"));
    Path archive = data.resolve("extensions/policy--r1.war");
    Files.delete(archive);
    Files.createDirectory(archive);

    start(new FakeServer());

    assertEquals(Map.of("policy", DeployedExtension.ANY_MAIL), server.missing);
  }

  @Test
  void anOlderRevisionThatTheDatabaseHas_doesNotStandInForTheOneThatRan() throws IOException {
    deployed("policy", war("one"));
    byte[] former = Files.readAllBytes(data.resolve("extensions/policy--r1.war"));
    deployed("policy", war("two"));
    database.transaction(
        entities -> {
          new ExtensionArchives(entities).takeBack("policy", 2, OptionalInt.of(1));
          return true;
        });
    Files.delete(data.resolve("extensions/policy--r2.war"));
    Files.write(data.resolve("extensions/policy--r1.war"), former);

    start(new FakeServer());

    assertEquals(Map.of(), server.active);
    assertEquals(Map.of("policy", OBSERVED), server.missing);
  }

  @Test
  void aDamagedFile_isKeptAndTheDatabaseBelieved() throws IOException {
    deployed("policy", war("one"));
    Path file = data.resolve("deployed-extensions");
    Files.writeString(file, Files.readString(file).replace("policy 1", "policy 9"));

    start(new FakeServer());

    assertEquals(Map.of("policy", "policy--r1"), server.active);
    assertEquals(List.of("extensions.deployed-file WARNING"), standing());
    try (var files = Files.list(data)) {
      assertTrue(files.anyMatch(kept -> kept.toString().contains("deployed-extensions.damaged-")));
    }
  }

  @Test
  void withoutDatabaseAndFile_whatLiesReadyForTheServerIsMissing() throws IOException {
    deployed("policy", war("one"));
    forgetAll();
    Files.delete(data.resolve("deployed-extensions"));

    start(new FakeServer());
    assertEquals(Map.of("policy", DeployedExtension.ANY_MAIL), server.missing);

    start(new FakeServer());
    assertEquals(Map.of("policy", "policy--r1"), server.active);
  }

  /** The process may end while an archive that was never deployed lies ready for the server. */
  @Test
  void anArchiveThatWasNeverDeployed_isNotMissing() throws IOException {
    start(new FakeServer());
    Files.write(data.resolve("extensions/new--r1.war"), war("one"));

    start(new FakeServer());

    assertEquals(Map.of(), server.missing);
  }

  @Test
  void aMissingExtension_isThereAgainWhenItIsDeployed() {
    deployed("policy", war("one"));
    FakeServer next = new FakeServer();
    next.fail("deploy policy--r1");
    start(next);

    deploy("policy", war("two"));

    assertEquals(Map.of(), server.missing);
    assertEquals(Map.of("policy", "policy--r2"), server.active);
    assertEquals(List.of(), standing());
  }

  @Test
  void aMissingExtensionThatNothingElseHas_canBeUndeployed() throws IOException {
    deployed("policy", war("one"));
    forgetAll();
    Files.delete(data.resolve("extensions/policy--r1.war"));
    start(new FakeServer());

    extensions.undeploy("policy", "admin");

    assertEquals(Map.of(), server.missing);
    assertEquals(List.of(), standing());
    start(new FakeServer());
    assertEquals(Map.of(), server.missing);
  }

  @Test
  void aConfiguredArchiveThatNeverRan_isMissing() {
    configuration = "extensions: {policy: {archive: none.war}}";

    start(new FakeServer());

    assertEquals(Map.of("policy", DeployedExtension.ANY_MAIL), server.missing);
  }

  @Test
  void aStartWithoutExtensions_startsNoneAndAllAreMissing() {
    deployed("policy", war("one"));
    deployed("other", war("one"));

    server = new FakeServer();
    extensions = extensions();
    extensions.restore(true);

    assertEquals(List.of(), server.calls);
    assertEquals(Set.of("policy", "other"), server.missing.keySet());
    start(new FakeServer());
    assertEquals(Set.of("policy", "other"), server.active.keySet());
  }

  @Test
  void anExtensionWithWhichTwoStartsDied_isLeftOutUntilItIsReplaced() {
    deployed("policy", war("one"));
    dyingStart();
    dyingStart();

    start(new FakeServer());
    assertEquals(Set.of("policy"), server.missing.keySet());
    assertEquals(List.of(), server.calls);
    start(new FakeServer());
    assertEquals(Set.of("policy"), server.missing.keySet());

    deploy("policy", war("two"));
    start(new FakeServer());
    assertEquals(Map.of("policy", "policy--r2"), server.active);
  }

  @Test
  void aStartThatDiedOnce_isForgottenByTheNextThatLives() {
    deployed("policy", war("one"));
    dyingStart();
    start(new FakeServer());
    dyingStart();

    start(new FakeServer());

    assertEquals(Map.of("policy", "policy--r1"), server.active);
  }

  @Test
  void aDeploymentThatCannotBeRecorded_isUndone() throws IOException {
    deployed("policy", war("one"));
    Files.createDirectory(data.resolve("deployed-extensions.new"));

    assertThrows(ExtensionNotDeployed.class, () -> deploy("policy", war("two")));

    assertEquals(Map.of("policy", "policy--r1"), server.active);
    assertEquals(1, extensions.history("policy").size());
  }

  /** The process ends while the extension starts: no word is written any more. */
  private void dyingStart() {
    new StartRecord(data).begun("policy--r1");
  }

  private void deployed(String name, byte[] archive) {
    deploy(name, archive);
  }

  private void deploy(String name, byte[] archive) {
    extensions.deploy(name, name + ".war", new ByteArrayInputStream(archive), "admin");
  }

  private void start(FakeServer onto) {
    server = onto;
    notices.standing().forEach(notice -> notices.clear(notice.key()));
    extensions = extensions();
    extensions.restore(false);
  }

  private List<String> standing() {
    return notices.standing().stream().map(RestorationTest::shown).toList();
  }

  private static String shown(Notice notice) {
    return notice.key() + " " + notice.effect();
  }

  private void forgetContents() {
    database.transaction(
        entities ->
            entities.createQuery("update ExtensionArchive a set a.content = null").executeUpdate());
  }

  private void forgetAll() {
    database.transaction(
        entities -> entities.createQuery("delete from ExtensionArchive").executeUpdate());
  }

  private static byte[] war(String mark) {
    return TestArchive.war(Observing.Bean.class).with("mark.txt", mark).octets();
  }

  private Extensions extensions() {
    String text = "data: '" + data + "'\n" + configuration;
    return new Extensions(
        archives,
        server,
        server,
        new SettingsInForce(SettingsFile.parse("test", text, data)),
        notices,
        Clock.systemUTC(),
        Runnable::run,
        Duration.ofMinutes(1));
  }
}
