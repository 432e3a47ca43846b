package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
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
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    try (PosternProcess server =
        PosternProcess.start(
            folder.resolve("data"), Configurations.relayTo(mail.getSmtp().getPort()))) {
      Path file = folder.resolve("message.eml");
      byte[] content = Contents.numbered("s1", 30_000, new SplittableRandom(7));
      Files.write(file, content);
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
      MimeMessage arrived = mail.getReceivedMessages()[0];
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      arrived.writeTo(bytes);
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      String sent = new String(content, StandardCharsets.ISO_8859_1);
      String body = sent.substring(sent.indexOf("\r\n\r\n") + 4).stripTrailing();
      assertEquals(body, text.substring(text.indexOf("\r\n\r\n") + 4).stripTrailing());
    } finally {
      mail.stop();
    }
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
