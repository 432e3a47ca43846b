package io.postern.gateway.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpDialogueFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversations that went wrong with other mail servers, as their public bug reports tell, each
 * with the replies that are due. The files are in {@code src/test/resources/dialogues}, further
 * ones of the same kinds in {@code own} there.
 */
class DialogueFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/dialogues");

  /** 127.0.0.1 is an own client, 127.0.0.2 a stranger. */
  private static final String SETTINGS =
      """
      hostName: gw.example
      listeners: [{name: inbound, port: 0}]
      relayDomains: [in.example]
      relayNetworks: [127.0.0.1/32]
      routes: [{domain: '*', host: 192.0.2.25}]
      limits: {recipients: 120}
      """;

  static Stream<Path> dialogues() {
    return files(FOLDER, ".smtp");
  }

  static Stream<Path> ownDialogues() {
    return files(FOLDER.resolve("own"), ".smtp");
  }

  static Stream<Path> contents() {
    return Stream.concat(files(FOLDER, ".eml"), files(FOLDER.resolve("own"), ".eml"));
  }

  private static Stream<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource({"dialogues", "ownDialogues"})
  void dialogue_getsTheRepliesThatAreDue(Path file) throws IOException {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      SmtpDialogueFile.Outcome outcome = play(gateway, file);

      assertEquals(List.of(), outcome.unexpected(), String.join("\n", outcome.lines()));
    }
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void everyRefusalOfADialogue_isRecorded(Path file) throws IOException {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      SmtpDialogueFile.Outcome outcome = play(gateway, file);

      assertEquals(
          outcome.lines().stream()
              .filter(line -> line.startsWith("S 4") || line.startsWith("S 5"))
              .map(line -> line.substring(2).strip())
              .toList(),
          gateway.events.rejected.stream().map(event -> event.reply().toString()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("contents")
  void content_isKeptOctetForOctetOrRefused(Path file) throws IOException {
    String content = wholeLines(Files.readString(file, ISO_8859_1));
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      SmtpDialogueFile.Outcome outcome =
          SmtpDialogueFile.send(
              file, "s@example.org", "c@in.example", gateway.reception.addresses().getFirst());
      if (content.indexOf('\0') >= 0) {
        assertEquals(
            List.of("S 554 5.6.0 Content holds NUL\r\n (expected 250)"), outcome.unexpected());
        assertEquals(List.of(), gateway.store.kept);
      } else {
        assertEquals(List.of(), outcome.unexpected());
        assertIsKept(content, gateway.onlyMessage());
      }
    }
  }

  /** As content goes after the 354. */
  private static String wholeLines(String content) {
    return content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
  }

  /** Where there is no header section, the trace field has one of its own. */
  private static void assertIsKept(String content, MemoryStore.Kept kept) {
    String below = withoutTraceField(kept.content());
    assertTrue(below.equals(content) || below.equals("\r\n" + content), below);
  }

  private static SmtpDialogueFile.Outcome play(TestGateway gateway, Path file) throws IOException {
    return SmtpDialogueFile.play(file, gateway.reception.addresses().getFirst());
  }

  /** Behind the Received field, whose continuation lines begin with a blank. */
  private static String withoutTraceField(String content) {
    int at = content.indexOf("\r\n") + 2;
    while (at < content.length() && (content.charAt(at) == ' ' || content.charAt(at) == '\t')) {
      at = content.indexOf("\r\n", at) + 2;
    }
    return content.substring(at);
  }

  /** What was kept of a dialogue: for each message its recipients. */
  private static List<List<String>> recipients(String name) throws IOException {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      play(gateway, FOLDER.resolve(name));
      return gateway.store.kept.stream().map(MemoryStore.Kept::recipients).toList();
    }
  }

  @Test
  void spacesBehindTheColon_doNotReachTheAddress() throws IOException {
    assertEquals(List.of(List.of("c1@in.example")), recipients("1-space-after-colon.smtp"));
  }

  @Test
  void postmasterWithoutDomain_isTheGatewaysOwn() throws IOException {
    assertEquals(
        List.of(
            List.of(
                "Postmaster@gw.example",
                "postmaster@gw.example",
                "POSTMASTER@gw.example",
                "postmaster@in.example")),
        recipients("4-bare-postmaster.smtp"));
  }

  @Test
  void quotedLocalParts_keepTheirQuotes() throws IOException {
    assertEquals(
        List.of(
            List.of(
                "\"c5 odd\"@in.example",
                "\"c5>b\"@in.example",
                "\"c5\\\"b\"@in.example",
                "\"@\"@in.example")),
        recipients("5-quoted-local-part.smtp"));
  }

  @Test
  void sourceRoutes_areDropped() throws IOException {
    assertEquals(List.of(List.of("c7@in.example")), recipients("7-source-routes.smtp"));
  }

  @Test
  void wholeSessionInOnePacket_isTwoMessages() throws IOException {
    assertEquals(
        List.of(List.of("c14@in.example", "d14@in.example"), List.of("e14@in.example")),
        recipients("14-whole-session-in-one-packet.smtp"));
  }

  @Test
  void recipientsUpToTheLimit_areKept() throws IOException {
    assertEquals(120, recipients("20-too-many-recipients.smtp").getFirst().size());
  }

  @Test
  void recipientNamedThrice_isKeptOnce() throws IOException {
    assertEquals(List.of(List.of("c37@in.example")), recipients("37-duplicate-recipients.smtp"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8-garbage-after-path.smtp",
        "16-trailing-dot-domain.smtp",
        "28-bare-line-ends.smtp",
        "101-utf-8-addresses.smtp",
        "105-http-verbs.smtp"
      })
  void dialogueWithoutAMessage_keepsNone(String name) throws IOException {
    assertEquals(List.of(), recipients(name));
  }

  @Test
  void emptyContents_areKeptWithTheirTraceFieldAlone() throws IOException {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      play(gateway, FOLDER.resolve("21-empty-content.smtp"));
      assertEquals(3, gateway.store.kept.size());
      assertIsKept("", gateway.store.kept.get(0));
      assertIsKept("\r\n", gateway.store.kept.get(1));
      assertIsKept("one line\r\n", gateway.store.kept.get(2));
    }
  }
}
