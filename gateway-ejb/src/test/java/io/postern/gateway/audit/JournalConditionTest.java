package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalConditionTest {

  private static final JournalLine LINE =
      JournalLine.parse(
          "{\"seq\":7,\"at\":\"2026-11-24T12:00:00.000Z\",\"event\":\"Failed\",\"id\":\"00000008CM0A2\","
              + "\"reverse-path\":\"Ann@Mail.Example.org\",\"recipients\":[\"bob@a.example.com\"],"
              + "\"next-hop\":\"MX.example.com:25\",\"remote\":\"[2001:db8::1]:25\","
              + "\"reply\":\"550 5.1.1 No such user\",\"session\":\"S4F\",\"peer\":\"192.0.2.7:40022\","
              + "\"message-id\":\"<A1@example.org>\",\"subject\":\"Stra\\u00dfe nach Z\\u00fcrich\","
              + "\"callout-01\":\"RecipientGiven spam--r12 verdict=reject calls=3 ms=4.102 text=a verdict=b\"}");

  private static void meets(JournalCondition condition, String... values) {
    for (String value : values) {
      assertTrue(condition.matches(LINE, value, true), condition + "=" + value);
    }
  }

  private static void meetsNot(JournalCondition condition, String... values) {
    for (String value : values) {
      assertFalse(condition.matches(LINE, value, true), condition + "=" + value);
    }
  }

  @Test
  void eachConditionMeansWhatItSays() {
    meets(JournalCondition.ID, "00000008CM0A2", "00000008*");
    meetsNot(JournalCondition.ID, "00000008cm0a2", "00000008");
    meets(JournalCondition.SENDER, "ann@mail.example.ORG", "@mail.example.org", "ann@*");
    meetsNot(JournalCondition.SENDER, "nn@mail.example.org", "@example.org", "<>");
    meets(JournalCondition.SENDER_DOMAIN, "mail.example.org", "example.org", "org", "@Example.org");
    meetsNot(JournalCondition.SENDER_DOMAIN, "ample.org");
    meets(JournalCondition.RECIPIENT_DOMAIN, "example.com");
    meets(JournalCondition.SUBJECT, "zurich STRASSE", "z\u00fcri*");
    meetsNot(JournalCondition.SUBJECT, "zuri", "bern strasse");
    meets(JournalCondition.PEER, "192.0.2.7", "192.0.2.7:40022", "192.0.2.0/29", "0.0.0.0/0");
    meetsNot(JournalCondition.PEER, "192.0.2.77", "192.0.2.7:4002", "192.0.2.8/29", "::/0");
    meets(JournalCondition.NEXT_HOP, "mx.example.com", "mx.example.com:25", "2001:db8:0:0:0:0:0:1");
    meets(JournalCondition.STATUS, "5.1.1", "5.1", "5", "550");
    meetsNot(JournalCondition.STATUS, "5.1.2", "4", "55");
    meets(JournalCondition.REPLY, "no such user", "such 5");
    meets(JournalCondition.EXTENSION, "spam", "spam--r12");
    meets(JournalCondition.VERDICT, "reject");
    meetsNot(JournalCondition.VERDICT, "b");
    meets(JournalCondition.MESSAGE_ID, "a1@example.org", "<A1@example.org>");
    meets(JournalCondition.TEXT, "zurich spam 192.0.2.7 550", "bob@a.example.com", "Failed");
    meetsNot(JournalCondition.TEXT, "zurich bern");
  }

  @Test
  void aValueThatNoLineCanMeet_isRefusedWithASentence() {
    for (JournalCondition condition : List.of(JournalCondition.PEER, JournalCondition.SUBJECT)) {
      assertThrows(
          IllegalArgumentException.class, () -> JournalQuery.newest(1).with(condition, "?!"));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> JournalQuery.newest(1).with(JournalCondition.PEER, "192.0.2.0/33"));
  }

  @Test
  void words_haveNoAccents_andScriptsWithoutSpacesHaveAWordForEachCharacter() {
    List<String> words = new ArrayList<>();
    Words.of("Caf\u00e9 \u00c6r\u00f8 \u4f1a\u8b70, x" + "y".repeat(100), words::add);
    assertEquals(List.of("cafe", "aero", "\u4f1a", "\u8b70", "x" + "y".repeat(63)), words);
  }
}
