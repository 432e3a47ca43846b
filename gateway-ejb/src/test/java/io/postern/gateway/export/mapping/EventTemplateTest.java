package io.postern.gateway.export.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.export.mapping.EventTemplate.Inserted;
import io.postern.gateway.export.mapping.EventTemplate.Text;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventTemplateTest {

  @Test
  void membersStandInBraces() {
    assertEquals(
        List.of(
            new Inserted(new Member("at"), Optional.empty()),
            new Text(" {from} "),
            new Inserted(new Member("reverse-path"), Optional.of(Escaping.JSON)),
            new Text("}")),
        EventTemplate.parse("{at} {{from}} {reverse-path:json}}}").parts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''           | is not 1 to 4000 characters",
        "{subjekt}    | subjekt is no member of an event (see docs/journal.md), nor gateway, json or rest",
        "{}           | ' is no member of an event (see docs/journal.md), nor gateway, json or rest'",
        "{at:xml}     | 'xml is no escaping: text, json or csv'",
        "from {at     | has a brace at character 6 that is not closed; write {{ for a brace",
        "at} x        | has a closing brace at character 3 without an opening one; write }} for a brace",
      })
  void anythingElse_isRefusedWithItsReason(String text, String reason) {
    assertEquals(
        reason, assertThrows(MappingRefused.class, () -> EventTemplate.parse(text)).getMessage());
  }

  @Test
  void aTemplateOfTwoLines_isRefused() {
    assertThrows(MappingRefused.class, () -> EventTemplate.parse("{at}\n{event}"));
  }
}
