package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product's EAR, octet for octet, on the full Payara Server, without the launcher: it opens by
 * itself, uses what that server brings, and leaves in order. One test, as such a server takes long
 * to start.
 */
final class FullServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final InetSocketAddress smtp =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());

  @Test
  void theArchiveOfTheProductWorksOnTheFullServer() throws Exception {
    Path home =
        FullServer.home()
            .orElseGet(
                () ->
                    abort(
                        "no Payara Server at payara.home; the EAR was not tried on the full one"));
    try (Sink sink = new Sink();
        FullServer server =
            FullServer.start(home, folder, Configurations.relayTo(sink.port()), smtp.getPort())) {
      sink.keepContents();
      server.deploy("postern", "/", PosternProcess.home().resolve("lib/postern.ear"));
      awaitGreeting(server);

      aDeferredMessageIsTriedAgainAndArrivesUnchanged(sink);
      anExtensionDeployedBesideItIsAsked(server, sink);

      server.undeploy("postern");
      assertInstanceOf(
          ConnectException.class,
          assertThrows(UncheckedIOException.class, () -> new SmtpTestClient(smtp)).getCause());
    }
  }

  private void aDeferredMessageIsTriedAgainAndArrivesUnchanged(Sink sink) throws IOException {
    AtomicInteger tries = new AtomicInteger();
    sink.answerRecipients(
        line -> tries.incrementAndGet() < 2 ? Optional.of("451 4.3.2 later") : Optional.empty());
    byte[] content = Contents.numbered("1", 5000, new SplittableRandom(1));
    assertAccepted(content);
    await().atMost(SOON).until(() -> sink.taken().containsKey("1"));
    assertEquals(List.of(Digest.of(content)), sink.taken("1"));
    assertEquals(2, tries.get());
  }

  private void anExtensionDeployedBesideItIsAsked(FullServer server, Sink sink) throws IOException {
    server.deploy(
        "stamp", "/stamp", TwoStampArchive.write(folder.resolve("stamp.war"), "full-server"));
    assertAccepted(Contents.numbered("2", 5000, new SplittableRandom(2)));
    await().atMost(SOON).until(() -> sink.taken().containsKey("2"));
    String arrived = new String(sink.contents().getLast(), StandardCharsets.ISO_8859_1);
    assertTrue(arrived.contains("X-Stamp-Mail: full-server\r\n"), arrived);
    assertTrue(arrived.contains("X-Stamp-Spool: full-server\r\n"), arrived);
  }

  private void assertAccepted(byte[] content) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(smtp)) {
      String reply = client.send("sender@client.test", "someone@sink.test", content);
      assertTrue(reply.startsWith("250 2.0.0 "), reply);
    }
  }

  private void awaitGreeting(FullServer server) {
    try {
      await().atMost(SOON).ignoreExceptions().until(this::greets);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no greeting; the server's log:\n" + server.log(), e);
    }
  }

  private boolean greets() throws IOException {
    SmtpTestClient.greeted(smtp).close();
    return true;
  }
}
