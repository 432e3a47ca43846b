package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

  @Test
  void everyKindOfValue_isRead() {
    Map<String, Object> object =
        JsonText.object(
            " { \"a\" : 1 , \"b\":-2.5e1, \"c\":[true,false,null,\"x\"], \"d\":{}, \"e\":[] } ");
    assertEquals(1L, object.get("a"));
    assertEquals(-25.0, object.get("b"));
    assertEquals(Arrays.asList(true, false, null, "x"), object.get("c"));
    assertEquals(Map.of(), object.get("d"));
    assertEquals(List.of(), object.get("e"));
  }

  @Test
  void escapes_areUndone() {
    assertEquals(
        "\"\\/\b\f\n\r\t\u202e",
        JsonText.object("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u202E\"}").get("a"));
  }

  @Test
  void whatIsNotAnObject_isRefused() {
    for (String text :
        new String[] {
          "",
          "[]",
          "1",
          "{",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "{\"a\":1}x",
          "{\"a\":\"\\u12\"}",
          "{\"a\":\"\\x\"}",
          "{\"a\":--}",
          "{\"a\":1 2}",
          "{\"a\":\"",
          "{a:1}",
          "{\"a\":\"\\uzzzz\"}"
        }) {
      assertThrows(IllegalArgumentException.class, () -> JsonText.object(text), text);
    }
  }

  @Test
  void endlessNesting_isRefusedWithoutEnd() {
    String deep = "{\"a\":".repeat(20_000);
    assertThrows(IllegalArgumentException.class, () -> JsonText.object(deep));
  }

  @Test
  void whatIsWritten_isWhatWasRead_inUsAscii() {
    String text = "{\"seq\":7,\"a\":\"\\u202e\\u000d\\\"\",\"b\":[\"x\",{}],\"c\":null,\"d\":[]}";
    assertEquals(text, JsonText.write(JsonText.object(text)));
  }
}
