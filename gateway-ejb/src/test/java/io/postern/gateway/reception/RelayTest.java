package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to use the gateway as an open relay, from outside. */
class RelayTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<victim@foreign.example>",
        "<@mx.example.com:victim@foreign.example>",
        "<@example.com,@mx.example.com:victim@foreign.example>",
        "<@[127.0.0.1]:victim@foreign.example>",
        "<victim%foreign.example@example.com>",
        "<victim%foreign.example@mx.example.com>",
        "<victim%foreign.example@[127.0.0.1]>",
        "<foreign.example!victim@example.com>",
        "<foreign.example!victim>",
        "<\"victim@foreign.example\"@example.com>",
        "<\"victim@foreign.example\">",
        "<\"victim%foreign.example\"@example.com>",
        "<victim@foreign.example@example.com>",
        "<<victim@foreign.example>@example.com>",
        "<example.com:victim@foreign.example>",
        "victim@foreign.example",
        "victim@example.com",
        "<victim>",
        "<victim@[127.0.0.1]>",
        "<victim@[IPv6:::1]>",
        "<victim@foreign.example.>",
        "<victim@foreign.example,user@example.com>",
        "<postmaster@foreign.example>",
        "<postmaster%foreign.example>",
      })
  void fromOutside_isRefusedForGood(String path) {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<admin@example.com>");
      String reply = client.ask("RCPT TO:" + path);
      assertTrue(reply.startsWith("5"), reply);
      assertEquals("554 5.5.1 No valid recipients", client.ask("DATA"));
    }
  }

  @Test
  void sourceRouteToUs_isIgnored() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<@a.example:x@foreign.example>");
      client.ask("RCPT TO:<@foreign.example:user@example.com>");
      client.ask("DATA");
      client.ask(".");
      assertEquals(List.of("user@example.com"), gateway.onlyMessage().recipients());
      assertEquals(
          "x@foreign.example", gateway.onlyMessage().arrival().envelope().reversePath().toString());
    }
  }

  @Test
  void fromARelayNetwork_foreignDomainsAreTaken() {
    try (TestGateway gateway = TestGateway.relaying();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<user@example.com>");
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<friend@foreign.example>"));
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<friend@[192.0.2.1]>"));
    }
  }

  @Test
  void refusal_isToldWithItsCircumstances() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<spammer@foreign.example>");
      client.ask("RCPT TO:<victim@foreign.example>");

      Rejected rejected = gateway.events.rejected.getFirst();
      assertEquals(Replies.RELAYING_DENIED, rejected.reply());
      assertEquals("spammer@foreign.example", rejected.facts().get(Facts.REVERSE_PATH));
      assertEquals("victim@foreign.example", rejected.facts().get(Facts.RECIPIENT));
      assertEquals("client.example.net", rejected.facts().get(Facts.HELO));
    }
  }

  @Test
  void changedSettings_countFromTheNextCommandOn() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      assertEquals("550 5.7.1 Relaying denied", client.ask("RCPT TO:<a@new.example>"));
      gateway.relayFor("new.example");
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<a@new.example>"));
    }
  }

  @Test
  void acceptedMail_recordsWhyItIsPassedOn() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask("a: b\r\n\r\nc\r\n.");
      assertEquals(
          "relay-domain example.com",
          gateway.onlyMessage().arrival().facts().get(Facts.RELAY_DECISION));
    }
  }

  @Test
  void acceptedMailToSeveral_recordsEachReasonOnce() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("RCPT TO:<postmaster>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      client.ask("a: b\r\n\r\nc\r\n.");
      assertEquals(
          "relay-domain example.com, postmaster",
          gateway.onlyMessage().arrival().facts().get(Facts.RELAY_DECISION));
    }
  }

  @Test
  void mailFromARelayNetwork_recordsTheNetwork() {
    try (TestGateway gateway = TestGateway.relaying();
        SmtpTestClient client = gateway.connect().untilContent()) {
      client.ask("a: b\r\n\r\nc\r\n.");
      assertEquals(
          "relay-network 127.0.0.0/8",
          gateway.onlyMessage().arrival().facts().get(Facts.RELAY_DECISION));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "victim@foreign.example, no-relay-domain",
    "a%b@example.com, route-in-local-part",
    "a@selftest.postern.invalid, not-the-self-test"
  })
  void refusal_recordsWhy(String recipient, String reason) {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      client.ask("MAIL FROM:<a@b.example>");
      client.ask("RCPT TO:<" + recipient + ">");
      assertEquals(reason, gateway.events.rejected.getFirst().facts().get(Facts.RELAY_DECISION));
    }
  }

  @Test
  void refusalWithoutARoute_recordsThat() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect().greet()) {
      gateway.routeTo("other.example");
      client.ask("MAIL FROM:<a@b.example>");
      assertEquals("550 5.4.4", client.ask("RCPT TO:<a@example.com>").substring(0, 9));
      assertEquals(
          "no-route", gateway.events.rejected.getFirst().facts().get(Facts.RELAY_DECISION));
    }
  }
}
