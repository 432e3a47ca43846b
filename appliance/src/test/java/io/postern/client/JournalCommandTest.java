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
        "journal?sender=%3C%3E&recipient=a%2Bb%40x.example&sender-domain=x.example&limit=5",
        path(
            "--limit",
            "5",
            "--sender",
            "<>",
            "--recipient",
            "a+b@x.example",
            "--sender-domain",
            "x.example"));
  }

  @Test
  void whatFollowsALine_isAskedForByItsNumber() {
    assertEquals(
        "journal?event=Delivered&after=118206&limit=9",
        path("--after", "118206", "--event", "Delivered", "--limit", "9"));
  }

  @Test
  void howLongAgo_becomesATime() {
    assertEquals("journal?from=2026-01-31T06%3A00%3A00Z&limit=50", path("--from", "2h"));
  }

  @Test
  void anId_asksForTheStory_andCannotLeaveItsPlace() {
    assertEquals("messages/0RWK7Q0791900/story", path("0RWK7Q0791900"));
    assertEquals("messages/..%2F..%2Fstatus%3F/story", path("../../status?"));
  }

  @Test
  void following_takesEventAndText() {
    assertEquals(
        "journal/stream?event=Delivered&text=x%20y",
        path("--follow", "--text", "x y", "--event", "Delivered"));
  }

  @Test
  void text_isAConditionOfASearchToo() {
    assertEquals("journal?text=x%20y&limit=50", path("--text", "x y"));
  }

  @Test
  void wordsThatDoNotGoTogether_areRefused() {
    for (List<String> words :
        List.of(
            List.of("--follow", "--recipient", "a@b"),
            List.of("--follow", "ID"),
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
  void aStory_goesFromConnectToWhatFollows_whateverMailBroughtIn() {
    GatewayAnswer story =
        GatewayAnswer.of(
            """
            {"id":"0RWK7Q0791900","finished":false,"acts":[],"reports":[],
             "session":{"id":"S4F","peer":"192.0.2.7:40022","helo":"client.example"},
             "envelope":{"at":"2026-01-31T08:00:00.123Z","sender":"","size":12,"subject":"x\\u001b[2Jy"},
             "extensions":[{"at":"2026-01-31T08:00:00.123Z","step":{"stage":"MessageReceived",
               "revision":"b--r1","extension":"b","verdict":"pass","applied":true,
               "changed":["header"],"calls":1,"tookMillis":"1.500"}}],
             "extensionsOmitted":3,"loggedOmitted":0,
              "logged":[{"at":"2026-01-31T08:00:00.123Z","line":{"stage":"MessageReceived",
                "revision":"b--r1","level":"info","text":"\\u202eone"}}],
             "recipients":[{"mailbox":"a@b.example","state":"deferred","since":"2026-01-31T08:00:01Z",
               "next":"It is tried again.","attempts":[{"number":1,"endedAt":"2026-01-31T08:00:01Z",
               "nextHop":"mx:25","result":"Deferred","reply":"451 later","tookMillis":9}]}]}
            """);
    assertEquals(
        List.of(
            "message 0RWK7Q0791900",
            "session     S4F from 192.0.2.7:40022 helo client.example",
            "accepted    2026-01-31T08:00:00.123Z  <> 12 octets",
            "subject     x\\u{1b}[2Jy",
            "callout     2026-01-31T08:00:00.123Z  MessageReceived b--r1 verdict=pass changed=header"
                + " ms=1.500",
            "callout     3 more, not recorded",
            "log         2026-01-31T08:00:00.123Z  MessageReceived b--r1 level=info"
                + " text=\\u{202e}one",
            "recipient   a@b.example deferred at 2026-01-31T08:00:01Z",
            "    2026-01-31T08:00:01Z attempt 1 at mx:25 Deferred 451 later 9 ms",
            "    It is tried again."),
        StoryText.of(story));
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
