package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.validation.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipients that no route leads to, the postmaster above all. */
class UnroutedRecipientTest {

  private static final String REFUSED = "550 5.4.4 No route to the recipient's domain";

  private static final String SETTINGS =
      """
      hostName: gw.example
      listeners: [{name: inbound, port: 0}]
      relayDomains: [in.example, lost.example]
      relayNetworks: []
      routes:
        - {domain: in.example, host: 192.0.2.25}
        - {domain: .in.example, host: 192.0.2.25}
        - {domain: kept.example, hold: true}
      """;

  private static SmtpTestClient client(TestGateway gateway) {
    SmtpTestClient client = gateway.connect().greet();
    client.ask("MAIL FROM:<forged@example.net>");
    return client;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Postmaster>",
        "<postmaster@gw.example>",
        "<POSTMASTER@GW.EXAMPLE>",
        "<a@lost.example>"
      })
  void stranger_isRefusedARecipientWithoutRoute(String recipient) {
    try (TestGateway gateway = TestGateway.configured(SETTINGS);
        SmtpTestClient client = client(gateway)) {
      assertEquals(REFUSED, client.ask("RCPT TO:" + recipient));
      assertEquals("554 5.5.1 No valid recipients", client.ask("DATA"));
      assertEquals(REFUSED, gateway.events.rejected.getFirst().reply().toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a@in.example, 250",
    "a@kept.example, 250",
    "a@x.in.example, 250",
    "a@foreign.example, 550",
    "a@[192.0.2.1], 550",
    "a@kept.example.foreign.example, 550"
  })
  void ownClient_isRefusedThemToo(String recipient, String code) {
    try (TestGateway gateway = TestGateway.configured(SETTINGS.replace("relayNetworks: []", ""));
        SmtpTestClient client = client(gateway)) {
      assertEquals(code, client.ask("RCPT TO:<" + recipient + ">").substring(0, 3));
    }
  }

  @Test
  void otherRecipients_areKept() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS);
        SmtpTestClient client = client(gateway)) {
      client.ask("RCPT TO:<a@in.example>");
      assertEquals(REFUSED, client.ask("RCPT TO:<postmaster>"));
      client.ask("DATA");
      client.ask("\r\n.");
      assertEquals(List.of("a@in.example"), gateway.onlyMessage().recipients());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<Postmaster>", "<postmaster@gw.example>", "<POSTMASTER@Gw.Example>"})
  void postmaster_isTheMailboxOfTheSettings(String recipient) {
    try (TestGateway gateway = TestGateway.configured(SETTINGS + "postmaster: Admin@in.example\n");
        SmtpTestClient client = client(gateway)) {
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:" + recipient));
      client.ask("DATA");
      client.ask("\r\n.");
      assertEquals(List.of("Admin@in.example"), gateway.onlyMessage().recipients());
    }
  }

  @Test
  void postmasterOfAnotherDomain_isNotOurs() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS + "postmaster: admin@in.example\n");
        SmtpTestClient client = client(gateway)) {
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<postmaster@in.example>"));
      client.ask("DATA");
      client.ask("\r\n.");
      assertEquals(List.of("postmaster@in.example"), gateway.onlyMessage().recipients());
    }
  }

  @Test
  void postmasterOfTheSettings_withoutRoute_isRefused() {
    try (TestGateway gateway =
            TestGateway.configured(SETTINGS + "postmaster: admin@foreign.example\n");
        SmtpTestClient client = client(gateway)) {
      assertEquals(REFUSED, client.ask("RCPT TO:<postmaster>"));
    }
  }

  @Test
  void theSettings_mayAcceptThem() {
    try (TestGateway gateway =
            TestGateway.configured(SETTINGS + "recipientsWithoutRoute: accept\n");
        SmtpTestClient client = client(gateway)) {
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<a@lost.example>"));
    }
  }

  @Test
  void extension_mayGiveThemAnAddressThatHasOne() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      gateway.callouts.recipient = given -> List.of(Recipient.of(Mailbox.parse("b@in.example")));
      try (SmtpTestClient client = client(gateway)) {
        assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<a@lost.example>"));
      }
    }
  }

  @Test
  void addressOfAnExtension_withoutRoute_isRefused() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      gateway.callouts.recipient =
          given -> List.of(given.getFirst(), Recipient.of(Mailbox.parse("b@foreign.example")));
      try (SmtpTestClient client = client(gateway)) {
        assertEquals(REFUSED, client.ask("RCPT TO:<a@in.example>"));
      }
    }
  }

  @Test
  void recipientThatAnExtensionDiscards_needsNone() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS)) {
      gateway.callouts.recipients =
          Map.of("a", ScriptedCallouts.ruling(new Verdict.Discard("trap")));
      try (SmtpTestClient client = client(gateway)) {
        assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<a@lost.example>"));
      }
    }
  }

  @Test
  void strangerWhoTriesMany_isEnded() {
    try (TestGateway gateway = TestGateway.configured(SETTINGS);
        SmtpTestClient client = client(gateway)) {
      client.send("RCPT TO:<postmaster>\r\n".repeat(21));
      List<String> replies = client.rest();
      assertEquals("421 4.7.0 Too many errors, good bye", replies.getLast());
      assertTrue(replies.size() <= 22, replies.size() + " replies");
    }
  }
}
