package io.postern.extensions.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Mailbox;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecipientBlocklistTest {

  private static final Set<String> BLOCKED = Set.of("sales@example.com", "@old.example");

  @Test
  void anAddressInTheListIsBlockedWhateverItsCase() {
    assertTrue(isBlocked("Sales@Example.COM"));
  }

  @Test
  void aDomainInTheListBlocksAllItsMailboxesButNoSubdomain() {
    assertTrue(isBlocked("anyone@OLD.example"));
    assertFalse(isBlocked("anyone@new.old.example"));
  }

  @Test
  void otherMailboxesOfABlockedAddressDomainPass() {
    assertFalse(isBlocked("support@example.com"));
  }

  @Test
  void theDomainlessPostmasterPasses() {
    assertFalse(RecipientBlocklist.isBlocked(new Mailbox("postmaster", ""), BLOCKED));
  }

  @Test
  void theListIsReadWithoutCommentsEmptyLinesAndCase() {
    String list = "# comment\r\n\r\n A@Example.com \n@b.example # why\n#c@d.example\nx#y@e.example";
    assertEquals(
        Set.of("a@example.com", "@b.example", "x#y@e.example"),
        RecipientBlocklist.read(new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void theListInTheArchiveCanBeRead() {
    assertTrue(
        RecipientBlocklist.isBlocked(
            Mailbox.parse("blocked@example.com"),
            RecipientBlocklist.read(
                RecipientBlocklist.class.getResourceAsStream("/blocked-recipients.txt"))));
  }

  private static boolean isBlocked(String recipient) {
    return RecipientBlocklist.isBlocked(Mailbox.parse(recipient), BLOCKED);
  }
}
