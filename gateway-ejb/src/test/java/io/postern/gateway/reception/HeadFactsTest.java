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

  @Test
  void longValue_isCutTo200Characters() {
    assertEquals(
        Map.of(Facts.SUBJECT, "\u00e4".repeat(200)),
        facts("Subject: " + "\u00e4".repeat(5_000) + "\r\n\r\n"));
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
