package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordDecoderTest {

  private static final int LIMIT = 100;

  @ParameterizedTest
  @CsvSource({
    "=?UTF-8?Q?a=C3=A4_b?=, a\u00e4 b",
    "=?utf-8?b?w6Q=?=, \u00e4",
    "=?iso-8859-1*de?q?=E4?=, \u00e4",
    "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=, \u65e5\u672c",
    "=?koi8-r?Q?=D0=D2?=, \u043f\u0440",
    "=?utf-8?Q?a?= =?utf-8?Q?b?=, ab",
    "=?utf-8?Q?a?= x =?utf-8?Q?b?=, a x b",
    "=?utf-8?Q?a?= =?iso-8859-1?Q?=E4?=, a\u00e4",
    // One character in two words, as some programs write it.
    "=?utf-8?B?ww==?= =?utf-8?B?pA==?=, \u00e4",
    "=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=, \u00e4",
    "(=?utf-8?Q?a?=)x, (a)x",
    "\"=?utf-8?Q?a?=\" <a@b>, \"a\" <a@b>",
    "=?utf-8?Q?with space?=, with space",
    "=?utf-8?Q?a=?=, a=",
    "=?utf-8?Q?=zz?=, =zz",
    "=?utf-8?Q??= b, ' b'",
    "=?a?= =?utf-8?Q?b?=, =?a?= b"
  })
  void encodedWords_areDecoded(String field, String decoded) {
    Optional<String> found = EncodedWordDecoder.decode(field, LIMIT);
    assertEquals(decoded, found.orElse(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "=?",
        "=?utf-8",
        "=?utf-8?",
        "=?utf-8?Q",
        "=?utf-8?Q?",
        "=?utf-8?Q?a",
        "=?utf-8?X?a?=",
        "=?no-such-charset?Q?a?=",
        "=? ?Q?a?=",
        "=??Q?a?=",
        "=?utf-8?QQ?a?="
      })
  void whatIsNoEncodedWord_isNone(String field) {
    assertEquals(Optional.empty(), EncodedWordDecoder.decode(field, LIMIT));
  }

  @Test
  void answer_isCutAtTheLimit() {
    assertEquals(
        Optional.of("a".repeat(LIMIT)),
        EncodedWordDecoder.decode("=?utf-8?Q?" + "a".repeat(500) + "?=", LIMIT));
    assertEquals(
        Optional.of("a" + "b".repeat(LIMIT - 1)),
        EncodedWordDecoder.decode("=?utf-8?Q?a?=" + "b".repeat(500), LIMIT));
  }

  @Test
  void randomFields_neverRaise_andStayWithinTheLimit() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] parts = {
      "=?",
      "?=",
      "utf-8",
      "iso-2022-jp",
      "gb18030",
      "?Q?",
      "?B?",
      "=",
      "?",
      "a",
      "_",
      " ",
      "=E4",
      "w6Q=",
      "\u00e9",
      "\ud83d",
      "\u001b",
      "*",
      "\0"
    };
    for (int round = 0; round < 200_000; round++) {
      StringBuilder field = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        field.append(parts[random.nextInt(parts.length)]);
      }
      int length = EncodedWordDecoder.decode(field.toString(), 7).map(String::length).orElse(0);
      assertTrue(length <= 7, "seed " + seed + ": " + field);
    }
  }
}
