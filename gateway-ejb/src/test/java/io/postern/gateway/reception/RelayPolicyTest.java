package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
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
    assertEquals(Optional.empty(), policy.refusal(Mailbox.parse(mailbox), false));
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
    assertEquals(
        Optional.of(Replies.RELAYING_DENIED), policy.refusal(Mailbox.parse(mailbox), false));
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
    assertEquals(Optional.of(Replies.ROUTED_DENIED), policy.refusal(Mailbox.parse(mailbox), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@foreign.example", "a%b@example.com", "a@[192.0.2.1]"})
  void whoMayRelay_maySendAnywhere(String mailbox) {
    assertEquals(Optional.<Reply>empty(), policy.refusal(Mailbox.parse(mailbox), true));
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
    assertEquals(contained, narrow.mayRelay(InetAddress.ofLiteral(address)));
  }

  @Test
  void networks_mayEndWithinAnOctet() {
    assertTrue(policy.mayRelay(InetAddress.ofLiteral("10.0.255.255")));
    assertTrue(policy.mayRelay(InetAddress.ofLiteral("10.1.255.255")));
    assertFalse(policy.mayRelay(InetAddress.ofLiteral("10.2.0.0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host.example/8", ""})
  void networks_thatAreNone_areRefused(String network) {
    assertThrows(IllegalArgumentException.class, () -> Network.parse(network));
  }
}
