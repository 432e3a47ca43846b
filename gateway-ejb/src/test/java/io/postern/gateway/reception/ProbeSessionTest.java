package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.callout.Ruling;
import io.postern.gateway.probe.Probe;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import io.postern.validation.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The probe of a self-test passes whatever the site and its extensions say, and nobody else does.
 */
final class ProbeSessionTest {

  private static final Mailbox PROBE = Mailbox.parse("probe-1@selftest.postern.invalid");
  private static final Ruling NO =
      ScriptedCallouts.ruling(Verdict.reject(Reply.of(550, "5.7.1", "no")));
  private final TestGateway gateway = TestGateway.opened();

  @AfterEach
  void close() {
    gateway.close();
  }

  /** Expects a self-test from that port. */
  private void expect(int port) {
    gateway.probes.begin(new Probe(Set.of(from(port)), PROBE, from(1)));
  }

  private SmtpTestClient expected() {
    int port = Ports.free();
    expect(port);
    return new SmtpTestClient(gateway.reception.addresses().getFirst(), from(port));
  }

  @Test
  void extensionsOnlyWatch() {
    gateway.callouts.connected = NO;
    gateway.callouts.greeted = NO;
    gateway.callouts.sender = NO;
    gateway.callouts.recipient = given -> List.of(Recipient.of(Mailbox.parse("other@example.com")));
    gateway.callouts.recipientsComplete = NO;
    gateway.callouts.received = ScriptedCallouts.ruling(Verdict.discard("no"));
    gateway.callouts.onBeforeSpool =
        mail -> {
          MailObject changed =
              new MailObject(
                  mail.envelope().to(List.of(Recipient.of(Mailbox.parse("third@example.com")))),
                  mail.content()
                      .withHead(
                          "X: y\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
          mail.content().close();
          return changed;
        };
    try (SmtpTestClient client = expected()) {
      assertTrue(client.reply().startsWith("220 "));
      client.ask("EHLO self.test");
      assertTrue(client.ask("MAIL FROM:<>").startsWith("250"));
      assertTrue(client.ask("RCPT TO:<" + PROBE + ">").startsWith("250"));
      assertTrue(client.ask("DATA").startsWith("354"));
      assertTrue(client.ask("Subject: x\r\n\r\nbody\r\n.").startsWith("250"));
      client.ask("QUIT");
    }
    MemoryStore.Kept kept = gateway.onlyMessage();
    assertEquals(List.of(PROBE.toString()), kept.recipients());
    assertTrue(kept.content().endsWith("Subject: x\r\n\r\nbody\r\n"), kept.content());
    assertTrue(gateway.callouts.openedWatching.get() > 1);
    assertEquals(0, gateway.callouts.opened.get());
    await().until(gateway::isQuiet);
  }

  @Test
  void theProbesSession_mayRelayNothingElse() {
    try (SmtpTestClient client = expected()) {
      client.reply();
      client.ask("EHLO self.test");
      client.ask("MAIL FROM:<>");
      assertTrue(client.ask("RCPT TO:<a@elsewhere.example>").startsWith("550"));
      assertTrue(client.ask("RCPT TO:<probe-2@selftest.postern.invalid>").startsWith("550"));
    }
  }

  @Test
  void anotherClient_cannotSendToTheProbe_evenIfItMayRelay() {
    try (TestGateway relaying = TestGateway.relaying();
        SmtpTestClient client = relaying.connect()) {
      relaying.probes.begin(new Probe(Set.of(), PROBE, from(1)));
      client.reply();
      client.ask("EHLO self.test");
      client.ask("MAIL FROM:<>");
      assertTrue(client.ask("RCPT TO:<" + PROBE + ">").startsWith("550"));
      assertTrue(client.ask("RCPT TO:<a@elsewhere.example>").startsWith("250"));
    }
  }

  @Test
  void whenTheTestIsOver_itsPortIsLikeAnyOther() {
    gateway.callouts.connected = NO;
    int port = Ports.free();
    expect(port);
    gateway.probes.end();
    try (SmtpTestClient client =
        new SmtpTestClient(gateway.reception.addresses().getFirst(), from(port))) {
      assertTrue(client.reply().startsWith("550"));
    }
  }

  private static InetSocketAddress from(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
