package io.postern.gateway.delivery.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.delivery.Fixtures;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A next hop that answers oddly at every phase: what counts is the code, and after the final dot a
 * positive one is a delivery, whatever stands around it.
 */
@Timeout(120)
class OddRepliesTest {

  private static final int SESSIONS = Integer.getInteger("postern.odd-replies", 2_000);
  private static final Mailbox ANN = Mailbox.parse("ann@example.com");
  private static final Mailbox BOB = Mailbox.parse("bob@example.com");
  private static final ReversePath FROM = ReversePath.parse("from@example.org");
  private static final Content SMALL = HeapContents.content("Subject: x\r\n\r\nhello\r\n");
  private static final Content LARGE =
      HeapContents.content("A: b\r\n\r\n" + "0123456789abcdef\r\n".repeat(1_000_000));

  private final SmtpClient client =
      new SmtpClient(() -> "gate.example", Timeouts.allOf(Duration.ofSeconds(20)));

  @AfterEach
  void endSessions() {
    client.close();
  }

  /** What the server did with one message. */
  private record Said(boolean contentTaken, OddReply reply) {}

  @Test
  void positiveCodeAfterTheFinalDotIsADeliveryAndNothingElseIs() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        ScriptedServer.playing(line -> said.add(session(line, new Random(random.nextLong()))))) {
      for (int i = 0; i < SESSIONS; i++) {
        Outcome outcome =
            switch (client.open(Fixtures.nextHop(server))) {
              case Opening.Opened(OutgoingSession session) -> {
                try (session) {
                  yield session.send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst();
                }
              }
              case Opening.Unopened(Outcome failure) -> failure;
            };
        Said what = said.take();
        String context = "seed " + seed + ", session " + i + ": " + outcome + " after " + what;
        OddReply reply = what.reply();
        if (!what.contentTaken()) {
          assertNotEquals(Outcome.Accepted.class, outcome.getClass(), context);
        } else if (reply.positive()) {
          assertInstanceOf(Outcome.Accepted.class, outcome, context);
        } else if (reply.last() == 0) {
          assertInstanceOf(Outcome.NoReply.class, outcome, context);
        } else {
          Class<?> expected =
              reply.last() < 500 ? Outcome.TransientFailure.class : Outcome.PermanentFailure.class;
          assertInstanceOf(expected, outcome, context);
        }
      }
    }
  }

  /** One session; each reply is odd, most are positive. */
  private static Said session(ScriptedServer.Line line, Random random) {
    OddReply last = OddReply.of(random.nextInt(10) < 7 ? 2 : 4 + random.nextInt(2), random);
    boolean content = false;
    try {
      odd(line, "220", random);
      String command = line.hear();
      while (true) {
        String verb = command.substring(0, Math.min(4, command.length()));
        if (verb.equals("DATA")) {
          odd(line, "354", random);
          line.hearContent();
          content = true;
          last.say(line);
          return new Said(true, last);
        }
        odd(line, "250", random);
        command = line.hear();
      }
    } catch (IOException e) {
      return new Said(content, last);
    }
  }

  /** Before content: a reply that has this code by its last line, or a refusal, or nothing. */
  private static void odd(ScriptedServer.Line line, String code, Random random) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> OddReply.of(4 + random.nextInt(2), random).say(line);
      case 1 -> line.say("not a reply\r\n");
      case 2 -> throw new IOException("closed on purpose");
      case 3 -> line.say(code + "-" + "z".repeat(1_500) + "\r\n" + code + " b\n");
      case 4 -> line.say("450-c\n" + code + " other\r\n");
      default -> line.say(code + " x\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replyThatComesWithTheOneToDataIsNotTheOneToTheFinalDot(boolean pipelining)
      throws IOException {
    for (String early : List.of("250 2.0.0 taken\r\n", "x", "550 no\r\n", "\n")) {
      try (ScriptedServer server =
          ScriptedServer.playing(
              line -> {
                greet(line, pipelining);
                if (pipelining) {
                  line.hear();
                  line.hear();
                  line.hear();
                  line.say("250 a\r\n250 b\r\n354 c\r\n" + early);
                } else {
                  line.answer("250 a");
                  line.answer("250 b");
                  line.hear();
                  line.say("354 c\r\n" + early);
                }
                line.hearContent();
              })) {
        Outcome outcome = send(server, SMALL);
        assertTrue(
            assertInstanceOf(Outcome.NoReply.class, outcome, early)
                .what()
                .contains("before the final dot"),
            early);
        assertTrue(server.lines().getFirst().received().endsWith("DATA\r\n"), early);
      }
    }
  }

  /** The content is larger than what the system's buffers hold, so its end was not sent yet. */
  @Test
  void replyThatComesWhileContentIsSentIsNotTheOneToTheFinalDot() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              greet(line, false);
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hear();
              line.say("250 2.0.0 taken already\r\n");
              line.hearContent();
              line.say("554 5.6.0 no\r\n");
            })) {
      Outcome.NoReply broken = assertInstanceOf(Outcome.NoReply.class, send(server, LARGE));
      assertTrue(broken.what().contains("before the final dot"), broken.what());
      assertTrue(broken.what().contains("250 2.0.0 taken already"), broken.what());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO", "MAIL", "RCPT", "DATA"})
  void replyThatComesBeforeItsCommandEndsTheSession(String before) throws IOException {
    List<String> commands = List.of("EHLO", "MAIL", "RCPT", "DATA");
    int at = commands.indexOf(before);
    List<String> replies = List.of("220 x", "250 x", "250 a", "250 b");
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              for (int i = 0; i <= at; i++) {
                if (i > 0) {
                  line.hear();
                }
                line.say(replies.get(i) + "\r\n" + (i == at ? "250 early\r\n" : ""));
              }
              line.hear();
            })) {
      Outcome outcome = send(server, SMALL);
      assertTrue(
          assertInstanceOf(Outcome.NoReply.class, outcome).what().contains("unasked"),
          outcome.toString());
      assertTrue(!server.lines().getFirst().received().contains(before));
    }
  }

  /** Case 81b: said to an idle session, so a new one is opened and nothing counts as tried. */
  @ParameterizedTest
  @ValueSource(strings = {"421 4.4.2 idle for too long\r\n", "250 hello?\r\n", "\u0000"})
  void whatIsSaidToAnIdleSessionMakesItStale(String unasked) throws Exception {
    BlockingQueue<String> go = new LinkedBlockingQueue<>();
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              greet(line, false);
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              line.say("250 taken\r\n");
              go.take();
              line.say(unasked);
              gone.add("said");
              line.hear();
            })) {
      OutgoingSession session = opened(server);
      assertInstanceOf(
          Outcome.Accepted.class,
          session.send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst());
      go.add("now");
      gone.take();
      assertTrue(session.send(Envelope.of(FROM, List.of(ANN)), SMALL).stale());
    }
  }

  /** Cases 87a and 87b, and a full mailbox. */
  @ParameterizedTest
  @ValueSource(
      strings = {"552 5.5.3 Too many recipients", "552 Too many", "552 5.2.2 full", "452 4.5.3 x"})
  void recipientBeyondWhatTheServerTakesIsPostponed(String refusal) throws IOException {
    for (List<String> capabilities : List.of(List.of("PIPELINING"), List.<String>of())) {
      try (ScriptedServer server =
          ScriptedServer.wellBehaved(
              capabilities, command -> command.startsWith("RCPT TO:<bob") ? refusal : null)) {
        List<Outcome> outcomes =
            opened(server).send(Envelope.of(FROM, List.of(ANN, BOB)), SMALL).outcomes();
        assertInstanceOf(Outcome.Accepted.class, outcomes.getFirst());
        assertInstanceOf(Outcome.TransientFailure.class, outcomes.getLast());
      }
      try (ScriptedServer server =
          ScriptedServer.wellBehaved(
              capabilities, command -> command.startsWith("RCPT") ? refusal : null)) {
        assertInstanceOf(Outcome.TransientFailure.class, send(server, SMALL));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "DATA", "."})
  void elsewhere552Refuses(String at) throws IOException {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            List.of(), command -> command.startsWith(at) ? "552 5.3.4 too large" : null)) {
      assertInstanceOf(Outcome.PermanentFailure.class, send(server, SMALL));
    }
  }

  /** Case 90b. */
  @Test
  void overlongRefusalOfARecipientRefusesWithItsStatus() throws IOException {
    for (int length : List.of(2_000, 20_000, 500_000)) {
      try (ScriptedServer server =
          ScriptedServer.wellBehaved(
              List.of("PIPELINING"),
              command ->
                  command.startsWith("RCPT TO:<bob") ? "550 5.1.1 " + "y".repeat(length) : null)) {
        List<Outcome> outcomes =
            opened(server).send(Envelope.of(FROM, List.of(ANN, BOB)), SMALL).outcomes();
        assertInstanceOf(Outcome.Accepted.class, outcomes.getFirst());
        Reply reply = assertInstanceOf(Outcome.PermanentFailure.class, outcomes.getLast()).reply();
        assertEquals("5.1.1", reply.status().orElseThrow().toString());
      }
    }
  }

  /** Case 90c. */
  @Test
  void overlongLineOfEhloIsCutAndTheOthersCount() throws IOException {
    for (int length : List.of(1_500, 15_000, 150_000)) {
      List<String> capabilities = List.of("AUTH " + "Z".repeat(length), "SIZE 10");
      try (ScriptedServer server = ScriptedServer.wellBehaved(capabilities, command -> null)) {
        assertInstanceOf(Outcome.NotAttempted.class, send(server, SMALL));
      }
    }
  }

  @Test
  void refusalWithoutAnEndRefusesAndEndsTheSession() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              greet(line, false);
              line.answer("250 a");
              line.hear();
              String endless = "550-5.1.1 no\r\n".repeat(1_000);
              for (int i = 0; i < 200; i++) {
                line.say(endless);
              }
            })) {
      OutgoingSession session = opened(server);
      List<Outcome> outcomes = session.send(Envelope.of(FROM, List.of(ANN, BOB)), SMALL).outcomes();
      assertInstanceOf(Outcome.PermanentFailure.class, outcomes.getFirst());
      assertTrue(
          assertInstanceOf(Outcome.NoReply.class, outcomes.getLast()).what().contains("not end"));
      assertTrue(!session.usable());
    }
  }

  private static void greet(ScriptedServer.Line line, boolean pipelining) throws IOException {
    line.say("220 x\r\n");
    line.answer(pipelining ? "250-x\r\n250 PIPELINING" : "250 x");
  }

  private Outcome send(ScriptedServer server, Content content) throws IOException {
    return switch (client.open(Fixtures.nextHop(server))) {
      case Opening.Opened(OutgoingSession session) ->
          session.send(Envelope.of(FROM, List.of(ANN)), content).outcomes().getFirst();
      case Opening.Unopened(Outcome failure) -> failure;
    };
  }

  private OutgoingSession opened(ScriptedServer server) {
    return assertInstanceOf(Opening.Opened.class, client.open(Fixtures.nextHop(server))).session();
  }
}
