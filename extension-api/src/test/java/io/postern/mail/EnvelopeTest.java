package io.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {

  private static final Mailbox BOB = Mailbox.parse("bob@example.com");
  private static final Mailbox EVE = Mailbox.parse("eve@example.com");

  @Test
  void recipient_readsWhatItKnows() {
    Recipient bob =
        Recipient.of(BOB)
            .with("notify", "success,Failure")
            .with("ORCPT", "rfc822;Bob+2BSmith@example.com");

    assertEquals(Set.of(Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE), bob.notifications());
    assertEquals(
        Optional.of(new Recipient.Original("rfc822", "Bob+Smith@example.com")), bob.original());
    assertEquals(
        "rfc822;Bob+2BSmith@example.com", bob.original().map(Object::toString).orElseThrow());
    assertEquals(Set.of(), Recipient.of(BOB).notifications());
    assertEquals(Optional.empty(), Recipient.of(BOB).original());
  }

  @Test
  void recipient_elsewhereKeepsItsParameters() {
    Recipient bob = Recipient.of(BOB).with("NOTIFY", "NEVER");

    assertEquals(new Recipient(EVE, Map.of("NOTIFY", "NEVER")), bob.at(EVE));
    assertEquals(Recipient.of(EVE), bob.at(EVE).without("notify"));
  }

  @ParameterizedTest
  @CsvSource({
    "NOTIFY, SOMETIMES", "NOTIFY, 'NEVER,DELAY'", "NOTIFY, 'DELAY,'", "ORCPT, rfc822",
    "ORCPT, rfc822;", "ORCPT, ;bob@example.com", "ORCPT, rfc822;a+zz", "X, a b"
  })
  void recipient_withAWrongParameter_isRefused(String keyword, String value) {
    assertThrows(IllegalArgumentException.class, () -> new Recipient(BOB, Map.of(keyword, value)));
  }

  @Test
  void envelope_isACopyAndGivesCopies() {
    List<Recipient> given = new ArrayList<>(List.of(Recipient.of(BOB), Recipient.of(EVE)));
    Envelope envelope = new Envelope(ReversePath.none(), MailParameters.none(), given);
    given.clear();

    assertEquals(List.of(BOB, EVE), envelope.mailboxes());
    assertEquals(List.of(EVE), envelope.toSome(List.of(1)).mailboxes());
    assertEquals(
        "ann@example.org",
        envelope.from(ReversePath.parse("ann@example.org")).reversePath().toString());
    assertEquals(Envelope.of(ReversePath.none(), List.of(EVE)), envelope.toSome(List.of(1)));
  }
}
