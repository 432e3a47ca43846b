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
    for (String value : new String[] {"1.5", "\"7\"", "null", "1e99", "0.1", "true"}) {
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

  /** Each made the parser raise something other than its own exceptions. */
  @Test
  void numbersThatNoParserTakes_areABadRequest() throws IOException {
    for (String value :
        new String[] {"-1E-99999999999999", "1e99999999999", "9".repeat(5_000), "1e-2147483649"}) {
      assertEquals(400, refused("{\"revision\":" + value + "}"), value);
    }
    for (String value : new String[] {"1e999999999", "1e-999999999", "1e100001", "1e400"}) {
      assertNumberRefused(value);
    }
  }

  private static void assertNumberRefused(String value) throws IOException {
    try {
      JsonBody body = body("{\"revision\":" + value + "}");
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> body.number("revision")).problem().status(),
          value);
    } catch (Problems.Refused e) {
      assertEquals(400, e.problem().status(), value);
    }
  }

  @Test
  void aNameGivenTwice_isABadRequest() {
    assertEquals(400, refused("{\"user\":\"ann\",\"user\":\"bob\"}"));
    assertEquals(400, refused("{\"a\":{\"user\":1,\"user\":2}}"));
  }

  @Test
  void textBehindTheObject_isABadRequest() {
    for (String more : new String[] {"x", "{}", ",", "]", "null", "\u0000"}) {
      assertEquals(400, refused("{\"user\":\"ann\"} " + more), more);
    }
  }

  @Test
  void whatIsNoText_isABadRequest() throws IOException {
    for (String value : new String[] {"\\ud800", "a\\udfff", "\\udc00\\ud800", "a\\u0000b"}) {
      JsonBody body = body("{\"user\":\"" + value + "\"}");
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> body.text("user")).problem().status(),
          value);
    }
    assertEquals("\ud83d\ude00", body("{\"user\":\"\\ud83d\\ude00\"}").text("user"));
  }

  @Test
  void brokenStringsAndMarks_areABadRequest() {
    for (String text :
        new String[] {
          "{\"\\",
          "{\"a\":\"\\uZZZZ\"}",
          "{\"a\":\"\u0001\"}",
          "\ufeff{}",
          "/**/{}",
          "{'a':1}",
          "{\"a\":NaN}"
        }) {
      assertEquals(400, refused(text), text);
    }
  }

  /** A client that breaks off within its body. */
  @Test
  void aBodyThatBreaksOff_isABadRequest() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new java.io.EOFException();
          }
        };
    assertEquals(400, refused(broken));
  }

  /** The bodies of a case from public bug reports of other servers. */
  @Test
  void theGivenBodies_areABadRequestOrReadable() throws IOException {
    try (InputStream given = JsonBodyTest.class.getResourceAsStream("110-bodies.json.txt")) {
      String text = new String(given.readAllBytes(), StandardCharsets.UTF_8);
      int refused = 0;
      int bodies = 0;
      for (String line : text.split("\n", -1)) {
        if (!line.startsWith("#")) {
          bodies++;
          refused += isRefused(line) ? 1 : 0;
        }
      }
      assertEquals(12, bodies);
      // Only the one with a further member is what a login takes.
      assertEquals(11, refused);
    }
  }

  private static boolean isRefused(String body) throws IOException {
    try {
      JsonBody read = body(body);
      read.text("user");
      read.text("password");
      return false;
    } catch (Problems.Refused e) {
      assertEquals(400, e.problem().status(), body);
      return true;
    }
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
