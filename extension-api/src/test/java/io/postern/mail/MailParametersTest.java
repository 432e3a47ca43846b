package io.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailParametersTest {

  private static MailParameters one(String keyword, String value) {
    return new MailParameters(Map.of(keyword, value));
  }

  @Test
  void none_saysNothing() {
    MailParameters none = MailParameters.none();

    assertEquals(OptionalLong.empty(), none.size());
    assertEquals(Optional.empty(), none.body());
    assertEquals(Optional.empty(), none.returned());
    assertEquals(Optional.empty(), none.envelopeId());
    assertEquals(Optional.empty(), none.authenticated());
    assertFalse(none.isInternationalized());
    assertFalse(none.isTlsRequired());
    assertEquals("", none.toString());
  }

  @Test
  void known_areRead() {
    assertEquals(OptionalLong.of(1000), one("SIZE", "1000").size());
    assertEquals(OptionalLong.of(Long.MAX_VALUE), one("SIZE", "99999999999999999999").size());
    assertEquals(Optional.of(MailParameters.Body.EIGHT_BIT_MIME), one("body", "8bitmime").body());
    assertEquals(Optional.of(MailParameters.Return.HEADERS), one("RET", "HDRS").returned());
    assertEquals(Optional.of("QQ+=1"), one("ENVID", "QQ+2B+3D1").envelopeId());
    assertEquals(Optional.of(ReversePath.none()), one("AUTH", "<>").authenticated());
    assertEquals(
        Optional.of(ReversePath.parse("e+mc2@example.com")),
        one("AUTH", "e+2Bmc2@example.com").authenticated());
    assertTrue(one("SMTPUTF8", "").isInternationalized());
    assertTrue(one("REQUIRETLS", "").isTlsRequired());
  }

  @Test
  void unknown_areKeptAsGivenAndInOrder() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("x-later", "a;b");
    given.put("SIZE", "7");
    given.put("BY", "+120;R");

    MailParameters parameters = new MailParameters(given);

    assertEquals(" X-LATER=a;b SIZE=7 BY=+120;R", parameters.toString());
    assertEquals(" X-LATER=a;b BY=+120;R", parameters.without("size").toString());
    assertEquals(" X-LATER=a;b SIZE=8 BY=+120;R", parameters.with("SIZE", "8").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "SIZE, -1", "SIZE, 123456789012345678901", "SIZE, 1e3", "BODY, 9BIT", "RET, ALL",
    "ENVID, a+2", "ENVID, a+2b", "AUTH, nobody", "SMTPUTF8, yes", "REQUIRETLS, 1",
    "A_B, x", "-A, x", "X, a=b", "X, a b"
  })
  void wrong_areRefused(String keyword, String value) {
    assertThrows(IllegalArgumentException.class, () -> one(keyword, value));
  }

  @Test
  void valuesThatWouldEndTheCommand_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> one("X", "a\r\nDATA"));
    assertThrows(IllegalArgumentException.class, () -> one("ENVID", ""));
    assertThrows(IllegalArgumentException.class, () -> one("AUTH", ""));
  }

  @Test
  void map_isACopy() {
    Map<String, String> given = new LinkedHashMap<>(Map.of("SIZE", "1"));
    MailParameters parameters = new MailParameters(given);
    given.clear();

    assertEquals(OptionalLong.of(1), parameters.size());
    assertThrows(UnsupportedOperationException.class, () -> parameters.all().clear());
  }
}
