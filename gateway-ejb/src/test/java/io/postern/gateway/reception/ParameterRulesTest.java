package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.mail.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRulesTest {

  private static int code(Map<String, String> parameters, boolean extended) {
    return ParameterRules.refusal(parameters, extended).map(Reply::code).orElse(250);
  }

  @ParameterizedTest
  @CsvSource({
    "SIZE, 0, 250",
    "SIZE, 1000, 250",
    "SIZE, 99999999999999999999, 250",
    "SIZE, 100000000000000000000, 501",
    "SIZE, -1, 501",
    "SIZE, 1k, 501",
    "SIZE, '', 501",
    "BODY, 7BIT, 250",
    "BODY, 8bitmime, 250",
    "BODY, BINARYMIME, 501",
    "BODY, '', 501",
    "SMTPUTF8, '', 555",
    "AUTH, <>, 555",
    "RET, FULL, 555"
  })
  void parameters_areJudgedOneByOne(String key, String value, int code) {
    assertEquals(code, code(Map.of(key, value), true));
  }

  @ParameterizedTest
  @CsvSource({
    "1001, 1001",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775807",
    "99999999999999999999, 9223372036854775807"
  })
  void size_isTheHighestWhenItIsHigher(String value, long size) {
    assertEquals(size, ParameterRules.size(Map.of("SIZE", value)));
  }

  @Test
  void size_isNothingWhenItIsNotGiven() {
    assertEquals(0, ParameterRules.size(Map.of("BODY", "7BIT")));
  }

  @Test
  void parameters_areNotRecognizedAfterHelo() {
    assertEquals(555, code(Map.of("SIZE", "1"), false));
  }
}
