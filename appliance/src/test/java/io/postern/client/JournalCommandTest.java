package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.command.ExitCode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class JournalCommandTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  @Test
  void withoutWords_theNewestLinesAreAskedFor() {
    assertEquals("journal?limit=50", path());
  }

  @Test
  void conditions_goIntoTheQuery_encoded() {
    assertEquals(
        "journal?limit=5&recipient=a%2Bb%40x.example&sender=%3C%3E",
        path("--limit", "5", "--sender", "<>", "--recipient", "a+b@x.example"));
  }

  @Test
  void whatFollowsALine_isAskedForByItsNumber() {
    assertEquals(
        "journal?limit=9&event=Delivered&after=118206",
        path("--after", "118206", "--event", "Delivered", "--limit", "9"));
  }

  @Test
  void howLongAgo_becomesATime() {
    assertEquals("journal?limit=50&from=2026-01-31T06%3A00%3A00Z", path("--from", "2h"));
  }

  @Test
  void anId_asksForTheStory_andCannotLeaveItsPlace() {
    assertEquals("journal/messages/0RWK7Q0791900", path("0RWK7Q0791900"));
    assertEquals("journal/messages/..%2F..%2Fstatus%3F", path("../../status?"));
  }

  @Test
  void following_takesEventAndText() {
    assertEquals(
        "journal/stream?event=Delivered&text=x%20y",
        path("--follow", "--text", "x y", "--event", "Delivered"));
  }

  @Test
  void wordsThatDoNotGoTogether_areRefused() {
    for (List<String> words :
        List.of(
            List.of("--follow", "--recipient", "a@b"),
            List.of("--follow", "ID"),
            List.of("--text", "x"),
            List.of("ID", "--event", "Delivered"),
            List.of("ID", "ID2"),
            List.of("--from", "yesterday"),
            List.of("--limit", "1", "--limit", "2"))) {
      assertEquals(ExitCode.USAGE, new ClientRun().run("journal", words), words.toString());
    }
  }

  @Test
  void anEvent_isOneLine_whateverMailBroughtIn() {
    String line =
        JournalCommand.described(
            GatewayAnswer.of(
                "{\"seq\":1,\"at\":\"2026-01-31T08:00:00.123Z\",\"event\":\"Accepted\","
                    + "\"id\":\"0RWK7Q0791900\",\"reverse-path\":\"\",\"recipients\":[\"a@b.example\"],"
                    + "\"subject\":\"x\\r\\n\\u001b[2J\\u202ey\"}"));
    assertEquals(
        "2026-01-31T08:00:00.123Z  Accepted    0RWK7Q0791900  <> -> a@b.example"
            + "  x\\u{d}\\u{a}\\u{1b}[2J\\u{202e}y",
        line);
  }

  @Test
  void whatExtensionsDid_isALineEach_inTheirOrder() {
    GatewayAnswer line =
        GatewayAnswer.of(
            "{\"callout-02\":\"MessageReceived b verdict=pass ms=1.500\",\"callouts-omitted\":\"3\","
                + "\"callout-01\":\"SenderGiven a verdict=discard ms=0.100 text=\\u001b[2J\","
                + "\"callout-log-02\":\"SenderGiven a level=info text=two\","
                + "\"callout-log-01\":\"SenderGiven a level=info text=\\u202eone\","
                + "\"callout-log-omitted\":\"12\"}");
    assertEquals(
        List.of(
            "    callout  SenderGiven a verdict=discard ms=0.100 text=\\u{1b}[2J",
            "    callout  MessageReceived b verdict=pass ms=1.500",
            "    callout  3 more",
            "    log      SenderGiven a level=info text=\\u{202e}one",
            "    log      SenderGiven a level=info text=two",
            "    log      12 more"),
        JournalCommand.callouts(line));
    assertEquals(List.of(), JournalCommand.callouts(GatewayAnswer.of("{}")));
  }

  @Test
  void whatAnAdministratorDid_saysWhatAndWho() {
    assertEquals(
        "t                         AdministratorActed -              x  extension deployed (ann)",
        JournalCommand.described(
            GatewayAnswer.of(
                "{\"at\":\"t\",\"event\":\"AdministratorActed\",\"actor\":\"ann\","
                    + "\"action\":\"extension deployed\",\"extension\":\"x\"}")));
  }

  private static String path(String... words) {
    JournalCommand command = new JournalCommand(new ClientRun().terminal);
    new CommandLine(command).parseArgs(words);
    return command.path(NOW);
  }
}
