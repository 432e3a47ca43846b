package io.postern.gateway.connection;

import static io.postern.gateway.connection.Ends.LONG;
import static io.postern.gateway.connection.Ends.SOON;
import static io.postern.gateway.connection.Ends.hold;
import static io.postern.gateway.connection.Ends.octets;
import static io.postern.gateway.connection.Ends.receive;
import static io.postern.gateway.connection.Ends.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS over a connection that spoke in clear. Implementations that kept what they had received
 * before the handshake took an attacker's commands, or replies, for the protected peer's
 * (CVE-2011-0411 and those that followed).
 */
@Timeout(60)
class UpgradeTest {

  private static SelfSigned certificate;

  private final Ends ends = Ends.connected();

  @BeforeAll
  static void make(@TempDir Path folder) throws Exception {
    certificate = SelfSigned.in(folder);
  }

  @AfterEach
  void close() {
    ends.close();
  }

  private static <T> FutureTask<T> begun(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Both ends under TLS, ours as the server. */
  private void secured(String protocol) throws Exception {
    FutureTask<SSLSession> peer =
        begun(() -> ends.peer.upgrade(certificate.client(protocol), IoDeadline.in(LONG)));
    ends.ours.upgrade(certificate.server(), IoDeadline.in(LONG));
    peer.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void commandsReceivedBeforeTheHandshake_areDropped(String protocol) throws Exception {
    String clear = "STARTTLS\r\nMAIL FROM:<injected@example.net>\r\n";
    send(ends.peer, clear);
    hold(ends.ours, clear.length());
    CrlfLineReader lines = new CrlfLineReader(ends.ours);
    assertEquals(CrlfLineReader.Found.LINE, lines.next(100));

    FutureTask<String> client =
        begun(
            () -> {
              assertEquals("220 go\r\n", receive(ends.peer, 8));
              SSLSession session =
                  ends.peer.upgrade(certificate.client(protocol), IoDeadline.in(LONG));
              send(ends.peer, "EHLO x\r\n");
              return session.getProtocol();
            });
    ends.ours.gather(octets("220 go\r\n"));
    SSLSession session = ends.ours.upgrade(certificate.server(), IoDeadline.in(LONG));

    assertEquals("EHLO x\r\n", receive(ends.ours, 8));
    assertEquals(protocol, session.getProtocol());
    assertEquals(protocol, client.get());
  }

  @Test
  void repliesReceivedBeforeTheHandshake_areDropped() throws Exception {
    String clear = "220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n";
    send(ends.peer, clear);
    hold(ends.ours, clear.length());
    assertEquals("220 go\r\n", receive(ends.ours, 8));

    FutureTask<SSLSession> server =
        begun(
            () -> {
              SSLSession session = ends.peer.upgrade(certificate.server(), IoDeadline.in(LONG));
              send(ends.peer, "250 true\r\n");
              return session;
            });
    SSLSession session = ends.ours.upgrade(certificate.client("TLSv1.3"), IoDeadline.in(LONG));

    assertEquals("250 true\r\n", receive(ends.ours, 10));
    assertEquals(1, session.getPeerCertificates().length);
    server.get();
  }

  /** They have not been received when the handshake begins, so they are taken for a part of it. */
  @Test
  void commandsThatFollowTheUpgradeInClear_failTheHandshake() throws IOException {
    send(ends.peer, "MAIL FROM:<injected@example.net>\r\n");
    assertThrows(
        SSLException.class, () -> ends.ours.upgrade(certificate.server(), IoDeadline.in(LONG)));
  }

  @Test
  void aPeerThatIsNotTrusted_failsTheHandshake(@TempDir Path folder) throws Exception {
    SelfSigned other = SelfSigned.in(folder);
    FutureTask<SSLSession> peer =
        begun(() -> ends.peer.upgrade(other.server(), IoDeadline.in(LONG)));
    assertThrows(
        SSLException.class,
        () -> ends.ours.upgrade(certificate.client("TLSv1.3"), IoDeadline.in(LONG)));
    ends.ours.close();
    assertInstanceOf(
        IOException.class, assertThrows(ExecutionException.class, peer::get).getCause());
  }

  @Test
  void aHandshakeThatStalls_endsWithItsDeadline() {
    assertThrows(
        SocketTimeoutException.class,
        () -> ends.ours.upgrade(certificate.server(), IoDeadline.in(SOON)));
    assertTrue(ends.ours.isLate());
  }

  @Test
  void aSilentPeer_endsTheRead_andCanStillBeAnswered() throws Exception {
    secured("TLSv1.3");
    assertThrows(SocketTimeoutException.class, () -> ends.ours.fill(IoDeadline.in(SOON)));
    send(ends.ours, "421");
    assertEquals("421", receive(ends.peer, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theReader_isWokenByTheEndOfTheInput(String protocol) throws Exception {
    secured(protocol);
    FutureTask<Boolean> reader = begun(() -> ends.ours.fill(IoDeadline.in(LONG)));
    ends.ours.endInput();
    assertFalse(reader.get());
    assertFalse(ends.ours.isLate());
  }

  @Test
  void aPeerThatTakesNothing_endsTheWrite() throws Exception {
    secured("TLSv1.3");
    ends.ours.allowWrites(SOON.toNanos());
    byte[] block = new byte[1 << 16];
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            ends.ours.write(block, 0, block.length);
          }
        });
    assertTrue(ends.ours.isLate());
  }

  @Test
  void whatWasSentLast_reachesThePeer() throws Exception {
    secured("TLSv1.3");
    FutureTask<String> peer =
        begun(
            () -> {
              String last = receive(ends.peer, 3);
              ends.peer.close();
              return last;
            });
    ends.ours.gather(octets("221"));
    ends.ours.drain(IoDeadline.in(LONG));
    assertEquals("221", peer.get());
  }
}
