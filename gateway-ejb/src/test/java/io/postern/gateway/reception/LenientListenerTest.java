package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old devices that cannot be changed, on a listener of their own. */
class LenientListenerTest {

  private static String settings(String lenient) {
    return """
        hostName: gw.example
        listeners: [{name: devices, port: 0, lenient: [%s]}]
        relayDomains: [in.example]
        routes: [{domain: '*', host: 192.0.2.25}]
        """
        .formatted(lenient);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paths-without-brackets | MAIL FROM:s@example.org | RCPT TO: a@in.example | a@in.example",
        "paths-without-brackets | MAIL FROM: s@e.org SIZE=9 | RCPT TO:a@in.example | a@in.example",
        "dots-in-local-part | MAIL FROM:<.s..@e.org> | RCPT TO:<a..b@in.example> | a..b@in.example",
        "dots-in-local-part | MAIL FROM:<> | RCPT TO:<a.@in.example> | a.@in.example",
        "trailing-dot | MAIL FROM:<s@e.org.> | RCPT TO:<a@in.example.> | a@in.example",
        "trailing-dot | MAIL FROM:<> | RCPT TO:<a@IN.example.> | a@IN.example",
        "trailing-dot, paths-without-brackets | MAIL FROM:s@e.org. | RCPT TO:a@h. | a@h"
      })
  void whatIsTolerated_isTaken(String lenient, String mail, String rcpt, String recipient) {
    try (TestGateway gateway = TestGateway.configured(settings(lenient));
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("250 2.1.0 OK", client.ask(mail));
      assertEquals("250 2.1.5 OK", client.ask(rcpt));
      client.ask("DATA");
      client.ask("\r\n.");
      assertEquals(List.of(recipient), gateway.onlyMessage().recipients());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | MAIL FROM:s@example.org",
        "'' | MAIL FROM:<a..b@example.org>",
        "'' | MAIL FROM:<s@example.org.>",
        "dots-in-local-part, trailing-dot | MAIL FROM:s@example.org",
        "paths-without-brackets, trailing-dot | MAIL FROM:<a..b@example.org>",
        "paths-without-brackets, dots-in-local-part | MAIL FROM:<s@example.org.>"
      })
  void whatIsNot_isRefusedForGood(String lenient, String mail) {
    try (TestGateway gateway = TestGateway.configured(settings(lenient));
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("501 5.1.7 Bad sender address", client.ask(mail));
      assertEquals("250 2.0.0 OK", client.ask("NOOP"));
    }
  }

  /** A dot must not make a foreign domain ours, nor ours foreign. */
  @Test
  void relayDecision_isThatOfTheDomainWithoutTheDot() {
    try (TestGateway gateway =
            TestGateway.configured(settings("trailing-dot") + "relayNetworks: []\n");
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      assertEquals("550", client.ask("RCPT TO:<a@foreign.example.>").substring(0, 3));
      assertEquals("250", client.ask("RCPT TO:<a@in.example.>").substring(0, 3));
    }
  }
}
