package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.NextHopScript;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.fixtures.smtp.SmtpDialogueFile;
import io.postern.fixtures.smtp.SmtpText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases made after public bug reports of other mail programs, played against the built product:
 * first those without extensions, then, with the disclaimer and the header stamp deployed, those
 * about content. See {@code src/test/public-cases}.
 */
final class PublicCasesTest {

  /** Archives; the next hops are those of the tests of delivery, the rest those of reception. */
  private static final Path CASES = Path.of("src/test/public-cases");

  private static final Path RESOURCES = Path.of("../gateway-ejb/src/test/resources");

  private static final Path DIALOGUES = RESOURCES.resolve("dialogues");

  /** Further ones of the same kinds. */
  private static final Path OWN = DIALOGUES.resolve("own");

  private static final Path HOPS_GIVEN = RESOURCES.resolve("io/postern/gateway/delivery/given");

  private static final Path EXTENSIONS =
      Path.of(System.getProperty("postern.checkout", "..")).resolve("extensions");
  private static final String STAMP = "X-Postern-Stamp: stamped\r\n";
  private static final String DISCLAIMER = "This message is meant for the people";

  /** Played with the extensions deployed, as the last of all. */
  private static final List<Path> BREAKERS =
      List.of(
          DIALOGUES.resolve("114-malformed-five-times.smtp"),
          OWN.resolve("114-malformed-of-many-kinds.smtp"));

