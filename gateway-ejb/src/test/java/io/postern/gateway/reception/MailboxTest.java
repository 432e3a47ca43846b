package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.mail.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a mailbox may be: counted in octets, as the next hop counts. */
class MailboxTest {

  private static final String DOMAIN = "example.com";

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 75, 200, 242})
  void localPart_mayFillThePath(int length) {
    String local = "a".repeat(length);
    assertEquals(local + "@" + DOMAIN, new Mailbox(local, DOMAIN).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 243, 1_000})
  void localPart_thatIsEmptyOrDoesNotFit_isNone(int length) {
    String local = "a".repeat(length);
    assertThrows(IllegalArgumentException.class, () -> new Mailbox(local, DOMAIN));
  }

  @Test
  void octetsCount_notCharacters() {
    String fits = "\u00e4".repeat(121); // 242 octets
    assertEquals(fits, new Mailbox(fits, DOMAIN).localPart());
    assertThrows(IllegalArgumentException.class, () -> new Mailbox(fits + "a", DOMAIN));
    String emoji = "\ud83d\ude00".repeat(61); // 244 octets, 122 characters
    assertThrows(IllegalArgumentException.class, () -> new Mailbox(emoji, DOMAIN));
    assertThrows(IllegalArgumentException.class, () -> new Mailbox("\u20ac".repeat(81), DOMAIN));
  }

  @Test
  void domain_mayFillThePathToo() {
    String domain = "b".repeat(252);
    assertEquals(domain, new Mailbox("a", domain).domain());
    assertThrows(IllegalArgumentException.class, () -> new Mailbox("a", domain + "b"));
  }
}
