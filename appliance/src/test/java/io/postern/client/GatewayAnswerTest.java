package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.command.CommandFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers of a gateway, or of what is not one. */
final class GatewayAnswerTest {

  @Test
  void everyKindOfValue_isRead() {
    GatewayAnswer answer =
        GatewayAnswer.of(
            " { \"a\" : 1 , \"b\":-2.5e1, \"c\":[true,false,\"x\"], \"d\":{\"e\":null}, \"f\":true } ");
    assertEquals("1", answer.text("a"));
    assertEquals(-25.0, answer.number("b"));
    assertEquals(List.of("true", "false", "x"), answer.texts("c"));
    assertEquals(Optional.empty(), answer.object("d").optional("e"));
    assertEquals("true", answer.text("f"));
    assertEquals("", answer.text("nothing"));
    assertEquals(List.of(), answer.objects("a"));
  }

  @Test
  void escapes_areUndone_andWhatATerminalObeysIsShown() {
    GatewayAnswer answer = GatewayAnswer.of("{\"a\":\"\\\"\\\\\\/\\n\\u202E\\u00fc\"}");
    assertEquals("\"\\/\n\u202e\u00fc", answer.raw("a"));
    assertEquals("\"\\/\\u{a}\\u{202e}\u00fc", answer.text("a"));
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
      assertThrows(CommandFailed.class, () -> GatewayAnswer.of(text), text);
    }
  }

  @Test
  void endlessNesting_isRefused() {
    String deep = "{\"a\":".repeat(20_000);
    assertThrows(CommandFailed.class, () -> GatewayAnswer.of(deep));
  }

  @Test
  void whatIsWritten_isWhatWasRead_inUsAscii() {
    String text =
        "{\"seq\":7,\"a\":\"\\u202e\\u000d\\\"\",\"b\":[\"x\",{}],\"c\":null,\"d\":[],\"e\":1.50}";
    assertEquals(text.replace("\\u000d", "\\r"), GatewayAnswer.of(text).json());
  }

  @Test
  void aRequest_isWritten() {
    assertEquals(
        "{\"list\":[\"\\u00fc\"]}", Json.ascii(Json.of(Map.of("list", List.of("\u00fc")))));
    assertEquals("{\"n\":7}", Json.ascii(Json.of(Map.of("n", 7L))));
  }
}
