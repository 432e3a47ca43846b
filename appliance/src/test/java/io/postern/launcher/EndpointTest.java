package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class EndpointTest {

  @Test
  void aPortInUseIsToldWithAddressAndPurpose() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", taken.getLocalPort());

      NotStarted refused =
          assertThrows(NotStarted.class, () -> endpoint.checkFree("the administration"));

      assertTrue(
          refused
              .line()
              .startsWith(
                  "cannot listen on 127.0.0.1:"
                      + taken.getLocalPort()
                      + " for the administration ("),
          refused.line());
      assertEquals(ExitCode.FAILURE, refused.exitCode());
    }
  }

  @Test
  void portZeroIsSettled() {
    assertNotEquals(0, new Endpoint("127.0.0.1", 0).checkFree("SMTP").port());
  }

  @Test
  void anIpv6AddressIsShownInBrackets() {
    assertEquals("[::1]:25", new Endpoint("::1", 25).toString());
  }

  @Test
  void anAddressOfNoInterfaceIsRefused() {
    // RFC 5737: for documentation, so no interface here has it.
    assertThrows(NotStarted.class, () -> new Endpoint("192.0.2.77", 0).checkFree("SMTP"));
  }
}
