package io.postern.gateway.export.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.export.mapping.ColumnExpression.Constant;
import io.postern.gateway.export.mapping.ColumnExpression.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MappingTest {

  @Test
  void expression_isMadeOfConstantsAndMembers() {
    assertEquals(
        List.of(
            new Constant("it's "),
            new Value(new Member("reverse-path"), Integer.MAX_VALUE),
            new Constant(" || "),
            new Value(new Member("subject"), 200)),
        ColumnExpression.parse("'it''s '||reverse-path || ' || ' ||  left( subject , 200 )")
            .terms());
    assertEquals(
        Optional.of(new Member("callout-01")), ColumnExpression.parse("callout-01").alone());
    assertEquals(Optional.empty(), ColumnExpression.parse("left(subject, 10)").alone());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'open",
        "subjekt",
        "subject ||",
        "subject subject",
        "left(subject)",
        "now()",
        "subject; DROP TABLE x",
        "left(subject, 99999999999)",
        "\"subject\""
      })
  void anythingElse_isNoExpression(String text) {
    assertThrows(MappingRefused.class, () -> ColumnExpression.parse(text));
  }

  @Test
  void namedValues_becomeQuestionMarks() {
    NamedStatement statement =
        NamedStatement.parse(
            """
            INSERT INTO log (a, "b:x", c) -- :seq is here
            VALUES (:seq, CAST(:reverse-path AS x), ':id' || /* :id */ :rest::jsonb)""");
    assertEquals(
        """
        INSERT INTO log (a, "b:x", c) -- :seq is here
        VALUES (?, CAST(? AS x), ':id' || /* :id */ ?::jsonb)""",
        statement.sql());
    assertEquals(
        List.of(new Member("seq"), new Member("reverse-path"), new Member("rest")),
        statement.members());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE log",
        "SELECT :seq",
        "INSERT INTO log VALUES (:seq); DROP TABLE log",
        "INSERT INTO log VALUES (?)",
        "INSERT INTO log VALUES (:nothing)",
        "INSERT INTO log VALUES (: seq)",
        "INSERT INTO log VALUES ('open, :seq)",
        "INSERT INTO log VALUES ($$a$$, :seq)",
        "INSERT INTO log VALUES (1)",
        "INSERTED :seq"
      })
  void anythingElse_isNoStatement(String text) {
    assertThrows(MappingRefused.class, () -> NamedStatement.parse(text));
  }

  @Test
  void names_areQuotedAsTheProductDoes() {
    assertEquals("[Audit Log].events", SqlName.table("\"Audit Log\".events").sql('[', ']'));
    assertEquals(
        "\"a.b\".postern_position", SqlName.table("\"a.b\".c").sibling("postern_position").text());
    assertEquals("postern_position", SqlName.table("c").sibling("postern_position").text());
    for (String wrong :
        List.of("a b", "a;b", "a.b.c.d", "\"a\"\"b\"", "", "a--", "\"a`b\"", "\"a]b\"", "a.")) {
      assertThrows(MappingRefused.class, () -> SqlName.table(wrong), wrong);
    }
    assertThrows(MappingRefused.class, () -> SqlName.column("a.b"));
  }
}
