package io.postern.gateway.callout.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Mailbox;
import io.postern.samples.Observing;
import io.postern.session.Session;
import io.postern.validation.SenderGiven;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything of an archive is deployed or loaded, and why it says so. */
class ArchiveInspectionTest {

  private static final List<String> EVENTS =
      List.of("io.postern.manipulation.MessageBeforeSpool", "io.postern.validation.SenderGiven");
  private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 50, 4 << 20, 200);

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aWarWithACalloutPasses() {
    assertEquals(new InspectedArchive(true, new TreeSet<>(EVENTS)), inspect(good()));
  }

  @Test
  void aJarWithACalloutPasses() {
    assertEquals(
        new InspectedArchive(false, new TreeSet<>(EVENTS)),
        inspect(TestArchive.jar(Observing.Bean.class)));
  }

  @Test
  void aCalloutInABundledJarPasses() {
    assertEquals(
        new InspectedArchive(true, new TreeSet<>(EVENTS)),
        inspect(
            new TestArchive().with("WEB-INF/lib/a.jar", TestArchive.jar(Observing.Bean.class))));
  }

  @Test
  void aClassWithoutAScopePassesWhenEveryClassIsABean() {
    TestArchive archive =
        TestArchive.war(Observing.NoBean.class).with("WEB-INF/beans.xml", TestArchive.BEANS_ALL);

    assertEquals(List.of(EVENTS.getLast()), List.copyOf(inspect(archive).observed()));
  }

  @Test
  void anInheritedObserverPasses() {
    inspect(TestArchive.war(Observing.Parent.class, Observing.Child.class));
  }

  @Test
  void aScopeOfTheArchivesOwnPasses() {
    inspect(TestArchive.war(Observing.Scoped.class, Observing.OwnScope.class));
  }

  @Test
  void ordinaryDescriptorsPass() {
    inspect(
        good()
            .with(
                "WEB-INF/glassfish-web.xml",
                """
                <!DOCTYPE glassfish-web-app PUBLIC "-//GlassFish.org//DTD"
                  "http://127.0.0.1:1/glassfish-web-app_3_0-1.dtd">
                <glassfish-web-app><context-root>/extensions/disclaimer/</context-root></glassfish-web-app>
                """)
            .with(
                "WEB-INF/web.xml",
                "<web-app version='6.0'><display-name>a</display-name></web-app>")
            .with("WEB-INF/beans.xml", "")
            .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nPostern-Api: 1\n"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        row(
            TestArchive.war(Observing.Other.class),
            "has no callout: no method with a parameter annotated @Observes"
                + " of a type in io.postern.validation, manipulation or logging"),
        row(
            new TestArchive().with("readme.txt", "hello"),
            "has no callout: no method with a parameter annotated @Observes"
                + " of a type in io.postern.validation, manipulation or logging"),
        row(
            TestArchive.war(Observing.NoBean.class),
            Observing.NoBean.class.getName()
                + " has callouts but is no bean: annotate it with a scope such as"
                + " @ApplicationScoped, or add a beans.xml with bean-discovery-mode=\"all\""),
        row(
            TestArchive.war(Observing.Parent.class),
            Observing.Parent.class.getName()
                + " has callouts but is no bean: annotate it with a scope such as"
                + " @ApplicationScoped, or add a beans.xml with bean-discovery-mode=\"all\""),
        row(
            good().with("WEB-INF/beans.xml", "<beans bean-discovery-mode='none'/>"),
            Observing.Bean.class.getName()
                + " has callouts but is no bean: annotate it with a scope such as"
                + " @ApplicationScoped, or add a beans.xml with bean-discovery-mode=\"all\""),
        // descriptors
        row(
            good().with("WEB-INF/web.xml", "<web-app>\n<a>\n</web-app>"),
            "WEB-INF/web.xml is a broken descriptor (not well-formed XML in line 3)"),
        row(
            good().with("WEB-INF/beans.xml", "<beans bean-discovery-mode='some'/>"),
            "WEB-INF/beans.xml is a broken descriptor (bean-discovery-mode some)"),
        row(
            good().with("WEB-INF/web.xml", deepXml()),
            "WEB-INF/web.xml is a broken descriptor (not well-formed XML in line 1)"),
        row(
            good().with("META-INF/MANIFEST.MF", "no colon here\n"),
            "META-INF/MANIFEST.MF is a broken descriptor"),
        row(
            good().with("META-INF/MANIFEST.MF", "Postern-Api: 2\n"),
            "needs level 2 of the extension API; this gateway has 1"),
        row(
            good().with("META-INF/MANIFEST.MF", "Postern-Api: new\n"),
            "META-INF/MANIFEST.MF: Postern-Api new is no number"),
        row(
            good().with("META-INF/application.xml", "<application/>"),
            "is an EAR; an extension is a WAR or a jar"),
        row(
            good().with("META-INF/ra.xml", "<connector/>"),
            "is a resource adapter; an extension is a WAR or a jar"),
        // context roots
        row(
            good()
                .with("WEB-INF/glassfish-web.xml", "<a><context-root>/</context-root></a>")
                .with("WEB-INF/payara-web.xml", "<a><context-root>api</context-root></a>")
                .with(
                    "WEB-INF/web.xml",
                    "<a><default-context-path>/x\u202e</default-context-path></a>"),
            "WEB-INF/glassfish-web.xml names the context root /; the gateway gives extensions theirs"
                + " below /extensions, remove it",
            "WEB-INF/payara-web.xml names the context root api; the gateway gives extensions theirs"
                + " below /extensions, remove it",
            "WEB-INF/web.xml names the context root /x\\u{202e}; the gateway gives extensions theirs"
                + " below /extensions, remove it"),
        // bundled classes
        row(
            good()
                .with(
                    "WEB-INF/classes/" + TestArchive.fileOf(Observes.class),
                    TestArchive.octetsOf(Observes.class)),
            "bundles Jakarta classes, which the server has (WEB-INF/classes)"),
        row(
            good().with("WEB-INF/lib/all.jar", TestArchive.jar(Observes.class, Mailbox.class)),
            "bundles Jakarta classes, which the server has (WEB-INF/lib/all.jar)",
            "bundles the extension API, which the server has (WEB-INF/lib/all.jar)"),
        row(
            TestArchive.jar(Observing.Bean.class, Mailbox.class),
            "bundles the extension API, which the server has (in the archive itself)"),
        row(
            TestArchive.war(Observing.Bean.class, Mailbox.class, SenderGiven.class, Session.class),
            "bundles the extension API, which the server has (WEB-INF/classes)"),
        // class files
        row(
            good()
                .with("WEB-INF/classes/a/B.class", versioned(99, 0))
                .with("WEB-INF/classes/a/C.class", versioned(99, 0))
                .with("WEB-INF/classes/b/D.class", versioned(99, 0)),
            "WEB-INF/classes/a/B.class is compiled for Java 55; this server runs Java 25 (and 2 more"
                + " classes)"),
        row(
            good()
                .with("WEB-INF/classes/a/B.class", "not a class")
                .with("WEB-INF/classes/a/C.class", truncated()),
            "WEB-INF/classes/a/B.class is a broken class file (and 1 more class)"),
        row(
            good().with("WEB-INF/classes/a/B.class", versioned(99, 0)),
            "WEB-INF/classes/a/B.class is compiled for Java 55; this server runs Java 25"),
        row(
            good().with("WEB-INF/classes/a/B.class", versioned(69, 65535)),
            "WEB-INF/classes/a/B.class uses preview features of Java, which are not enabled"),
        row(
            good().with("WEB-INF/classes/a/B.class", "not a class"),
            "WEB-INF/classes/a/B.class is a broken class file"),
        row(
            good().with("WEB-INF/classes/a/B.class", truncated()),
            "WEB-INF/classes/a/B.class is a broken class file"),
        row(
            TestArchive.war().with("WEB-INF/classes/a/B.class", observingUnknownEvent()),
            Observing.Bean.class.getName()
                + " observes io.postern.validation.SenderTaken, which this gateway does not have; it"
                + " was built for another version"),
        // bundled jars
        row(
            good().with("WEB-INF/lib/a.jar", "not a jar"),
            "WEB-INF/lib/a.jar is not a readable jar"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedForItsReasons(TestArchive archive, List<String> reasons) {
    assertEquals(reasons, reasons(archive.octets()));
  }

  @Test
  void everyReasonIsToldAtOnce() {
    TestArchive archive =
        TestArchive.war(Observing.Other.class, Observes.class)
            .with("WEB-INF/web.xml", "<a>")
            .with("META-INF/MANIFEST.MF", "Postern-Api: 9\n");

    assertEquals(
        List.of(
            "bundles Jakarta classes, which the server has (WEB-INF/classes)",
            "WEB-INF/web.xml is a broken descriptor (not well-formed XML in line 1)",
            "needs level 9 of the extension API; this gateway has 1"),
        reasons(archive.octets()));
  }

  /** Names are written after zipping, because a zip library refuses some of them. */
  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "/etc/passwd", "a/../../bc", "C:/win.ini", "..\\..\\evil"})
  void anEntryThatLeadsOutsideIsRefused(String name) {
    String harmless = "x".repeat(name.length());

    assertEquals(
        List.of(name + " would be unpacked outside of its folder"),
        reasons(good().with(harmless, "x").octetsWithRenamed(harmless, name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0007b", "a\nb", "a//b", "./ab", "a\\b", "a\u202eb"})
  void anEntryThatIsNoFileNameIsRefused(String name) {
    String harmless = "x".repeat(name.getBytes(StandardCharsets.UTF_8).length);

    assertTrue(
        reasons(good().with(harmless, "x").octetsWithRenamed(harmless, name))
            .getFirst()
            .endsWith(" is not a file name"));
  }

  @Test
  void aVeryLongNameIsRefused() {
    assertTrue(
        reasons(good().with("a".repeat(501), "x").octets())
            .getFirst()
            .endsWith(" is not a file name"));
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() {
    assertEquals(
        List.of("aaaa is there twice"),
        reasons(good().with("aaaa", "x").with("bbbb", "y").octetsWithRenamed("bbbb", "aaaa")));
  }

  @Test
  void aFileThatIsAlsoAFolderIsRefused() {
    assertEquals(
        List.of("a is both a file and a folder"),
        reasons(good().with("a", "x").with("a/b", "y").octets()));
  }

  @Test
  void anEntryThatExplodesIsRefused() {
    assertEquals(
        List.of("zeros unpacks to more than 200 times its packed size"),
        reasons(good().with("zeros", new byte[3 << 20]).octets()));
  }

  @Test
  void manyEntriesThatExplodeTogetherAreRefused() {
    TestArchive archive = good();
    for (int i = 0; i < 5; i++) {
      archive.with("zeros" + i, new byte[1 << 20]);
    }

    assertEquals(List.of("unpacks to more than 4194304 octets"), reasons(archive.octets()));
  }

  @Test
  void aBundledJarThatExplodesIsRefused() {
    assertEquals(
        List.of("zeros unpacks to more than 200 times its packed size"),
        reasons(
            good()
                .with("WEB-INF/lib/a.jar", new TestArchive().with("zeros", new byte[3 << 20]))
                .octets()));
  }

  @Test
  void tooManyEntriesAreRefusedWhereverTheyAre() {
    TestArchive bundled = new TestArchive();
    for (int i = 0; i < 50; i++) {
      bundled.with("f" + i, "x");
    }

    assertEquals(
        List.of("holds more than 50 files"),
        reasons(good().with("WEB-INF/lib/a.jar", bundled).octets()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 200})
  void whatIsNotAnArchiveIsRefused(int length) {
    byte[] octets = good().octets();

    List<String> reasons = reasons(Arrays.copyOf(octets, length));

    assertTrue(reasons.getFirst().startsWith("is not a readable archive"), reasons.toString());
  }

  @Test
  void anArchiveBeyondTheSizeLimitIsNotTakenIn() {
    ArchiveRefused refused =
        assertThrows(
            ArchiveRefused.class,
            () -> ReceivedArchive.receive(new ByteArrayInputStream(new byte[1001]), folder, 1000));

    assertEquals(List.of("is larger than 1000 octets"), refused.reasons());
  }

  private static TestArchive good() {
    return TestArchive.war(Observing.Bean.class);
  }

  private static Arguments row(TestArchive archive, String... reasons) {
    return Arguments.of(archive, List.of(reasons));
  }

  private static byte[] versioned(int major, int minor) {
    byte[] octets = TestArchive.octetsOf(Observing.Bean.class);
    octets[4] = (byte) (minor >> 8);
    octets[5] = (byte) minor;
    octets[7] = (byte) major;
    return octets;
  }

  private static byte[] truncated() {
    return Arrays.copyOf(TestArchive.octetsOf(Observing.Bean.class), 60);
  }

  private static byte[] observingUnknownEvent() {
    byte[] octets = TestArchive.octetsOf(Observing.Bean.class);
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    return text.replace("validation/SenderGiven", "validation/SenderTaken")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String deepXml() {
    return "<a>".repeat(150) + "</a>".repeat(150);
  }

  private InspectedArchive inspect(TestArchive archive) {
    return inspect(archive.octets());
  }

  private InspectedArchive inspect(byte[] octets) {
    try (ReceivedArchive received =
        ReceivedArchive.receive(new ByteArrayInputStream(octets), folder, 1 << 20)) {
      return new ArchiveInspection("disclaimer", folder, SMALL).inspect(received.file());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> reasons(byte[] octets) {
    return assertThrows(ArchiveRefused.class, () -> inspect(octets)).reasons();
  }
}
