package io.postern.gateway.delivery.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.delivery.Fixtures;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutgoingSessionTest {

  private static final List<String> FULL = List.of("PIPELINING", "SIZE 1000000", "8BITMIME");
  private static final Mailbox ANN = Mailbox.parse("ann@example.com");
  private static final Mailbox BOB = Mailbox.parse("bob@example.com");
  private static final ReversePath FROM = ReversePath.parse("from@example.org");
  private static final Content SMALL =
      HeapContents.content("Subject: x\r\n\r\nhello\r\n.\r\nend\r\n");

  /** Long enough for a busy machine; only tests of silence wait for a shorter one. */
  private final SmtpClient client =
      new SmtpClient(() -> "gate.example", Timeouts.allOf(Duration.ofSeconds(20)));

  private final SmtpClient impatient =
      new SmtpClient(() -> "gate.example", Timeouts.allOf(Duration.ofMillis(300)));

  @AfterEach
  void endSessions() {
    client.close();
    impatient.close();
  }

  @Test
  void envelopeGoesOutInOnePieceWhereOffered() throws IOException {
    String envelope =
        "MAIL FROM:<from@example.org> SIZE=29\r\nRCPT TO:<ann@example.com>\r\nDATA\r\n";
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250-x\r\n250-PIPELINING\r\n250 SIZE 1000000");
              // All three are read before the first is answered.
              line.hear();
              line.hear();
              line.hear();
              line.say("250 a\r\n250 b\r\n354 c\r\n");
              line.hearContent();
              line.say("250 2.0.0 taken\r\n");
              line.answer("221 bye");
            })) {
      OutgoingSession session = opened(server);
      session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      session.quit();
      assertEquals(
          "EHLO gate.example\r\n"
              + envelope
              + "Subject: x\r\n\r\nhello\r\n..\r\nend\r\n.\r\nQUIT\r\n",
          server.lines().getFirst().received());
    }
  }

  @Test
  void finalDotAnswered250IsTaken() throws IOException {
    assertEquals(
        List.of(new Outcome.Accepted(Reply.of(250, "2.0.0", "taken"))),
        outcomes(FULL, command -> null, ANN));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusedRecipientDoesNotHinderTheOther(boolean pipelining) throws IOException {
    List<Outcome> outcomes =
        outcomes(
            pipelining ? FULL : List.of("SIZE"),
            command -> command.startsWith("RCPT TO:<bob") ? "550 5.1.1 unknown" : null,
            BOB,
            ANN);
    assertEquals(
        List.of(
            new Outcome.PermanentFailure(Reply.of(550, "5.1.1", "unknown")),
            new Outcome.Accepted(Reply.of(250, "2.0.0", "taken"))),
        outcomes);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL,true",
    "RCPT,true",
    "DATA,true",
    "., true",
    "MAIL,false",
    "RCPT,false",
    "DATA,false",
    ".,false"
  })
  void permanentReplyAtAnyCommandRefuses(String at, boolean pipelining) throws IOException {
    List<Outcome> outcomes =
        outcomes(
            pipelining ? FULL : List.of(),
            command -> command.startsWith(at) ? "554 5.7.1 not here" : null,
            ANN,
            BOB);
    Outcome refused = new Outcome.PermanentFailure(Reply.of(554, "5.7.1", "not here"));
    assertEquals(List.of(refused, refused), outcomes);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL,true",
    "RCPT,true",
    "DATA,true",
    "., true",
    "MAIL,false",
    "RCPT,false",
    "DATA,false",
    ".,false"
  })
  void temporaryReplyAtAnyCommandPostpones(String at, boolean pipelining) throws IOException {
    List<Outcome> outcomes =
        outcomes(
            pipelining ? FULL : List.of(),
            command -> command.startsWith(at) ? "451 4.3.0 later" : null,
            ANN,
            BOB);
    Outcome postponed = new Outcome.TransientFailure(Reply.of(451, "4.3.0", "later"));
    assertEquals(List.of(postponed, postponed), outcomes);
  }

  @ParameterizedTest
  @CsvSource({"MAIL", "RCPT", "DATA", "."})
  void serviceClosingPostponesAndEndsTheSession(String at) throws IOException {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL, command -> command.startsWith(at) ? "421 4.3.2 closing" : null)) {
      OutgoingSession session = opened(server);
      Transfer transfer = session.send(Envelope.of(FROM, List.of(ANN, BOB)), SMALL);
      Outcome postponed = new Outcome.TransientFailure(Reply.of(421, "4.3.2", "closing"));
      assertEquals(List.of(postponed, postponed), transfer.outcomes());
      assertFalse(session.usable());
    }
  }

  @Test
  void sessionIsUsedForMessageAfterMessage() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      OutgoingSession session = opened(server);
      for (int i = 0; i < 3; i++) {
        session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      }
      session.quit();
      assertFalse(server.lines().getFirst().received().contains("RSET"));
      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void transactionWithoutRecipientIsResetBeforeTheNext(boolean pipelining) throws IOException {
    AtomicInteger rcpts = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            pipelining ? FULL : List.of(),
            command -> {
              if (command.startsWith("RCPT") && rcpts.getAndIncrement() == 0) {
                return "550 5.1.1 unknown";
              }
              return command.equals("DATA") && rcpts.get() == 1 ? "503 5.5.1 no" : null;
            })) {
      OutgoingSession session = opened(server);
      session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      Transfer second = session.send(Envelope.of(FROM, List.of(BOB)), SMALL);
      assertInstanceOf(Outcome.Accepted.class, second.outcomes().getFirst());
      assertTrue(server.lines().getFirst().received().contains("RSET\r\nMAIL"));
    }
  }

  /** RFC 2920 section 3.1: a server may await content although it refused all recipients. */
  @Test
  void awaitedContentWithoutRecipientsIsADotAlone() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL, command -> command.startsWith("RCPT") ? "550 5.1.1 unknown" : null)) {
      OutgoingSession session = opened(server);
      Transfer transfer = session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      assertInstanceOf(Outcome.PermanentFailure.class, transfer.outcomes().getFirst());
      assertTrue(server.lines().getFirst().received().endsWith("DATA\r\n.\r\n"));
    }
  }

  @Test
  void serverThatRefusesMailAndAwaitsContentIsLeft() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            FULL, command -> command.startsWith("MAIL") ? "550 5.7.1 not you" : null)) {
      OutgoingSession session = opened(server);
      Transfer transfer = session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      assertInstanceOf(Outcome.PermanentFailure.class, transfer.outcomes().getFirst());
      assertFalse(session.usable());
    }
  }

  @Test
  void sessionClosedBetweenTransactionsIsStale() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              line.say("250 taken\r\n");
            })) {
      OutgoingSession session = opened(server);
      assertFalse(session.send(Envelope.of(FROM, List.of(ANN)), SMALL).stale());
      assertTrue(session.send(Envelope.of(FROM, List.of(ANN)), SMALL).stale());
    }
  }

  @Test
  void idleSessionClosedWith421IsStale() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.hearContent();
              line.say("250 taken\r\n421 idle too long\r\n");
              line.hear();
            })) {
      OutgoingSession session = opened(server);
      session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      assertTrue(session.send(Envelope.of(FROM, List.of(ANN)), SMALL).stale());
    }
  }

  @Test
  void connectionLostAfterTheFinalDotIsNotStale() throws IOException {
    AtomicInteger mails = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line ->
                ScriptedServer.converse(
                    line,
                    FULL,
                    command -> {
                      if (command.startsWith("MAIL")) {
                        mails.incrementAndGet();
                      }
                      if (command.equals(".") && mails.get() == 2) {
                        throw new UncheckedIOException(new IOException("gone"));
                      }
                      return null;
                    }))) {
      OutgoingSession session = opened(server);
      session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      Transfer transfer = session.send(Envelope.of(FROM, List.of(ANN)), SMALL);
      assertInstanceOf(Outcome.NoReply.class, transfer.outcomes().getFirst());
      assertFalse(transfer.stale());
    }
  }

  @Test
  void resetAfterDataIsBroken() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.reset();
            })) {
      Outcome outcome =
          opened(server).send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst();
      assertInstanceOf(Outcome.NoReply.class, outcome);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void silenceAtAnyStepIsBroken(int answered) throws IOException {
    List<String> replies = List.of("220 x", "250 x", "250 a", "250 b", "354 c", "250 never said");
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              for (int i = 0; i < answered; i++) {
                if (i > 0) {
                  line.hear();
                }
                line.say(replies.get(i) + "\r\n");
              }
              self[0].silence();
            })) {
      self[0] = server;
      assertTrue(brokenWith(server).contains("timed out"));
    }
  }

  @Test
  void replyOfOneOctetAtATimeIsEndedAtItsDeadline() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 ");
              while (true) {
                line.say("x");
                Thread.sleep(20);
              }
            })) {
      assertTrue(brokenWith(server).contains("timed out"));
    }
  }

  /** The buffers of the system fill, the write blocks, the step's time ends it. */
  @Test
  void contentThatIsNotTakenIsEndedAtItsDeadline() throws IOException {
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              self[0].silence();
            })) {
      self[0] = server;
      OutgoingSession session = opened(impatient, server);
      Content large =
          HeapContents.content("A: b\r\n\r\n" + "0123456789abcdef\r\n".repeat(1_000_000));
      Outcome outcome = session.send(Envelope.of(FROM, List.of(ANN)), large).outcomes().getFirst();
      assertEquals(new Outcome.NoReply("timed out while content was sent"), outcome);
    }
  }

  @Test
  void largeContentArrivesOctetForOctet() throws Exception {
    StringBuilder sent = new StringBuilder("Subject: large\r\n\r\n");
    for (int i = 0; i < 20_000; i++) {
      sent.append(i % 3 == 0 ? "." : "").append(i).append("\r\n");
    }
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              got.add(line.hearContent());
              line.say("250 taken\r\n");
            })) {
      opened(server).send(Envelope.of(FROM, List.of(ANN)), HeapContents.content(sent.toString()));
      String content = got.take();
      String lines = "\r\n" + content.substring(0, content.length() - 3);
      assertEquals(sent.toString(), lines.replace("\r\n.", "\r\n").substring(2));
    }
  }

  @Test
  void serverThatHasEnoughMayStillSayWhy() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.answer("250 a");
              line.answer("250 b");
              line.answer("354 c");
              line.say("452 4.3.1 full\r\n");
            })) {
      Content large =
          HeapContents.content("A: b\r\n\r\n" + "0123456789abcdef\r\n".repeat(1_000_000));
      Outcome outcome =
          opened(server).send(Envelope.of(FROM, List.of(ANN)), large).outcomes().getFirst();
      assertInstanceOf(Outcome.NoReply.class, outcome);
    }
  }

  @Test
  void messageBeyondTheServersSizeIsNotTried() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(List.of("SIZE 20"), command -> null)) {
      OutgoingSession session = opened(server);
      Outcome outcome = session.send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst();
      assertEquals(
          "5.3.4", assertInstanceOf(Outcome.NotAttempted.class, outcome).status().toString());
      assertTrue(session.usable());
    }
  }

  @Test
  void eightBitContentIsDeclaredWhereOffered() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      opened(server)
          .send(Envelope.of(FROM, List.of(ANN)), HeapContents.content("A: b\r\n\r\n\u00e9\r\n"));
      assertTrue(server.lines().getFirst().received().contains(" BODY=8BITMIME\r\n"));
    }
  }

  @Test
  void eightBitContentIsSentUndeclaredWhereNotOffered() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(List.of(), command -> null)) {
      Outcome outcome =
          opened(server)
              .send(Envelope.of(FROM, List.of(ANN)), HeapContents.content("A: b\r\n\r\n\u00e9\r\n"))
              .outcomes()
              .getFirst();
      assertInstanceOf(Outcome.Accepted.class, outcome);
      assertFalse(server.lines().getFirst().received().contains("8BITMIME"));
    }
  }

  @Test
  void contentWithABareLineFeedIsNeverSent() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      Outcome outcome =
          opened(server)
              .send(
                  Envelope.of(FROM, List.of(ANN)),
                  HeapContents.content("A: b\r\n\r\nx\n.\r\nMAIL FROM:<>\r\n"))
              .outcomes()
              .getFirst();
      assertEquals(
          "5.6.0", assertInstanceOf(Outcome.NotAttempted.class, outcome).status().toString());
      assertFalse(server.lines().getFirst().received().contains("MAIL"));
    }
  }

  @Test
  void foreignAddressNeedsSmtpUtf8() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      Outcome outcome =
          opened(server)
              .send(Envelope.of(FROM, List.of(Mailbox.parse("j\u00f6rg@example.com"))), SMALL)
              .outcomes()
              .getFirst();
      assertEquals(
          "5.6.7", assertInstanceOf(Outcome.NotAttempted.class, outcome).status().toString());
    }
  }

  @Test
  void unreadableContentLeavesTheServerWithoutAFinalDot() throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      OutgoingSession session = opened(server);
      Content failing = new FailingSecondTime(SMALL);
      assertThrows(IOException.class, () -> session.send(Envelope.of(FROM, List.of(ANN)), failing));
      assertFalse(session.usable());
    }
  }

  @Test
  void serverWithoutEhloIsGreetedWithHelo() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.wellBehaved(
            List.of(), command -> command.startsWith("EHLO") ? "502 5.5.1 what" : null)) {
      Transfer transfer = opened(server).send(Envelope.of(FROM, List.of(ANN)), SMALL);
      assertInstanceOf(Outcome.Accepted.class, transfer.outcomes().getFirst());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"554 go away", "421 too many", "450 not now"})
  void refusedGreetingPostpones(String banner) throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say(banner + "\r\n");
              line.hear();
            })) {
      Opening opening = client.open(Fixtures.nextHop(server));
      assertInstanceOf(
          Outcome.TransientFailure.class,
          assertInstanceOf(Opening.Unopened.class, opening).failure());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "250 not a greeting\r\n", "220 x", "\u0000\u0001"})
  void strangeGreetingIsBroken(String octets) throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(line -> line.say(octets))) {
      Opening opening = client.open(Fixtures.nextHop(server));
      assertInstanceOf(
          Outcome.NoReply.class, assertInstanceOf(Opening.Unopened.class, opening).failure());
    }
  }

  @Test
  void refusedConnectionSaysWithWhom() throws IOException {
    int port = Ports.free();
    Opening opening = client.open(new NextHop("127.0.0.1", port));
    Outcome failure = assertInstanceOf(Opening.Unopened.class, opening).failure();
    assertEquals(
        new Outcome.NoReply("cannot connect to 127.0.0.1:" + port + ": Connection refused"),
        failure);
  }

  @Test
  void closedClientEndsSessionsInFlight() throws Exception {
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        ScriptedServer.playing(
            line -> {
              line.say("220 x\r\n");
              line.answer("250 x");
              line.hear();
              client.close();
              self[0].silence();
            })) {
      self[0] = server;
      Outcome outcome =
          opened(server).send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst();
      assertInstanceOf(Outcome.NoReply.class, outcome);
    }
  }

  private OutgoingSession opened(ScriptedServer server) {
    return opened(client, server);
  }

  private static OutgoingSession opened(SmtpClient client, ScriptedServer server) {
    return assertInstanceOf(Opening.Opened.class, client.open(Fixtures.nextHop(server))).session();
  }

  private List<Outcome> outcomes(
      List<String> capabilities, UnaryOperator<String> reply, Mailbox... to) throws IOException {
    try (ScriptedServer server = ScriptedServer.wellBehaved(capabilities, reply)) {
      return opened(server).send(Envelope.of(FROM, List.of(to)), SMALL).outcomes();
    }
  }

  /** What an impatient client finds broken, in the greeting or in a transaction. */
  private String brokenWith(ScriptedServer server) throws IOException {
    Outcome outcome =
        switch (impatient.open(Fixtures.nextHop(server))) {
          case Opening.Opened(OutgoingSession session) ->
              session.send(Envelope.of(FROM, List.of(ANN)), SMALL).outcomes().getFirst();
          case Opening.Unopened(Outcome failure) -> failure;
        };
    return assertInstanceOf(Outcome.NoReply.class, outcome).what();
  }

  /** Too large to be prepared, and gone when it is to be streamed. */
  private static final class FailingSecondTime implements Content {
    private final byte[] head;
    private final AtomicInteger reads = new AtomicInteger();

    FailingSecondTime(Content like) {
      this.head = like.head();
    }

    @Override
    public byte[] head() {
      return head;
    }

    @Override
    public long bodySize() {
      return 200_000;
    }

    @Override
    public Content withHead(byte[] other) {
      return this;
    }

    @Override
    public InputStream openBody(long offset) throws IOException {
      throw new IOException("gone");
    }

    @Override
    public void writeBodyTo(WritableByteChannel channel) throws IOException {
      if (reads.getAndIncrement() > 0) {
        throw new IOException("gone");
      }
      for (int i = 0; i < 20_000; i++) {
        channel.write(ByteBuffer.wrap(new byte[] {'x', 'y', '\r', '\n'}));
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
