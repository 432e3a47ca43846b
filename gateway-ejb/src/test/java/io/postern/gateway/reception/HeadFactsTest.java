package io.postern.gateway.reception;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFactsTest {

  private static Map<String, String> facts(String head) {
    Map<String, String> facts = new HashMap<>();
    HeadFacts.put(head.getBytes(UTF_8), facts);
    return facts;
  }

  @Test
  void fieldsOfInterest_areFoundWhateverTheirCase() {
    assertEquals(
        Map.of(
            Facts.MESSAGE_ID, "<1@x>",
            Facts.FROM, "A <a@x>",
            Facts.TO, "b@y",
            Facts.SUBJECT, "Hi",
            Facts.DATE, "today"),
        facts(
            "Received: x\r\nMESSAGE-ID: <1@x>\r\nfrom:A <a@x>\r\nTo : b@y \r\nX-Subject: no\r\n"
                + "Subject:\tHi\r\nDate: today\r\n\r\nSubject: body\r\n"));
  }

  @Test
  void topmostFieldCounts() {
    assertEquals(Map.of(Facts.SUBJECT, "one"), facts("Subject: one\r\nSubject: two\r\n\r\n"));
  }

  @Test
  void foldedValue_isUnfolded() {
    assertEquals(
        Map.of(Facts.SUBJECT, "one two\tthree"),
        facts("Subject: one\r\n two\r\n\tthree\r\nX: y\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e4", "x", "\u4f60", "x\r\n ", "\u4f60\r\n\t"})
  void longValue_isCutBehindTheLimit_soThatTheJournalSaysSo(String piece) {
    String whole = piece.repeat(5_000);
    String unfolded = whole.replace("\r\n", "");
    assertEquals(
        Map.of(Facts.SUBJECT, unfolded.substring(0, HeadFacts.LIMIT)),
        facts("Subject: " + whole + "y\r\n\r\n"));
  }

  @Test
  void valueOfTheLimitOfTheJournal_isWhole() {
    String value = "Ann <ann@example.com>, ".repeat(179).substring(0, 4_096);
    assertEquals(Map.of(Facts.TO, value), facts("To: " + value + "\r\n\r\n"));
  }

  @Test
  void blanksInFront_areNoPartOfIt() {
    assertEquals(
        Map.of(Facts.SUBJECT, "x"),
        facts("Subject:" + " ".repeat(50_000) + "\r\n \r\n\t x\r\n\r\n"));
  }

  @Test
  void encodedWords_areDecodedInAFactOfTheirOwn() {
    assertEquals(
        Map.of(
            Facts.FROM,
            "=?iso-8859-1?Q?J=F6rg?= <j@example.com>",
            Facts.FROM_DECODED,
            "J\u00f6rg <j@example.com>",
            Facts.SUBJECT,
            "=?utf-8?B?w6Rww6Rs?= =?utf-8?Q?_x?=",
            Facts.SUBJECT_DECODED,
            "\u00e4p\u00e4l x"),
        facts(
            "From: =?iso-8859-1?Q?J=F6rg?= <j@example.com>\r\n"
                + "Subject: =?utf-8?B?w6Rww6Rs?=\r\n =?utf-8?Q?_x?=\r\n\r\n"));
  }

  @Test
  void encodedWords_areDecodedBehindTheLimitOfTheRawField() {
    String word = "=?utf-8?B?" + "w6Q=" + "?=";
    Map<String, String> facts = facts("Subject: " + (word + "\r\n ").repeat(1_000) + "\r\n\r\n");

    assertEquals("\u00e4".repeat(1_000), facts.get(Facts.SUBJECT_DECODED));
    assertEquals(HeadFacts.LIMIT, facts.getOrDefault(Facts.SUBJECT, "").length());
  }

  @Test
  void decodedText_isCutBehindTheLimitToo() {
    Map<String, String> facts =
        facts("Subject: " + "=?utf-8?Q?abcdefghij?=\r\n ".repeat(50_000) + "\r\n\r\n");

    assertEquals(HeadFacts.LIMIT, facts.getOrDefault(Facts.SUBJECT_DECODED, "").length());
  }

  @Test
  void emptyValue_isRecordedAsSuch() {
    assertEquals(Map.of(Facts.SUBJECT, ""), facts("Subject:\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "Subject",
        "Subject\r\n",
        " Subject: folded\r\n",
        "no field at all\r\n",
        "Sub ject: x\r\n"
      })
  void whatIsNoField_isNotFound(String head) {
    assertEquals(Map.of(), facts(head));
  }

  @Test
  void receivedFields_areCounted() {
    String head =
        "Received: a\r\n b\r\nRECEIVED : c\r\nReceived-SPF: d\r\nX: Received: e\r\nreceived:\r\n\r\n";
    assertEquals(3, HeadFacts.receivedFields(head.getBytes(UTF_8)));
  }
}
