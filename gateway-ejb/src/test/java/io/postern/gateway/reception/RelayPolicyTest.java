package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Mailbox;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayPolicyTest {

  private final RelayPolicy policy =
      RelayPolicy.of(
          TestGateway.settings(
              TestLimits.USUAL, List.of("10.1.0.0/15", "192.0.2.7", "2001:db8:8000::/33")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.com",
        "a@EXAMPLE.com",
        "a@x.sub.example.com",
        "a@y.x.sub.example.com",
        "postmaster@mx.example.com"
      })
  void fromAnywhere_ourDomainsAreTaken(String mailbox) {
    assertInstanceOf(RelayDecision.Allowed.class, policy.decide(Mailbox.parse(mailbox)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@foreign.example",
        "a@example.com.foreign.example",
        "a@notexample.com",
        "a@sub.example.com",
        "a@x.example.com",
        "a@com",
        "a@[127.0.0.1]",
        "user@mx.example.com"
      })
  void fromOutside_foreignDomainsAreRefused(String mailbox) {
    assertEquals(RelayDecision.NO_RELAY_DOMAIN, policy.decide(Mailbox.parse(mailbox)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%foreign.example@example.com",
        "foreign.example!a@example.com",
        "\"a@foreign.example\"@example.com",
        "\"a%foreign.example\"@example.com",
        "\"@foreign.example:a\"@example.com",
        "\"a\\@foreign.example\"@example.com"
      })
  void fromOutside_routesInTheLocalPartAreRefused(String mailbox) {
    assertEquals(RelayDecision.ROUTE_IN_LOCAL_PART, policy.decide(Mailbox.parse(mailbox)));
  }

  @ParameterizedTest
  @CsvSource({
    "a@EXAMPLE.com, relay-domain example.com",
    "a@y.x.sub.example.com, relay-domain .sub.example.com",
    "Postmaster@mx.example.com, postmaster",
    "a@foreign.example, no-relay-domain",
    "a%b@example.com, route-in-local-part"
  })
  void decision_namesWhatDecided(String mailbox, String reason) {
    assertEquals(reason, policy.decide(Mailbox.parse(mailbox)).reason());
  }

  @Test
  void aTrustedNetwork_isNamedAsItIsConfigured() {
    assertEquals(
        Optional.of("relay-network 10.1.0.0/15"),
        policy.anywhere(InetAddress.ofLiteral("10.1.2.3")).map(RelayDecision::reason));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.255.255, false",
    "10.1.0.0, false",
    "10.0.0.1, false",
    "192.0.2.7, true",
    "192.0.2.8, false",
    "2001:db8:8000::1, true",
    "2001:db8:ffff::1, true",
    "2001:db8:7fff::1, false",
    "::ffff:192.0.2.7, true"
  })
  void networks_containTheirAddressesAlone(String address, boolean contained) {
    RelayPolicy narrow =
        RelayPolicy.of(
            TestGateway.settings(TestLimits.USUAL, List.of("192.0.2.7/32", "2001:db8:8000::/33")));
    assertEquals(contained, narrow.anywhere(InetAddress.ofLiteral(address)).isPresent());
  }

  @Test
  void networks_mayEndWithinAnOctet() {
    assertTrue(policy.anywhere(InetAddress.ofLiteral("10.0.255.255")).isPresent());
    assertTrue(policy.anywhere(InetAddress.ofLiteral("10.1.255.255")).isPresent());
    assertFalse(policy.anywhere(InetAddress.ofLiteral("10.2.0.0")).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host.example/8", ""})
  void networks_thatAreNone_areRefused(String network) {
    assertThrows(IllegalArgumentException.class, () -> Network.parse(network));
  }
}
