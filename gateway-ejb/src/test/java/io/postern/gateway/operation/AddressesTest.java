package io.postern.gateway.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1:25",
    "::, [::]:25",
    "2001:db8:0:0:0:0:0:1, [2001:db8::1]:25",
    "2001:0DB8::A:0:0:1, [2001:db8::a:0:0:1]:25",
  })
  void socketIsShownAsPeopleWriteIt(String address, String shown) {
    assertEquals(shown, Addresses.shown(new InetSocketAddress(InetAddress.ofLiteral(address), 25)));
  }

  @ParameterizedTest
  @CsvSource({"localhost, localhost:443", "::1, [::1]:443", "[::1], [::1]:443"})
  void configuredAddressMayBeAName(String address, String shown) {
    assertEquals(shown, Addresses.shown(address, 443));
  }
}
