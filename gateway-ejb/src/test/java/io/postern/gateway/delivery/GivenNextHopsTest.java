package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.NextHopScript;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Next hops made after public bug reports of other mail programs, by the number of the case, and in
 * {@code own} further ones of the same kinds.
 */
@Timeout(120)
class GivenNextHopsTest extends WithDelivery {

  private static final String MESSAGE = "Subject: x\r\n\r\nGr\u00fc\u00dfe\r\n";
  private static final Duration LIFETIME = Duration.ofSeconds(12);

  private static Settings.Retry retry() {
    return new Settings.Retry(List.of(Duration.ofSeconds(1)), LIFETIME);
  }

  /** The number of contents is how often the message was sent. */
  @ParameterizedTest
  @CsvSource({
    "80-reply-without-text, DELIVERED, 2.0.0, 1, 1",
    "83a-ehlo-unknown, DELIVERED, 2.0.0, 1, 1",
    "83b-ehlo-502, DELIVERED, 2.0.0, 1, 1",
    "89-closed-after-dot, DELIVERED, 2.0.0, 2, 2",
    "90a-long-positive-reply, DELIVERED, 2.0.0, 1, 1",
    "90b-long-negative-reply, FAILED, 5.1.1, 1, 0",
    "90c-long-ehlo-line, DELIVERED, 2.0.0, 1, 1",
    "93c-size-zero, DELIVERED, 2.0.0, 1, 1",
    "98-refuses-all, FAILED, 5.1.1, 1, 0",
    "103-no-8bitmime, DELIVERED, 2.0.0, 1, 1"
  })
  @CsvFileSource(resources = "own/expected.csv")
  void oneRecipientEndsAsItShould(
      String hop, RecipientState.Ending ending, String status, String attempt, int contents)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script(hop));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      SpoolId id = send("c@h.example");
      Mark last = finished(id, 0);
      assertEquals(new RecipientState.Finished(ending), last.state());
      assertEquals(status, last.facts().get("status"));
      assertEquals(attempt, last.facts().get("attempt"));
      assertEquals(contents, count(server, "Subject: x\r\n"));
      assertFalse(received(server).contains("BODY=8BITMIME") && hop.startsWith("103"));
    }
  }

  /** Cases 93a and 93b: SIZE 100, and two of which the second counts; nothing is sent. */
  @ParameterizedTest
  @CsvSource({"93a-size-too-small", "93b-two-sizes"})
  void messageBeyondTheSizeIsReportedWithoutBeingSent(String hop) throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script(hop));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      SpoolId id = sendFrom("from@example.org", MESSAGE + "x".repeat(200) + "\r\n", "c@h.example");
      assertEquals("5.3.4", finished(id, 0).facts().get("status"));
      assertFalse(received(server).contains("MAIL"));
      await().atMost(SOON).until(() -> received(sink).contains("Status: 5.3.4\r\n"));
    }
  }

  @Test
  void case81_closingAtTheSecondRecipientIsTriedAgainWithoutAReport() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("81-closing-421"))) {
      route(server, server);
      SpoolId id = send("a@h.example", "b@h.example");
      for (int i = 0; i < 2; i++) {
        Mark last = finished(id, i);
        assertEquals(new RecipientState.Finished(RecipientState.Ending.DELIVERED), last.state());
        assertEquals("2", last.facts().get("attempt"));
      }
      assertEquals(List.of(), records.reports());
    }
  }

  @Test
  void case81b_surplus421EndsTheSessionAndEachMessageIsDeliveredOnce() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("81b-closed-while-idle"))) {
      route(server, server);
      List<SpoolId> ids = List.of(send("a@h.example"), send("b@h.example"), send("c@h.example"));
      for (SpoolId id : ids) {
        assertEquals("1", finished(id, 0).facts().get("attempt"));
        assertEquals(1, records.marks(id).size());
      }
      assertEquals(3, count(server, "Subject: x\r\n"));
    }
  }

  @Test
  void case84_greetingThatRefusesDefersAndExpiresWithOneReport() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("84-greeting-554"));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      Mark last = finished(send("c@h.example"), 0);
      assertEquals(new RecipientState.Finished(RecipientState.Ending.EXPIRED), last.state());
      assertEquals("4.4.7", last.facts().get("status"));
      await().atMost(SOON).until(() -> received(sink).contains("554 5.7.1 You are not allowed"));
      assertEquals(1, records.reports().size());
    }
  }

  @Test
  void case86_eachRecipientGoesItsOwnWay() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("86-mixed-recipients"));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      SpoolId id = send("yes@h86.example", "no@h86.example", "later@h86.example");
      assertEquals("1", finished(id, 0).facts().get("attempt"));
      assertEquals("550 5.1.1 No such / user here", finished(id, 1).facts().get("reply"));
      assertEquals("2", finished(id, 2).facts().get("attempt"));
      await().atMost(SOON).until(() -> received(sink).contains("550 5.1.1 No such / user here"));
    }
  }

  @ParameterizedTest
  @CsvSource({"87a-too-many-452", "87b-too-many-552"})
  void case87_recipientsTooManyAreDeliveredInTheNextTransaction(String hop) throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script(hop))) {
      route(server, server);
      SpoolId id = send("a@h.example", "b@h.example", "c@h.example", "d@h.example");
      for (int i = 0; i < 4; i++) {
        Mark last = finished(id, i);
        assertEquals(new RecipientState.Finished(RecipientState.Ending.DELIVERED), last.state());
        assertEquals("1", last.facts().get("attempt"));
      }
      assertEquals(2, count(server, "Subject: x\r\n"));
    }
  }

  @Test
  void case90a_oddityIsInTheReply() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("90a-long-positive-reply"))) {
      route(server, server);
      String reply = String.valueOf(finished(send("c@h.example"), 0).facts().get("reply"));
      assertTrue(reply.startsWith("250 2.0.0 taken xxxx"), reply);
      assertTrue(reply.matches(".* / \\[odd reply: a line of \\d+ octets]"), reply);
    }
  }

  @Test
  void case95_addressWithinADiagnosisUnfoldsWhole() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("95-reply-with-url"));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      finished(send("c@h.example"), 0);
      await()
          .atMost(SOON)
          .until(
              () ->
                  received(sink)
                      .replaceAll("\r\n(?=[ \t])", "")
                      .contains("/ https://support.example.net/answer.py?answer=6596 a1si1.1"));
    }
  }

  @Test
  void case96_longRecipientUnfoldsWhole() throws Exception {
    String recipient = "010201961fcd50f1-23c6730d-cab3-41ba-989d-82018c48ace9@mail.h96.example";
    try (ScriptedServer server = ScriptedServer.playing(script("96-long-address"));
        ScriptedServer sink = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      route(server, sink);
      finished(send(recipient), 0);
      await()
          .atMost(SOON)
          .until(
              () ->
                  received(sink)
                      .replaceAll("\r\n(?=[ \t])", "")
                      .contains("\r\nFinal-Recipient: rfc822; " + recipient + "\r\n"));
      assertTrue(received(sink).contains("\r\nRemote-MTA: dns; [127.0.0.1]\r\n"));
    }
  }

  /** Cases 98 and 99. */
  @Test
  void failureOfANullSenderOrOfAReportBringsNoFurtherReport() throws Exception {
    try (ScriptedServer server = ScriptedServer.playing(script("98-refuses-all"))) {
      route(server, server);
      finished(sendFrom("", MESSAGE, "c98@h.example"), 0);
      assertEquals(List.of(), records.reports().stream().skip(1).toList());
      finished(send("c99@h.example"), 0);
      await().atMost(SOON).until(() -> spool.size() == 0);
      // The first was accepted with a null sender, the second is the one report.
      assertEquals(2, records.reports().size());
    }
  }

  private void route(ScriptedServer server, ScriptedServer reports) {
    settings.put(
        Fixtures.settings(
            List.of(
                entry("example.org", Fixtures.nextHop(reports)),
                entry("*", Fixtures.nextHop(server))),
            1,
            retry()));
  }

  private SpoolId send(String... recipients) throws IOException {
    return sendFrom("from@example.org", MESSAGE, recipients);
  }

  /** The mark that finished the recipient. */
  private Mark finished(SpoolId id, int recipient) {
    await().atMost(SOON).until(() -> last(id, recipient).findAny().isPresent());
    return last(id, recipient).findAny().orElseThrow();
  }

  private Stream<Mark> last(SpoolId id, int recipient) {
    return records.marks(id).stream()
        .filter(mark -> mark.recipient() == recipient)
        .filter(mark -> mark.state() instanceof RecipientState.Finished);
  }

  private static int count(ScriptedServer server, String what) {
    return received(server).split(Pattern.quote(what), -1).length - 1;
  }

  /** Of the next hops that were given, or of those that were added here. */
  private static NextHopScript script(String name) throws Exception {
    URL given = GivenNextHopsTest.class.getResource("given/" + name + ".hop");
    URL own = GivenNextHopsTest.class.getResource("own/" + name + ".hop");
    return NextHopScript.of(
        Path.of(Objects.requireNonNull(given == null ? own : given, name).toURI()));
  }
}
