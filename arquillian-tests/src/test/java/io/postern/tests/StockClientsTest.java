package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.RecordingHop;
import io.postern.fixtures.smtp.Sink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients and next hops that others wrote: smtp-source and swaks, smtp-sink and GreenMail. Messages
 * from 1 KB to 5 MB, multipart and 8-bit among them, arrive octet for octet but for the trace
 * field; none is missing, none comes twice.
 */
final class StockClientsTest {

  private static final int MESSAGES = Integer.getInteger("postern.messages", 1000);

  @TempDir Path folder;

  @Test
  void whatSmtpSourceSendsReachesSmtpSinkUnchanged() throws Exception {
    Programs.need("smtp-source", "Debian's postfix");
    Programs.need("smtp-sink", "Debian's postfix");
    arrivesOnceAndUnchanged(this::bySmtpSource, new SmtpSink(folder));
  }

  @Test
  void whatSmtpSourceSendsReachesGreenMailUnchanged() throws Exception {
    Programs.need("smtp-source", "Debian's postfix");
    arrivesOnceAndUnchanged(this::bySmtpSource, new GreenMailHop());
  }

  @Test
  void mixedMessagesReachSmtpSinkUnchanged() throws Exception {
    Programs.need("smtp-sink", "Debian's postfix");
    arrivesOnceAndUnchanged(this::byOurClient, new SmtpSink(folder));
  }

  @Test
  void mixedMessagesReachGreenMailUnchanged() throws Exception {
    arrivesOnceAndUnchanged(this::byOurClient, new GreenMailHop());
  }

  /** The only next hop here that tells a bare LF from a CRLF before any parser has seen it. */
  @Test
  void mixedMessagesReachOurSinkUnchanged() throws Exception {
    arrivesOnceAndUnchanged(this::byOurClient, new Sink());
  }

  @Test
  void whatSwaksSendsReachesGreenMailUnchanged() throws Exception {
    Programs.need("swaks", "Debian's swaks");
    arrivesOnceAndUnchanged(this::bySwaks, new GreenMailHop());
  }

  /** Sends, and writes into the ledger what was answered 250. */
  private interface Client {
    void send(PosternProcess server, Ledger ledger) throws Exception;
  }

  private void bySmtpSource(PosternProcess server, Ledger ledger) throws Exception {
    SmtpSource.send(server.smtp(), ledger, MESSAGES, 8, folder);
    assertEquals(MESSAGES, ledger.size());
  }

  private void byOurClient(PosternProcess server, Ledger ledger) {
    new Load(server.smtp(), ledger, 20, 50, MESSAGES, 5_000_000, 42).awaitEnd();
    assertEquals(MESSAGES, ledger.size());
  }

  private void bySwaks(PosternProcess server, Ledger ledger) throws Exception {
    // Without backslash and percent sign, which swaks replaces in what it sends.
    String content =
        "Subject: from swaks\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + ".a dot in front\r\n\u00e9 in eight bits\r\n..\r\nend\r\n";
    Path file = folder.resolve("message.eml");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    Programs.run(
        "swaks",
        "--server",
        "127.0.0.1",
        "--port",
        String.valueOf(server.smtpPort),
        "--from",
        "a@client.test",
        "--to",
        "b@green.test",
        "--data",
        "@" + file);
    // It puts an empty line before the end of data.
    byte[] sent = (content + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    ledger.acknowledged("b", Digest.of(sent));
  }

  private void arrivesOnceAndUnchanged(Client client, RecordingHop hop) throws Exception {
    Ledger ledger = new Ledger();
    try (hop;
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(hop.port()))) {
      client.send(server, ledger);
      await()
          .atMost(Duration.ofMinutes(10))
          .untilAsserted(() -> assertEquals(ledger.size(), hop.messages()));
      // In order, so that what may still be under way arrives and counts.
      assertEquals(0, server.stop());
    }
    assertEquals(List.of(), ledger.missing(hop));
    assertEquals(List.of(), ledger.changed(hop));
    assertEquals(List.of(), ledger.invented(hop));
    assertEquals(0, Ledger.duplicates(hop));
  }
}
