package io.postern.gateway.callout.cdi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.controldb.TemporaryDatabase;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.SettingsFile;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.samples.Observing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployment, replacement, failure at each step, and the start after it; the server is a fake. */
class ExtensionsTest {

  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path data;

  private final TemporaryDatabase database = TemporaryDatabase.h2();
  private final KeptArchives archives = new KeptArchives(database);
  private final FakeServer server = new FakeServer();
  private final Notices notices = new Notices(Clock.fixed(NOW, ZoneOffset.UTC), change -> {});
  private String configuration = "";
  private Extensions extensions;

  @BeforeEach
  void start() {
    extensions = extensions(server, Runnable::run, LONG);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFirstRevisionIsDeployedThenActivated() {
    ExtensionStatus status = deploy("disclaimer", war("one"));

    assertEquals(List.of("deploy disclaimer--r1", "activate disclaimer--r1"), server.calls);
    assertEquals(
        new ExtensionStatus(
            "disclaimer",
            1,
            "disclaimer.war",
            sha256(war("one")),
            Optional.of(NOW),
            "admin",
            State.RUNNING,
            Optional.empty()),
        status);
    assertEquals(List.of(status), extensions.list());
  }

  @Test
  void aJarIsWrapped() {
    deploy("disclaimer", TestArchive.jar(Observing.Bean.class).octets());

    assertEquals(Map.of("disclaimer", "disclaimer--r1"), server.active);
  }

  @Test
  void aReplacementIsDeployedBesideTheOldOneWhichLeavesLast() {
    deploy("disclaimer", war("one"));
    server.calls.clear();

    deploy("disclaimer", war("two"));

    assertEquals(
        List.of("deploy disclaimer--r2", "activate disclaimer--r2", "undeploy disclaimer--r1"),
        server.calls);
    assertEquals(List.of("disclaimer--r2.war"), files());
  }

  @Test
  void aReplacedRevisionStaysInTheServerWhileTransactionsHoldIt() {
    Extensions live = extensions(server, work -> Thread.ofVirtual().start(work), LONG);
    live.deploy("disclaimer", "a.war", in(war("one")), "admin");
    server.inUse();

    live.deploy("disclaimer", "a.war", in(war("two")), "admin");

    assertEquals(Map.of("disclaimer", "disclaimer--r2"), server.active);
    assertTrue(server.applications().contains("disclaimer--r1"));
    server.end("disclaimer--r1");
    await().until(() -> !server.applications().contains("disclaimer--r1"));
  }

  @Test
  void theNextDeploymentWaitsUntilTheReplacedRevisionHasLeft() {
    Extensions live = extensions(server, work -> Thread.ofVirtual().start(work), LONG);
    live.deploy("disclaimer", "a.war", in(war("one")), "admin");
    server.inUse();
    live.deploy("disclaimer", "a.war", in(war("two")), "admin");

    CompletableFuture<ExtensionStatus> third =
        CompletableFuture.supplyAsync(
            () -> live.deploy("disclaimer", "a.war", in(war("three")), "admin"),
            work -> Thread.ofVirtual().start(work));
    assertFalse(server.calls.contains("deploy disclaimer--r3"));
    server.end("disclaimer--r1");
    server.end("disclaimer--r2");

    assertEquals(3, third.join().revision());
    assertTrue(
        server.calls.indexOf("undeploy disclaimer--r1")
            < server.calls.indexOf("deploy disclaimer--r3"),
        server.calls.toString());
  }

  @Test
  void transactionsThatNeverEndKeepAReplacedRevisionOnlyForItsTime() {
    Extensions live = extensions(server, Runnable::run, Duration.ofMillis(1));
    live.deploy("disclaimer", "a.war", in(war("one")), "admin");
    server.inUse();

    live.deploy("disclaimer", "a.war", in(war("two")), "admin");

    assertEquals(Set.of("postern", "disclaimer--r2"), server.applications());
  }

  @Test
  void anExecutorThatRefusesDoesNotKeepAReplacedRevision() {
    Extensions live =
        extensions(
            server,
            work -> {
              throw new RejectedExecutionException("full");
            },
            LONG);
    live.deploy("disclaimer", "a.war", in(war("one")), "admin");

    live.deploy("disclaimer", "a.war", in(war("two")), "admin");

    assertEquals(Set.of("postern", "disclaimer--r2"), server.applications());
  }

  @Test
  void aRefusedArchiveLeavesTheRunningRevision() {
    deploy("disclaimer", war("one"));

    ArchiveRefused refused =
        assertThrows(
            ArchiveRefused.class,
            () -> deploy("disclaimer", TestArchive.war(Observing.Other.class).octets()));

    assertRunning("disclaimer", 1);
    assertEquals(
        Optional.of(String.join("; ", refused.reasons())),
        extensions.list().getFirst().lastError());
  }

  @Test
  void aRevisionTheServerRefusesLeavesTheRunningOne() {
    deploy("disclaimer", war("one"));
    server.fail("deploy disclaimer--r2");

    ExtensionNotDeployed failed =
        assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("two")));

