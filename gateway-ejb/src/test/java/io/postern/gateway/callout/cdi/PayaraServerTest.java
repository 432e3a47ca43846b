package io.postern.gateway.callout.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Outside of a server; what it does inside of one is proven against the product. */
class PayaraServerTest {

  @Test
  void outsideOfPayaraEverythingIsRefusedPlainly() {
    PayaraServer server = new PayaraServer();
    String message =
        "this server is not a Payara that is known here: java.lang.ClassNotFoundException:"
            + " org.glassfish.embeddable.";

    assertEquals(
        message + "Deployer",
        assertThrows(IllegalStateException.class, server::applications).getMessage());
    assertEquals(
        message + "CommandRunner",
        assertThrows(
                IllegalStateException.class,
                () -> server.deploy("a--r1", Path.of("a.war"), "/extensions/a--r1"))
            .getMessage());
    assertEquals(
        message + "CommandRunner",
        assertThrows(IllegalStateException.class, () -> server.undeploy("a--r1")).getMessage());
  }
}
