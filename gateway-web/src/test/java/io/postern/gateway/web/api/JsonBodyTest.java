package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonBodyTest {

  @Test
  void aMember_isReadAsText() throws IOException {
    assertEquals("ann", body("{\"user\":\"ann\"}").text("user"));
  }

  @Test
  void bracketsAndQuotesInsideTexts_areNoDepth() throws IOException {
    String value = "[".repeat(100) + "\\\"" + "{".repeat(100);
    assertEquals(
        "[".repeat(100) + "\"" + "{".repeat(100),
        body("{\"user\":\"" + value + "\"}").text("user"));
  }

  @Test
  void whatIsNotAnObject_isABadRequest() {
    for (String text :
        new String[] {"", "[]", "\"x\"", "1", "{", "{\"user\":}", "null", "\u0000", "{a:1}"}) {
      assertEquals(400, refused(text), text);
    }
  }

  @Test
  void aMemberOfAnotherType_isABadRequest() throws IOException {
    for (String value : new String[] {"1", "null", "true", "{}", "[\"ann\"]"}) {
      JsonBody body = body("{\"user\":" + value + "}");
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> body.text("user")).problem().status(),
          value);
    }
  }

  @Test
  void aNumber_isReadAsAWholeOne() throws IOException {
    assertEquals(7, body("{\"revision\":7}").number("revision"));
    for (String value : new String[] {"1.5", "\"7\"", "null", "1e99"}) {
      JsonBody body = body("{\"revision\":" + value + "}");
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> body.number("revision")).problem().status(),
          value);
    }
  }

  @Test
  void aMemberThatNeedNotBeThere_isEmptyWithoutIt() throws IOException {
    assertEquals("", body("{}").textOrEmpty("note"));
    assertEquals("x", body("{\"note\":\"x\"}").textOrEmpty("note"));
  }

  @Test
  void aMissingMember_isABadRequest() throws IOException {
    JsonBody body = body("{}");
    assertEquals(
        400, assertThrows(Problems.Refused.class, () -> body.text("user")).problem().status());
  }

  @Test
  void twentyThousandLevels_areRefusedWithoutRecursion() {
    assertEquals(413, refused("[".repeat(20_000)));
    assertEquals(400, refused("{\"a\":".repeat(3_000) + "1" + "}".repeat(1_000)));
    assertEquals(400, refused("[".repeat(8_000) + "]".repeat(8_000)));
  }

  @Test
  void whatIsNotUtf8_isABadRequest() {
    assertEquals(400, refused(new ByteArrayInputStream(new byte[] {'{', (byte) 0xff, '}'})));
  }

  @Test
  void anEndlessBody_isNotReadToItsEnd() {
    InputStream endless =
        new InputStream() {
          private int read;

          @Override
          public int read() {
            if (++read > 1_000_000) {
              throw new AssertionError("read on and on");
            }
            return ' ';
          }
        };
    assertEquals(413, refused(endless));
  }

  private static JsonBody body(String text) throws IOException {
    return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static int refused(String text) {
    return refused(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static int refused(InputStream body) {
    return assertThrows(Problems.Refused.class, () -> JsonBody.read(body)).problem().status();
  }
}
