package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {

  private static Reception reception(Settings.Listener... listeners) {
    Settings like = TestGateway.settings(TestLimits.USUAL, List.of());
    Settings settings =
        new Settings(
            like.hostName(),
            List.of(listeners),
            like.relayDomains(),
            like.relayNetworks(),
            like.routes(),
            like.recipientsWithoutRoute(),
            like.postmaster(),
            like.data(),
            like.admin(),
            like.limits(),
            like.retry(),
            like.extensions(),
            like.exports(),
            like.privacy());
    return new Reception(
        new SettingsInForce(settings),
        new EsmtpExtensions(EsmtpExtensions.SHIPPED),
        new ScriptedCallouts(),
        new Probes(),
        recipient -> true,
        new MemoryStore(),
        Sinks.of((id, recipients) -> {}),
        new RecordedEvents(),
        Clock.systemUTC());
  }

  @Test
  void everyListener_isBoundAndServed() {
    Reception reception =
        reception(
            new Settings.Listener("one", "127.0.0.1", 0),
            new Settings.Listener("two", "127.0.0.1", 0));
    reception.open();
    try {
      assertEquals(2, reception.addresses().size());
      for (var address : reception.addresses()) {
        try (SmtpTestClient client = new SmtpTestClient(address)) {
          assertEquals("220 mx.example.com ESMTP Postern", client.reply());
        }
      }
    } finally {
      reception.close(Duration.ofSeconds(5));
    }
  }

  @Test
  void takenPort_isNamedInOneLine_andNothingStaysBound() throws Exception {
    int free = Ports.free();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Reception reception =
          reception(
              new Settings.Listener("free", "127.0.0.1", free),
              new Settings.Listener("inbound", "127.0.0.1", taken.getLocalPort()));

      String message =
          String.valueOf(assertThrows(ListenerUnavailable.class, reception::open).getMessage());

      assertTrue(
          message.startsWith(
              "reception: cannot bind listener inbound to 127.0.0.1 port "
                  + taken.getLocalPort()
                  + " ("),
          message);
      assertEquals(1, message.lines().count());
      new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void networkThatIsNone_isRefusedAtConstruction() {
    Settings settings = TestGateway.settings(TestLimits.USUAL, List.of("10.0.0.0/99"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Reception(
                new SettingsInForce(settings),
                new EsmtpExtensions(EsmtpExtensions.SHIPPED),
                new ScriptedCallouts(),
                new Probes(),
                recipient -> true,
                new MemoryStore(),
                Sinks.of((id, recipients) -> {}),
                new RecordedEvents(),
                Clock.systemUTC()));
  }
}
