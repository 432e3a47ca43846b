package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.ExitCode;
import io.postern.fixtures.smtp.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern send} against a server that answers what a test wants. */
final class SendCommandTest {

  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> content = new CopyOnWriteArrayList<>();
  private final ClientRun client = new ClientRun();
  private final List<String> out = client.out;
  private final List<String> complaints = client.complaints;
  private Function<String, String> answers = SendCommandTest::usual;
  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = ScriptedServer.playing(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void theReplyToTheFinalDot_isPrinted() {
    assertEquals(ExitCode.SUCCESS, send("--to", "a@x.example", "--from", "b@y.example"));
    assertEquals(List.of("250 2.0.0 0RWK7Q0791900 taken"), out);
    assertEquals(
        List.of(
            "EHLO localhost", "MAIL FROM:<b@y.example>", "RCPT TO:<a@x.example>", "DATA", "QUIT"),
        commands);
  }

  @Test
  void theNullReversePath_canBeGiven() {
    send("--to", "a@x.example", "--from", "<>");
    assertTrue(commands.contains("MAIL FROM:<>"), commands.toString());
  }

  @Test
  void aRefusedRecipient_isSaid_andTheOthersGetTheMessage() {
    answers = c -> c.contains("<bad@") ? "550-5.7.1 no\r\n550 5.7.1 mail" : usual(c);
    assertEquals(ExitCode.FAILURE, send("--to", "bad@x.example", "--to", "good@x.example"));
    assertEquals(List.of("bad@x.example: 550-5.7.1 no / 550 5.7.1 mail"), complaints);
    assertEquals(List.of("250 2.0.0 0RWK7Q0791900 taken"), out);
  }

  @Test
  void whenAllRecipientsAreRefused_noContentIsSent() {
    answers = c -> c.startsWith("RCPT") ? "550 5.7.1 no" : usual(c);
    assertEquals(ExitCode.FAILURE, send("--to", "bad@x.example"));
    assertFalse(commands.contains("DATA"), commands.toString());
  }

  @Test
  void aRefusalOfTheContent_isSaid() {
    answers = c -> c.equals(".") ? "451 4.7.1 later\u001b[31m" : usual(c);
    assertEquals(ExitCode.FAILURE, send("--to", "a@x.example"));
    assertEquals(List.of("the final dot was answered 451 4.7.1 later\\u{1b}[31m"), complaints);
  }

  @Test
  void aServerThatSpeaksNoSmtp_isSaid() {
    answers = c -> "HTTP/1.1 400 Bad Request";
    assertEquals(ExitCode.FAILURE, send("--to", "a@x.example"));
    assertTrue(complaints.getFirst().contains("not an SMTP reply"), complaints.toString());
  }

  @Test
  void leadingDots_areStuffed() {
    send("--to", "a@x.example", "--body", ".\n..two\nthree.");
    List<String> body = content.subList(content.indexOf("") + 1, content.size());
    assertEquals(List.of("..", "...two", "three."), body);
  }

  @Test
  void aSubjectBeyondAscii_isWrittenAsEncodedWords() {
    send("--to", "a@x.example", "--subject", "Grüße an alle, die es lesen");
    int at = 0;
    while (!content.get(at).startsWith("Subject: ")) {
      at++;
    }
    StringBuilder decoded = new StringBuilder();
    String word = content.get(at).substring("Subject: ".length());
    while (word.startsWith("=?utf-8?B?")) {
      assertTrue(word.length() <= 75, word);
      decoded.append(
          new String(
              Base64.getDecoder().decode(word.substring(10, word.length() - 2)),
              StandardCharsets.UTF_8));
      word = content.get(++at).strip();
    }
    assertEquals("Grüße an alle, die es lesen", decoded.toString());
  }

  @Test
  void aBodyBeyondAscii_isCarriedAsBase64() {
    send("--to", "a@x.example", "--body", "Grüße");
    assertTrue(content.contains("Content-Transfer-Encoding: base64"), content.toString());
    assertEquals(
        "Grüße\r\n",
        new String(Base64.getMimeDecoder().decode(content.getLast()), StandardCharsets.UTF_8));
  }

  @Test
  void wordsThatWouldBreakTheProtocol_areRefusedBeforeConnecting() {
    for (String[] words :
        new String[][] {
          {"--to", "a@x.example>\r\nRSET"},
          {"--to", "a b@x.example"},
          {"--to", "nobody"},
          {"--to", "ü@x.example"},
          {"--to", "a@x.example", "--subject", "x\r\nBcc: y"},
          {"--to", "a@x.example", "stray"},
          {}
        }) {
      assertEquals(ExitCode.USAGE, send(words), Arrays.toString(words));
    }
    assertEquals(List.of(), commands);
  }

  /** Anybody may send mail; the token lets administrate. */
  @Test
  void theListenerOfTheGatewayHere_isFoundWithoutAToken(@TempDir Path data) throws IOException {
    RunFile.ofThisProcess(data, "", "127.0.0.1:" + server.port()).write(RunFile.in(data));
    assertEquals(
        ExitCode.SUCCESS,
        client.run("send", List.of("--to", "a@x.example", "--data", data.toString())));
    assertEquals(List.of("250 2.0.0 0RWK7Q0791900 taken"), out);
  }

  private int send(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--smtp", "127.0.0.1:" + server.port()));
    return client.run("send", all);
  }

  private static String usual(String command) {
    return switch (command) {
      case "connect" -> "220 sink.example";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      case "." -> "250 2.0.0 0RWK7Q0791900 taken";
      default -> "250-sink.example\r\n250 PIPELINING";
    };
  }

  private void serve(ScriptedServer.Line session) throws IOException {
    session.say(answers.apply("connect") + "\r\n");
    while (true) {
      String command = session.hear();
      commands.add(command);
      session.say(answers.apply(command) + "\r\n");
      if (command.equals("DATA")) {
        content.addAll(session.hearContent().lines().toList());
        content.removeLast(); // the final dot
        session.say(answers.apply(".") + "\r\n");
      }
    }
  }
}