  /** To the end of the retries' lifetime of a minute, and the report after it. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir private static Path folder;
  private static PosternProcess server;
  private static final NextHopScript ALL = NextHopScript.usual();
  private static final Map<String, NextHopScript> HOPS = new TreeMap<>();
  private static final List<ScriptedServer> SERVERS = new ArrayList<>();
  private static final Map<String, SmtpDialogueFile.Outcome> PLAYED = new LinkedHashMap<>();

  @BeforeAll
  static void playAll() throws IOException {
    StringBuilder routes = new StringBuilder();
    for (Path file : files(".hop").toList()) {
      String number = number(file);
      NextHopScript hop = NextHopScript.of(file);
      HOPS.put(number, hop);
      int port = serve(hop);
      for (String domain : List.of("h" + number + ".example", ".h" + number + ".example")) {
        routes.append("  - {domain: %s, host: 127.0.0.1, port: %d}%n".formatted(domain, port));
      }
    }
    server =
        PosternProcess.start(
            folder.resolve("data"),
            """
            hostName: gw.example
            relayDomains: [in.example]
            relayNetworks: [127.0.0.1/32]
            limits: {recipients: 120}
            retry: {schedule: [4s, 6s, 8s], lifetime: 1m}
            routes:
            %s  - {domain: '*', host: 127.0.0.1, port: %d}
            """
                .formatted(routes, serve(ALL)));
    Stream.concat(files(".smtp"), files(OWN, ".smtp"))
        .filter(PublicCasesTest::isWithoutExtension)
        .forEach(PublicCasesTest::play);
    contents().filter(PublicCasesTest::isWithoutExtension).forEach(PublicCasesTest::play);
    deploy("header-stamp");
    contents()
        .filter(file -> List.of("23", "24", "71").contains(number(file)))
        .forEach(file -> send(file, "stamped" + number(file)));
    deploy("disclaimer");
    contents().filter(file -> !isWithoutExtension(file)).forEach(PublicCasesTest::play);
    BREAKERS.forEach(PublicCasesTest::play);
  }

  private static int serve(NextHopScript hop) throws IOException {
    ScriptedServer hopServer = ScriptedServer.playing(hop);
    SERVERS.add(hopServer);
    return hopServer.port();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.stop();
    }
    for (ScriptedServer hopServer : SERVERS) {
      hopServer.close();
    }
  }

  private static SmtpDialogueFile.Outcome played(String file) {
    return Objects.requireNonNull(PLAYED.get(file), file + " was not played");
  }

  private static NextHopScript hop(String number) {
    return Objects.requireNonNull(HOPS.get(number), "no next hop of case " + number);
  }

  static Stream<String> dialogues() {
    return Stream.concat(files(".smtp"), files(OWN, ".smtp"))
        .map(file -> String.valueOf(file.getFileName()));
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void everyDialogue_isAnsweredAsItShouldBe(String file) {
    assertEquals(List.of(), played(file).unexpected());
  }

  /** Nothing that a client sent is changed on the way. */
  @ParameterizedTest
  @ValueSource(strings = {"23", "24", "26", "31", "32", "33", "34", "36"})
  void withoutExtensions_everyOctetArrives(String number) {
    String recipient = "c" + number + "@in.example";
    // A dialogue of the same number may have sent one as well.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertTrue(
                    ALL.to(recipient).stream()
                        .map(message -> withoutTrace(SmtpText.text(message.content())))
                        .anyMatch(original(number)::equals),
                    recipient));
  }

  @Test
  void case30_aNulIsRefusedAndNeverCutsAMessage() {
    assertTrue(played("30-nul.eml").replies().getLast().startsWith("5"));
    assertEquals(List.of(), ALL.to("c30@in.example"));
  }

  /** What is added stands above a text without header section. */
  @Test
  void case23_theStampDoesNotGoIntoTheText() {
    String arrived = arrived("stamped23");
    assertTrue(arrived.endsWith(original("23")), arrived);
    assertTrue(arrived.indexOf(STAMP) < arrived.indexOf("Backup of host"), arrived);
  }

  @Test
  void case24_theStampStandsBelowTheFields() {
    assertEquals(original("24"), withoutTrace(arrived("stamped24")).replace(STAMP, ""));
  }

  @Test
  void case71_aFieldIsAddedAndNothingElseChanges() {
    assertEquals(original("71"), withoutTrace(arrived("stamped71")).replace(STAMP, ""));
  }

  /** Parts without a text to add to, and those that must not be changed. */
  @ParameterizedTest
  @ValueSource(strings = {"52a", "54a", "54b", "67", "72c"})
  void whatMustNotBeChanged_isNot(String number) {
    assertEquals(original(number), withoutTrace(arrived("c" + number)).replace(STAMP, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40", "41", "44", "46", "48", "49", "52b", "55", "62a", "62b", "62c", "62e", "66", "68a",
        "68b", "68c", "70", "71"
      })
  void theDisclaimerIsAdded(String number) {
    String arrived = arrived("c" + number);
    assertTrue(
        arrived.contains(DISCLAIMER) || arrived.contains(base64(DISCLAIMER)) || number.equals("40"),
        arrived);
  }

  /** Parts of messages that get a disclaimer elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"44", "46", "48", "49", "52b", "66"})
  void otherParts_areKeptOctetForOctet(String number) {
    String arrived = arrived("c" + number);
    for (String line : original(number).split("\r\n", -1)) {
      assertTrue(arrived.contains(line), line);
    }
  }

  /** 51, 72: a message's own defect is no temporary failure. */
  @ParameterizedTest
  @ValueSource(strings = {"50", "51a", "51b", "51c", "72a", "72b", "72c"})
  void whatCannotBeParsed_isPassedOrRefused_neverDeferred(String number) {
    Path file = contents().filter(f -> number(f).equals(number)).findFirst().orElseThrow();
    String reply = played(String.valueOf(file.getFileName())).replies().getLast();
    assertFalse(reply.startsWith("4"), reply);
    if (reply.startsWith("250")) {
      assertTrue(withoutTrace(arrived("c" + number)).contains("Subject: case " + number));
    }
  }

  @Test
  void case50_theStampStandsAboveTheFirstPart() {
    String arrived = arrived("c50");
    assertTrue(arrived.contains(original("50").substring(original("50").indexOf("--sij50"))));
    assertTrue(arrived.indexOf(STAMP) < arrived.indexOf("--sij50\r\n"), arrived);
  }

  @Test
  void case58_anUnknownCharsetKeepsItsLabelAndItsOctets() {
    String arrived = arrived("c58");
    assertTrue(arrived.contains("charset=\"iso-8859-8-i\""), arrived);
    assertTrue(arrived.contains("=F9=EC=E5=ED =EC=EB=E5=EC=ED 123"), arrived);
  }

  @Test
  void case60_octetsThatDoNotDecodeAreKept() {
    String arrived = arrived("c60");
    assertFalse(arrived.contains("\u00ef\u00bf\u00bd") || arrived.contains("=EF=BF=BD"), arrived);
    assertTrue(arrived.contains("apart\u00e9") || arrived.contains("apart=E9"), arrived);
  }

  @Test
  void case62d_anUnknownTransferEncodingIsLeftAlone() {
    String arrived = arrived("c62d");
    assertTrue(arrived.contains("Content-Transfer-Encoding: \"quoted-printable\"\r\n"), arrived);
    assertTrue(arrived.contains("Gr=C3=BC=C3=9Fe 1=3D1"), arrived);
  }

  @Test
  void case68b_theDisclaimerIsSeen() {
    String arrived = arrived("c68b");
    int at = arrived.indexOf(DISCLAIMER);
    assertTrue(at > arrived.indexOf("<p>Text</p>") && at < arrived.indexOf("<!--"), arrived);
  }

  /** 80, 83, 90a, 90c, 93c, 103: delivered once, and nothing is reported. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80 c80@h80.example",
        "81 c81a@h81.example",
        "81 c81b@h81.example",
        "81b c81-0@h81b.example",
        "81b c81-1@h81b.example",
        "81b c81-2@h81b.example",
        "83a c83@h83a.example",
        "83b c83@h83b.example",
        "86 yes@h86.example",
        "86 later@h86.example",
        "86 also@h86.example",
        "87a c87a0@h87a.example",
        "87a c87a3@h87a.example",
        "87b c87b0@h87b.example",
        "87b c87b3@h87b.example",
        "90a c90@h90a.example",
        "90c c90@h90c.example",
        "93c c93@h93c.example"
      })
  void nextHopsOfManyKinds_getEachMessageOnce(String hopAndRecipient) {
    String[] words = hopAndRecipient.split(" ");
    NextHopScript hop = hop(words[0]);
    await().atMost(PATIENCE).until(() -> !hop.to(words[1]).isEmpty());
    awaitEmptySpool();
    assertEquals(1, hop.to(words[1]).size());
  }

  @Test
  void case84_aRefusalOfTheHostIsReportedOnce() {
    assertEquals(1, reports("s84@dsn.example").size());
  }

  @Test
  void case86_onlyTheRefusedRecipientIsReported_withBothLines() {
    String report = onlyReport("s86@dsn.example");
    assertTrue(report.contains("Final-Recipient: rfc822; no@h86.example\r\n"), report);
    assertTrue(report.contains("5.1.1 No such") && report.contains("user here"), report);
    assertFalse(report.contains("rfc822; yes@h86.example"), report);
  }

  @Test
  void case87_tooManyRecipientsAreNotReported() {
    awaitEmptySpool();
    assertEquals(List.of(), ALL.to("s87a@dsn.example"));
    assertEquals(List.of(), ALL.to("s87b@dsn.example"));
  }

  @Test
  void case89_aLostReplyIsTriedAgain() {
    NextHopScript hop = hop("89");
    await().atMost(PATIENCE).until(() -> hop.messages().size() == 2);
    awaitEmptySpool();
    assertEquals(2, hop.messages().size());
  }

  @Test
  void case90_aLongRefusalIsOne_andALongReplyAfterTheDotIsTaken() {
    assertTrue(onlyReport("s90b@dsn.example").contains("Status: 5.1.1\r\n"));
    awaitEmptySpool();
    assertEquals(List.of(), ALL.to("s90a@dsn.example"));
    assertEquals(List.of(), ALL.to("s90c@dsn.example"));
  }

  @Test
  void case93_aMessageBeyondTheAnnouncedSizeIsNotSent() {
    assertTrue(onlyReport("s93a@dsn.example").contains("Status: 5.3.4\r\n"));
    assertEquals(List.of(), hop("93a").messages());
    awaitEmptySpool();
    assertEquals(List.of(), ALL.to("s93c@dsn.example"));
  }

  @Test
  void case95_aReplyUnfoldsToWhatWasSaid() {
    String report = onlyReport("s95@dsn.example");
    Matcher url = Pattern.compile("https://[^\\s]+").matcher(hopReply("95"));
    assertTrue(url.find());
    assertTrue(report.contains(url.group()), report);
  }

  @Test
  void case96_theAddressUnfoldsToExactlyIt() {
    String address = "010201961fcd50f1-23c6730d-cab3-41ba-989d-82018c48ace9@mail.h96.example";
    String report = onlyReport("s96@dsn.example");
    assertTrue(report.contains("Final-Recipient: rfc822; " + address + "\r\n"), report);
  }

  @Test
  void case98And99_nothingIsReportedOnAReport() {
    awaitEmptySpool();
    assertEquals(1, ALL.to("c98@in.example").size());
    long reports = hop("98").commands().stream().filter(c -> c.startsWith("MAIL FROM:<>")).count();
    // The message with the null sender, and one report on the other.
    assertEquals(2, reports);
  }

  @Test
  void case103_eightBitContentGoesAsItIs() {
    NextHopScript hop = hop("103");
    await().atMost(PATIENCE).until(() -> !hop.messages().isEmpty());
    String arrived = SmtpText.text(hop.messages().getFirst().content());
    assertEquals(original("103"), withoutTrace(arrived));
  }

  /** The breaker of an extension counts its failures, not the clients' messages. */
  @ParameterizedTest
  @ValueSource(strings = {"d114", "d114own"})
  void case114_aGoodMessageOfAnotherClientArrives(String recipient) {
    assertTrue(arrived(recipient).contains("a good message of somebody else"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"112a-climbing.war", "112b-bomb.war", "112c-no-archive.war", "112d-empty.war"})
  void case112_hostileArchivesAreRefused(String name) throws Exception {
    try (AdminApi api = new AdminApi(server)) {
      String before = names(api);
      int status =
          api.put("extensions/hostile", Files.readAllBytes(CASES.resolve(name))).statusCode();
      assertTrue(status == 400 || status == 422, name + ": " + status);
      assertEquals(before, names(api));
    }
  }

  private static String names(AdminApi api) throws Exception {
    Matcher name = Pattern.compile("\"name\":\"([a-z-]+)\"").matcher(api.get("extensions").body());
    return name.results().map(found -> found.group(1)).toList().toString();
  }

  // Playing

  private static Stream<Path> files(String suffix) {
    return files(suffix.equals(".hop") ? HOPS_GIVEN : DIALOGUES, suffix);
  }

  private static Stream<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contents that are sent by themselves; another is part of a dialogue. */
  private static Stream<Path> contents() {
    return files(".eml").filter(file -> !List.of("95", "103").contains(number(file)));
  }

  private static String number(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("-.*", "");
  }

  private static boolean isWithoutExtension(Path file) {
    int number = Integer.parseInt(number(file).replaceAll("[a-z]", ""));
    return number < 40 || (number >= 80 && number < 110);
  }

  private static void play(Path file) {
    if (file.toString().endsWith(".eml")) {
      send(file, "c" + number(file));
      return;
    }
    try {
      PLAYED.put(String.valueOf(file.getFileName()), SmtpDialogueFile.play(file, server.smtp()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Path file, String localPart) {
    try {
      PLAYED.put(
          String.valueOf(file.getFileName()),
          SmtpDialogueFile.send(file, "s@example.org", localPart + "@in.example", server.smtp()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deploy(String name) {
    Path archive = EXTENSIONS.resolve(name).resolve("target").resolve(name + ".war");
    server.command("extension", "deploy", archive.toString(), "--name", name);
  }

  // What came

  private static String original(String number) {
    Path file = files(".eml").filter(f -> number(f).equals(number)).findFirst().orElseThrow();
    try {
      String text = SmtpText.text(Files.readAllBytes(file));
      return text.endsWith("\r\n") ? text : text + "\r\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hopReply(String number) {
    Path file = files(".hop").filter(f -> number(f).equals(number)).findFirst().orElseThrow();
    try {
      return Files.readString(file).replaceAll("\\\\r\\\\n", "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String arrived(String localPart) {
    String recipient = localPart + "@in.example";
    await().atMost(PATIENCE).until(() -> !ALL.to(recipient).isEmpty());
    List<NextHopScript.Message> messages = ALL.to(recipient);
    assertEquals(1, messages.size(), recipient);
    return SmtpText.text(messages.getFirst().content());
  }

  /** Without the gateway's own trace field, and the empty line below it where it had to add one. */
  private static String withoutTrace(String content) {
    assertTrue(content.startsWith("Received: "), content);
    return content.replaceFirst("^Received: .*\r\n([ \t].*\r\n)*(\r\n)?", "");
  }

  private static List<String> reports(String sender) {
    await().atMost(PATIENCE).until(() -> !ALL.to(sender).isEmpty());
    awaitEmptySpool();
    return ALL.to(sender).stream()
        .map(message -> SmtpText.text(message.content()).replaceAll("\r\n(?=[ \t])", ""))
        .toList();
  }

  private static String onlyReport(String sender) {
    List<String> reports = reports(sender);
    assertEquals(1, reports.size(), sender);
    return reports.getFirst();
  }

  private static void awaitEmptySpool() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              try (AdminApi api = new AdminApi(server)) {
                return Pattern.compile("\"unfinished\":0\\b")
                    .matcher(api.get("status").body())
                    .find();
              }
            });
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder().encodeToString(SmtpText.octets(text)).substring(0, 40);
  }
}
