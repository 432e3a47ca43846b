package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.reception.esmtp.EsmtpExtension;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.reception.esmtp.ParameterSyntax;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionParametersTest {

  private static final EsmtpExtensions SHIPPED = new EsmtpExtensions(EsmtpExtensions.SHIPPED);

  private static int code(Optional<Reply> wrong) {
    return wrong.map(Reply::code).orElse(250);
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
  void parametersOfMail_areJudgedOneByOne(String key, String value, int code) {
    assertEquals(code, code(SHIPPED.wrongInMail(Map.of(key, value), true)));
  }

  @ParameterizedTest
  @CsvSource({"SIZE, 1", "NOTIFY, NEVER"})
  void rcpt_hasNoParameters(String key, String value) {
    assertEquals(555, code(SHIPPED.wrongInRcpt(Map.of(key, value), true)));
  }

  @Test
  void parameters_areNotRecognizedAfterHelo() {
    assertEquals(555, code(SHIPPED.wrongInMail(Map.of("SIZE", "1"), false)));
  }

  /** As BINARYMIME (RFC 3030 section 3) does to the BODY of 8BITMIME. */
  @ParameterizedTest
  @CsvSource({"7BIT, 250", "BINARYMIME, 250", "OTHER, 501"})
  void anExtension_addsAValueToTheParameterOfAnother(String value, int code) {
    EsmtpExtension binary =
        new EsmtpExtension() {
          @Override
          public Map<String, ParameterSyntax> mailParameters() {
            return Map.of("BODY", body -> either(body.equals("BINARYMIME")));
          }
        };
    List<EsmtpExtension> both = List.of(EsmtpExtensions.SHIPPED.get(2), binary);
    assertEquals(code, code(new EsmtpExtensions(both).wrongInMail(Map.of("BODY", value), true)));
  }

  private static Optional<Reply> either(boolean isRight) {
    return isRight ? Optional.empty() : Optional.of(Reply.of(501, "5.5.4", "no"));
  }
}
