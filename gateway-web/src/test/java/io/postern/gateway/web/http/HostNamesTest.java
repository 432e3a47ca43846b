package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HostNamesTest {

  private final HostNames names = HostNames.of(List.of("Gateway.Example", "vm"));

  @Test
  void ownNamesAndAddresses_areIncluded_withAnyPort() {
    for (String host :
        List.of(
            "gateway.example",
            "GATEWAY.example:8443",
            "gateway.example.",
            "gateway.example.:443",
            "vm:1",
            "localhost",
            "localhost:8443",
            "127.0.0.1",
            "192.0.2.7:9443",
            "[::1]",
            "[2001:db8::7]:8443",
            "vm:")) {
      assertEquals(true, names.include(host), host);
    }
  }

  @Test
  void otherNames_areNot() {
    for (String host :
        List.of(
            "evil.example",
            "evil.example:8443",
            "gateway.example.evil.example",
            "localhost.evil.example",
            "evil.example.localhost",
            "user@localhost",
            "localhost:99999",
            "localhost:80a",
            "localhost:-1",
            "local host",
            "%6cocalhost",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "256.1.1.1",
            "::1",
            "[::1",
            "[localhost]",
            "[]",
            ".",
            "")) {
      assertEquals(false, names.include(host), host);
    }
  }
}
