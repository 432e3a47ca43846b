package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1:41234",
    "2001:db8:0:0:0:0:0:1, [2001:db8::1]:41234",
    // One zero group is not shortened (RFC 5952 section 4.2.2).
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:41234",
    "::ffff:192.0.2.1, 192.0.2.1:41234",
  })
  void peerIsRecordedInOneForm(String address, String text) {
    assertEquals(text, Client.text(new InetSocketAddress(InetAddress.ofLiteral(address), 41234)));
  }
}