    assertEquals(
        "cannot deploy disclaimer--r2 (told to fail\\u{d}\\u{a}at deploy disclaimer--r2); it is"
            + " not asked, what ran before still is",
        failed.getMessage());
    assertRunning("disclaimer", 1);
  }

  @Test
  void aRevisionTheDatabaseRefusesLeavesTheRunningOne() {
    deploy("disclaimer", war("one"));
    archives.fail(true);

    assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("two")));

    archives.fail(false);
    assertRunning("disclaimer", 1);
  }

  @Test
  void aRevisionThatCannotBeActivatedLeavesTheRunningOne() {
    deploy("disclaimer", war("one"));
    server.fail("activate disclaimer--r2");

    assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("two")));

    assertRunning("disclaimer", 1);
    assertEquals(1, extensions.history("disclaimer").size());
  }

  @Test
  void aFailedRevisionThatCannotBeRemovedEitherLeavesTheRunningOne() {
    deploy("disclaimer", war("one"));
    server.fail("deploy disclaimer--r2");
    server.fail("undeploy disclaimer--r2");

    assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("two")));

    assertEquals(Map.of("disclaimer", "disclaimer--r1"), server.active);
  }

  @Test
  void aNumberThatFailedIsNotUsedAgain() {
    deploy("disclaimer", war("one"));
    server.fail("deploy disclaimer--r2");
    assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("two")));

    assertEquals(3, deploy("disclaimer", war("two")).revision());
    assertEquals(Optional.empty(), extensions.list().getFirst().lastError());
  }

  @Test
  void aFailedFirstRevisionLeavesNothing() {
    server.fail("activate disclaimer--r1");

    assertThrows(ExtensionNotDeployed.class, () -> deploy("disclaimer", war("one")));

    assertEquals(List.of(), extensions.list());
    assertEquals(Set.of("postern"), server.applications());
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "1a",
        "-a",
        "a-",
        "a--b",
        "a--r1",
        "a b",
        "a/b",
        "..",
        "a\n",
        "\u0430",
        "../x",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
        "<script>"
      })
  void aHostileNameIsRefused(String name) {
    ArchiveRefused refused = assertThrows(ArchiveRefused.class, () -> deploy(name, war("one")));

    assertTrue(refused.reasons().getFirst().contains(" is not a name"), refused.getMessage());
    assertEquals(List.of(), server.calls);
  }

  @Test
  void hostileFileAndAuthorNamesAreKeptShown() {
    extensions.deploy("disclaimer", "a\r\n\u202e".repeat(500), in(war("one")), "eve\n".repeat(500));

    ExtensionStatus status = extensions.list().getFirst();
    assertTrue(status.fileName().startsWith("a\\u{d}\\u{a}\\u{202e}a"), status.fileName());
    assertTrue(status.deployedBy().startsWith("eve\\u{a}eve"), status.deployedBy());
  }

  @Test
  void undeployingDeactivatesThenRemoves() {
    deploy("disclaimer", war("one"));
    server.calls.clear();

    extensions.undeploy("disclaimer", "admin");

    assertEquals(List.of("deactivate disclaimer", "undeploy disclaimer--r1"), server.calls);
    assertEquals(State.UNDEPLOYED, extensions.list().getFirst().state());
    assertEquals(List.of(), files());
    assertThrows(NoSuchElementException.class, () -> extensions.undeploy("disclaimer", "admin"));
  }

  @Test
  void undeployingThatTheDatabaseRefusesChangesNothing() {
    deploy("disclaimer", war("one"));
    archives.fail(true);

    assertThrows(RuntimeException.class, () -> extensions.undeploy("disclaimer", "admin"));

    archives.fail(false);
    assertRunning("disclaimer", 1);
  }

  @Test
  void aRollbackDeploysTheOldArchiveAsTheNextRevision() {
    deploy("disclaimer", war("one"));
    deploy("disclaimer", war("two"));

    assertEquals(3, extensions.rollback("disclaimer", 1, "eve").revision());

    assertRunning("disclaimer", 3);
    assertEquals(sha256(war("one")), extensions.list().getFirst().sha256());
    assertThrows(NoSuchElementException.class, () -> extensions.rollback("disclaimer", 9, "eve"));
  }

  @Test
  void aStartDeploysWhatIsEnabled() {
    deploy("a", war("one"));
    deploy("a", TestArchive.jar(Observing.Bean.class).octets());
    deploy("b", war("two"));
    deploy("c", war("three"));
    extensions.undeploy("c", "admin");
    FakeServer next = new FakeServer();

    List<ExtensionStatus> restored = extensions(next, Runnable::run, LONG).restore(false);

    assertEquals(Map.of("a", "a--r2", "b", "b--r1"), next.active);
    assertEquals(
        List.of("a 2 RUNNING", "b 1 RUNNING", "c 1 UNDEPLOYED"),
        restored.stream().map(s -> s.name() + " " + s.revision() + " " + s.state()).toList());
  }

  @Test
  void aStartRemovesWhatTheServerKeptFromAnotherLife() {
    deploy("a", war("one"));
    FakeServer next = new FakeServer();
    next.has("a--r1");
    next.has("a--r7");
    next.has("somebodys-app");

    extensions(next, Runnable::run, LONG).restore(false);

    assertEquals(Set.of("postern", "somebodys-app", "a--r1"), next.applications());
    assertEquals(Map.of("a", "a--r1"), next.active);
  }

  @Test
  void anExtensionThatCannotBeRestoredDoesNotKeepTheOthers() {
    deploy("a", war("one"));
    deploy("b", war("two"));
    FakeServer next = new FakeServer();
    next.fail("deploy a--r1");

    List<ExtensionStatus> restored = extensions(next, Runnable::run, LONG).restore(false);

    assertEquals(Map.of("b", "b--r1"), next.active);
    assertEquals(State.FAILED, restored.getFirst().state());
    assertEquals(
        "told to fail\\u{d}\\u{a}at deploy a--r1", restored.getFirst().lastError().orElseThrow());
  }

  @Test
  void aFailedExtensionCanBeUndeployedOrReplaced() {
    deploy("a", war("one"));
    deploy("b", war("two"));
    FakeServer next = new FakeServer();
    next.fail("deploy a--r1");
    next.fail("deploy b--r1");
    Extensions live = extensions(next, Runnable::run, LONG);
    live.restore(false);

    live.undeploy("a", "admin");
    live.deploy("b", "b.war", in(war("three")), "admin");

    assertEquals(
        List.of("a 1 UNDEPLOYED Optional.empty", "b 2 RUNNING Optional.empty"),
        live.list().stream()
            .map(s -> s.name() + " " + s.revision() + " " + s.state() + " " + s.lastError())
            .toList());
  }

  @Test
  void aStartDeploysWhatTheConfigurationNames() throws IOException {
    Files.write(data.resolve("a.war"), war("one"));
    configuration = "extensions: {a: {archive: a.war}, b: {archive: none.war}, c: {order: 1}}";
    Extensions live = extensions(server, Runnable::run, LONG);

    List<ExtensionStatus> restored = live.restore(false);

    assertEquals(Map.of("a", "a--r1"), server.active);
    assertEquals(
        List.of(
            "a 1 RUNNING Optional.empty",
            "b 0 FAILED Optional[%s does not exist]".formatted(data.resolve("none.war"))),
        restored.stream()
            .map(s -> s.name() + " " + s.revision() + " " + s.state() + " " + s.lastError())
            .toList());
  }

  @Test
  void aConfiguredArchiveIsDeployedAgainOnlyWhenItsFileChanged() throws IOException {
    Files.write(data.resolve("a.war"), war("one"));
    configuration = "extensions: {a: {archive: a.war}}";
    extensions(new FakeServer(), Runnable::run, LONG).restore(false);

    FakeServer second = new FakeServer();
    extensions(second, Runnable::run, LONG).restore(false);
    assertEquals(List.of("deploy a--r1", "activate a--r1"), second.calls);

    Files.write(data.resolve("a.war"), war("two"));
    FakeServer third = new FakeServer();
    extensions(third, Runnable::run, LONG).restore(false);
    assertEquals(Map.of("a", "a--r2"), third.active);
  }

  @Test
  void whatAnAdministratorUndeployedTheConfigurationDoesNotBringBack() throws IOException {
    Files.write(data.resolve("a.war"), war("one"));
    configuration = "extensions: {a: {archive: a.war}}";
    Extensions live = extensions(server, Runnable::run, LONG);
    live.restore(false);
    live.undeploy("a", "admin");
    FakeServer next = new FakeServer();

    extensions(next, Runnable::run, LONG).restore(false);

    assertEquals(Map.of(), next.active);
  }

  private void assertRunning(String name, int revision) {
    String application = name + "--r" + revision;
    assertEquals(Map.of(name, application), server.active);
    assertEquals(Set.of("postern", application), server.applications());
    assertEquals(List.of(application + ".war"), files());
    ExtensionStatus status = extensions.list().getFirst();
    assertEquals(State.RUNNING, status.state());
    assertEquals(revision, status.revision());
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(data.resolve("extensions"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ExtensionStatus deploy(String name, byte[] archive) {
    return extensions.deploy(name, name + ".war", in(archive), "admin");
  }

  private static ByteArrayInputStream in(byte[] archive) {
    return new ByteArrayInputStream(archive);
  }

  private static byte[] war(String mark) {
    return TestArchive.war(Observing.Bean.class).with("mark.txt", mark).octets();
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Extensions extensions(FakeServer onto, Executor background, Duration drain) {
    String text = "data: '" + data + "'\n" + configuration;
    return new Extensions(
        archives,
        onto,
        onto,
        new SettingsInForce(SettingsFile.parse("test", text, data)),
        notices,
        Clock.fixed(NOW, ZoneOffset.UTC),
        background,
        drain);
  }
}
