package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionSlotsTest {

  private static final Settings.Limits TWO_EACH = TestLimits.sessions(TestLimits.USUAL, 5, 2);

  private final SessionSlots slots = new SessionSlots();

  private Optional<Reply> take(String address) {
    return slots.take(InetAddress.ofLiteral(address), TWO_EACH);
  }

  @Test
  void aClient_getsItsSlotsBack() {
    take("192.0.2.1");
    take("192.0.2.1");
    assertEquals(Optional.of(Replies.TOO_MANY_FROM_CLIENT), take("192.0.2.1"));
    assertEquals(Optional.of(Replies.TOO_MANY_FROM_CLIENT), take("192.0.2.1"));
    slots.giveBack(InetAddress.ofLiteral("192.0.2.1"));
    assertEquals(Optional.empty(), take("192.0.2.1"));
    assertEquals(2, slots.taken());
  }

  @Test
  void ipv6Addresses_ofOneNetwork_areOneClient() {
    take("2001:db8:0:1::1");
    take("2001:db8:0:1::2");
    assertEquals(Optional.of(Replies.TOO_MANY_FROM_CLIENT), take("2001:db8:0:1:ffff::3"));
    assertEquals(Optional.empty(), take("2001:db8:0:2::1"));
  }

  @Test
  void allClientsTogether_areLimited() {
    for (int i = 1; i <= 5; i++) {
      assertEquals(Optional.empty(), take("192.0.2." + i));
    }
    assertEquals(Optional.of(Replies.TOO_MANY_SESSIONS), take("192.0.2.6"));
    assertEquals(5, slots.taken());
  }
}
