package io.postern.gateway.delivery.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

  @Test
  void enhancedStatusIsTakenOffTheText() {
    assertEquals(Reply.of(550, "5.1.1", "no such user"), read("550 5.1.1 no such user\r\n"));
  }

  @Test
  void statusOfAnotherClassIsLeftInTheText() {
    assertEquals(Reply.of(550, "2.1.1 odd"), read("550 2.1.1 odd\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.1", "5.1.x", "5.1.1234 a", "5..1 a", ".5.1", "51.1.1"})
  void whatOnlyLooksLikeAStatusIsText(String text) {
    assertEquals(Optional.empty(), read("550 " + text + "\r\n").status());
  }

  @Test
  void linesOfAMultilineReplyAreKeptInOrder() {
    Reply reply = read("250-5.0.0 one\r\n250-2.0.0 two\r\n250 three\r\n");
    assertEquals(List.of("5.0.0 one", "two", "three"), reply.lines());
  }

  @Test
  void codeAloneIsAReply() {
    assertEquals(Reply.of(250, ""), read("250\r\n"));
  }

  @Test
  void hostileOctetsAreEscaped() {
    Reply reply = read("550 5.7.1 \u001b[31m\u0000\u00e2\u0080\u00aered\tend\r\n");
    assertEquals(List.of("\\x1b[31m\\x00\\xe2\\x80\\xaered end"), reply.lines());
  }

  @Test
  void longLineIsCutToWhatAReplyHolds() {
    Reply reply = read("550 5.7.1 " + "\u0001".repeat(900) + "\r\n");
    assertTrue(reply.lines().getFirst().length() <= 450);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n",
        "25 x\r\n",
        "2500 x\r\n",
        "999 x\r\n",
        "150 x\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        "\u0016\u0003\u0001",
        "\r\n"
      })
  void whatIsNoReplyIsRefused(String octets) {
    assertThrows(ConversationBroken.class, () -> read(octets));
  }

  @Test
  void lastLinesCodeCountsBeforeContent() {
    assertEquals(550, read("250-a\r\n550 b\r\n").code());
    assertEquals(251, read("250-a\r\n251 b\r\n").code());
    assertEquals(451, read("550-5.1.1 a\n451 4.3.0 b\n").code());
  }

  @Test
  void statusIsThatOfTheCodeThatCounts() {
    assertEquals(
        Optional.of(new EnhancedStatusCode(5, 1, 1)),
        read("250-2.1.5 a\r\n550 5.1.1 b\r\n").status());
    assertEquals(
        Optional.of(new EnhancedStatusCode(2, 6, 0)),
        afterContent("550-5.7.1 a\r\n250-2.6.0 b\r\n550 5.7.1 c\r\n").status());
  }

  @Test
  void overlongRefusalKeepsCodeAndStatus() {
    for (int length : new int[] {509, 2_000, 60_000, 1_000_000}) {
      Reply reply = read("550 5.1.1 " + "y".repeat(length) + "\r\n");
      assertEquals(550, reply.code());
      assertEquals(Optional.of(new EnhancedStatusCode(5, 1, 1)), reply.status());
      assertEquals("[odd reply: a line of " + (length + 12) + " octets]", reply.lines().getLast());
    }
  }

  @Test
  void lineAtTheLimitIsNotOdd() {
    assertEquals(1, read("250 " + "x".repeat(506) + "\r\n").lines().size());
  }

  @Test
  void manyLinesAreReadToTheEndAndTheFirstAreKept() {
    Reply reply = read("250-x\r\n".repeat(5_000) + "250 last\r\n");
    assertEquals(101, reply.lines().size());
    assertEquals("[odd reply: 5001 lines]", reply.lines().getLast());
  }

  @Test
  void endlessRefusalRefuses() {
    assertEquals(550, read("550-x\r\n".repeat(300_000)).code());
    assertEquals(452, read("452 " + "x".repeat(2 << 20)).code());
  }

  @Test
  void endlessPositiveReplyIsBroken() {
    assertThrows(ConversationBroken.class, () -> read("250-x\r\n".repeat(300_000)));
    assertThrows(ConversationBroken.class, () -> read("250 " + "x".repeat(2 << 20)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250\n",
        "250 \n",
        "250ok\r\n",
        "250\tok\r\n",
        "299 later\r\n",
        "250 \u00e9\u0000\u001b[m\r\n",
        "250 a\rb\r\n",
        "250-a\r\n251 b\r\n",
        "250-a\r\n450 b\r\n",
        "550-a\r\n250 b\r\n",
        "250-a\r\nno code\r\n250 b\r\n",
        "OK\r\n250 b\r\n",
        "\r\n\r\n250 b\r\n",
        "354 again\r\n250 b\r\n",
        "150 wait\r\n250 b\r\n",
        "250-a\r\n",
        "250-a\r\n25",
        "250",
        "250 taken, then the connection is clos"
      })
  void positiveCodeAfterContentIsTaken(String octets) {
    assertEquals(2, afterContent(octets).code() / 100);
  }

  @Test
  void positiveReplyAfterContentMayBeAsLongAsItLikes() {
    assertEquals(250, afterContent("250 " + "x".repeat(3 << 20)).code());
    assertEquals(250, afterContent("250-x\r\n".repeat(300_000)).code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "25", "2", "ok\r\n", "354 again\r\n", "2500 x\r\n", "450-a\r\n", "550 cut"})
  void withoutAWholePositiveCodeAfterContentNothingIsTaken(String octets) {
    assertThrows(ConversationBroken.class, () -> afterContent(octets));
  }

  @Test
  void refusalAfterContentIsNotTaken() {
    assertEquals(554, afterContent("554 no\n").code());
    assertEquals(451, afterContent("550-a\r\n451 b\r\n").code());
    assertEquals(550, afterContent("OK\r\n550 " + "x".repeat(2_000) + "\r\n").code());
  }

  @Test
  void whatIsOddIsSaidOnce() {
    assertEquals(
        "[odd reply: a line that ends in LF alone, codes 250 450]",
        afterContent("250-a\n250-b\n450 c\n").lines().getLast());
  }

  @Test
  void statusClassFollowsTheCode() {
    assertEquals(Optional.of(new EnhancedStatusCode(4, 2, 2)), read("452 4.2.2 full\r\n").status());
  }

  private static Reply read(String octets) {
    return reader(octets).read();
  }

  private static Reply afterContent(String octets) {
    return reader(octets).readAfterContent();
  }

  /** At the end of the octets the connection is closed. */
  private static ReplyReader reader(String octets) {
    byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
    AtomicInteger next = new AtomicInteger();
    return new ReplyReader(
        () -> {
          if (next.get() == bytes.length) {
            throw new ConversationBroken("connection closed by the server", true);
          }
          return bytes[next.getAndIncrement()] & 0xff;
        });
  }
}
