package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and next hops that others wrote: smtp-source, swaks, GreenMail. */
final class StockClientsTest {

  private static final int MESSAGES = Integer.getInteger("postern.messages", 1000);

  @TempDir Path folder;

  @Test
  void whatSmtpSourceSendsIsCountedAtTheSink() throws Exception {
    assumeTrue(present("smtp-source"), "smtp-source (Debian's postfix) is not installed");
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      run(
          "smtp-source",
          "-s",
          "20",
          "-m",
          String.valueOf(MESSAGES),
          "-l",
          "10240",
          "-f",
          "a@client.test",
          "-t",
          "b@sink.test",
          "127.0.0.1:" + server.smtpPort);
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertEquals(MESSAGES, sink.contents().size()));
    }
  }

  @Test
  void whatSwaksSendsReachesGreenMail() throws Exception {
    assumeTrue(present("swaks"), "swaks is not installed");
    // Without backslash and percent sign, which swaks replaces in what it sends.
    String content =
        "Subject: from swaks\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + ".a dot in front\r\n\u00e9 in eight bits\r\n..\r\nend\r\n";
    GreenMail mail = greenMail();
    try (PosternProcess server = relayTo(mail)) {
      Path file = folder.resolve("message.eml");
      Files.writeString(file, content, StandardCharsets.ISO_8859_1);
      run(
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
      await().until(() -> mail.getReceivedMessages().length == 1);
      assertEquals(body(content), body(mail.getReceivedMessages()[0]));
    } finally {
      mail.stop();
    }
  }

  @Test
  void mixedMessagesReachGreenMailWithTheirBodiesUnchanged() throws Exception {
    GreenMail mail = greenMail();
    SplittableRandom random = new SplittableRandom(8);
    Set<String> sent = new TreeSet<>();
    try (PosternProcess server = relayTo(mail);
        SmtpClient client = new SmtpClient(server.smtp())) {
      for (int i = 0; i < 50; i++) {
        byte[] content = Contents.numbered("g" + i, 1000 + random.nextInt(60_000), random);
        assertTrue(client.send("a@client.test", "b@green.test", content).startsWith("250"));
        sent.add(
            Digest.of(
                body(new String(content, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1)));
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> mail.getReceivedMessages().length == sent.size());
      Set<String> arrived = new TreeSet<>();
      for (MimeMessage message : mail.getReceivedMessages()) {
        arrived.add(Digest.of(body(message).getBytes(StandardCharsets.ISO_8859_1)));
      }
      assertEquals(sent, arrived);
    } finally {
      mail.stop();
    }
  }

  private static GreenMail greenMail() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    return mail;
  }

  private PosternProcess relayTo(GreenMail mail) {
    return PosternProcess.start(
        folder.resolve("data"), Configurations.relayTo(mail.getSmtp().getPort()));
  }

  /** Without line ends at its end, of which GreenMail keeps none. */
  private static String body(String content) {
    return content.substring(content.indexOf("\r\n\r\n") + 4).stripTrailing();
  }

  private static String body(MimeMessage message) throws IOException, MessagingException {
    return new String(message.getRawInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
        .stripTrailing();
  }

  @Test
  void mixedMessagesArriveOnceAndUnchanged() {
    Ledger ledger = new Ledger();
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      Load load = new Load(server.smtp(), ledger, 20, 50, MESSAGES, 5_000_000, 42);
      load.awaitEnd();
      assertEquals(MESSAGES, ledger.size());
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));
      assertEquals(List.of(), ledger.changed(sink));
      assertEquals(0, Ledger.duplicates(sink));
    }
  }

  static boolean present(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", program));
  }

  private static void run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
