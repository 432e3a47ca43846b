package io.postern.gateway.export.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvColumnsTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
  void aCellThatLooksLikeAFormula_beginsWithAnApostrophe(String value) {
    String cell = CsvColumns.cell(value);
    assertEquals("'" + value, cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell);
  }

  @Test
  void whatDividesCells_isQuoted() {
    assertEquals("plain", CsvColumns.cell("plain"));
    assertEquals("\"a,b\"", CsvColumns.cell("a,b"));
    assertEquals("\"say \"\"hi\"\"\"", CsvColumns.cell("say \"hi\""));
    assertEquals("\"'=a,\"\"\"", CsvColumns.cell("=a,\""));
    assertEquals("\"a\r\nb\"", CsvColumns.cell("a\r\nb"));
  }

  @Test
  void aRow_hasACellForEachColumnAndOneMore() {
    CsvColumns columns = CsvColumns.of(List.of("seq", "subject")).orElseThrow();
    assertEquals("seq,subject,others\r\n", columns.header());
    assertEquals("7,'=x,{}\r\n", columns.row(Map.of("seq", "7", "subject", "=x"), "{}"));
    assertEquals("7,,\r\n", columns.row(Map.of("seq", "7"), ""));
  }

  @Test
  void columnsThatAreNone_areRefused() {
    for (List<String> names :
        List.of(List.of("bogus"), List.of("callout-01"), List.of("seq", "seq"), List.of(""))) {
      assertEquals(Optional.empty(), CsvColumns.of(names), names::toString);
    }
  }
}
