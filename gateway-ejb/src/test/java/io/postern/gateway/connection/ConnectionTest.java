package io.postern.gateway.connection;

import static io.postern.gateway.connection.Ends.LONG;
import static io.postern.gateway.connection.Ends.SOON;
import static io.postern.gateway.connection.Ends.octets;
import static io.postern.gateway.connection.Ends.receive;
import static io.postern.gateway.connection.Ends.send;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {

  private Ends ends = Ends.connected();

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void whatIsGathered_goesOutInOrderThoughItExceedsTheBuffer() throws IOException {
    String all = "";
    for (String part : new String[] {"a".repeat(40), "b".repeat(40), "c".repeat(200), "d"}) {
      ends.ours.gather(octets(part));
      all += part;
    }
    ends.ours.flush();
    assertEquals(all, receive(ends.peer, all.length()));
  }

  @Test
  void nothingIsSent_untilItIsFlushed() throws IOException {
    ends.ours.gather(octets("later"));
    ends.ours.write(octets("now"), 0, 3);
    ends.ours.flush();
    assertEquals("nowlater", receive(ends.peer, 8));
  }

  @Test
  void unusedOctets_areKeptWhenTheBufferIsFull() throws IOException {
    send(ends.peer, "x".repeat(200) + "rest" + "y".repeat(100));
    Ends.hold(ends.ours, 256);
    ends.ours.use(200);
    assertEquals("rest" + "y".repeat(100), receive(ends.ours, 104));
  }

  @Test
  void theEndOfThePeersOutput_isTheEnd() throws IOException {
    send(ends.peer, "a");
    ends.peer.close();
    assertEquals('a', ends.ours.read(IoDeadline.in(LONG)));
    assertEquals(-1, ends.ours.read(IoDeadline.in(LONG)));
    assertFalse(ends.ours.isLate());
  }

  @Test
  void octetsThatArrived_areUnreadUntilTheyAreUsedOrDropped() throws IOException {
    assertFalse(ends.ours.hasUnread());
    send(ends.peer, "ab");
    await().until(ends.ours::hasUnread);
    assertEquals('a', ends.ours.read(IoDeadline.in(LONG)));
    assertTrue(ends.ours.hasUnread());
    ends.ours.dropInput();
    assertFalse(ends.ours.hasUnread());
  }

  @Test
  void aSilentPeer_endsTheRead_andCanStillBeAnswered() throws IOException {
    assertThrows(SocketTimeoutException.class, () -> ends.ours.fill(IoDeadline.in(SOON)));
    assertTrue(ends.ours.isLate());
    send(ends.ours, "421");
    assertEquals("421", receive(ends.peer, 3));
  }

  /** An octet now and then does not give the peer more time. */
  @Test
  void aDeadline_isOfAllReadsTogether() throws IOException {
    IoDeadline deadline = IoDeadline.in(SOON);
    Thread dripping =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      send(ends.peer, "x");
                      Thread.sleep(5);
                    }
                  } catch (IOException | InterruptedException e) {
                    // The test is over.
                  }
                });
    assertThrows(
        SocketTimeoutException.class,
        () -> {
          while (ends.ours.fill(deadline)) {
            ends.ours.dropInput();
          }
        });
    dripping.interrupt();
  }

  @Test
  void aPeerThatTakesNothing_endsTheWrite() {
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
    assertTrue(ends.ours.isClosed());
  }

  @Test
  void onlyAPartOfTheTime_isGivenWhenTheWatchSaysSo() {
    ends.close();
    ends = Ends.withDivisor(1_000_000);
    assertThrows(
        SocketTimeoutException.class, () -> ends.ours.fill(IoDeadline.in(Duration.ofMinutes(10))));
  }

  @Test
  void theReader_isWokenByTheEndOfTheInput() throws IOException {
    Thread.ofVirtual().start(ends.ours::endInput);
    assertFalse(ends.ours.fill(IoDeadline.in(LONG)));
    assertFalse(ends.ours.isLate());
    send(ends.ours, "421");
    assertEquals("421", receive(ends.peer, 3));
  }

  @Test
  void theEndOfTheWatch_closesItsConnections() {
    ends.endWatch();
    assertTrue(ends.ours.isClosed());
    assertFalse(ends.peer.isClosed());
  }

  /** A close with input unread would send RST, which takes away what the peer has not read yet. */
  @Test
  void whatWasSentLast_isReadThoughThePeerHadSentMore() throws IOException {
    Thread peer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      send(ends.peer, "x".repeat(100));
                    }
                    ends.peerSocket.shutdownOutput();
                  } catch (IOException e) {
                    // The other end says what it got.
                  }
                });
    ends.ours.gather(octets("bye"));
    ends.ours.drain(IoDeadline.in(LONG));
    ends.ours.close();
    assertEquals("bye", receive(ends.peer, 3));
    assertEquals(-1, ends.peer.read(IoDeadline.in(LONG)));
    peer.interrupt();
  }

  @Test
  void draining_endsWithItsDeadline() throws IOException {
    ends.ours.drain(IoDeadline.in(SOON));
    assertEquals(-1, ends.peer.read(IoDeadline.in(LONG)));
  }
}
