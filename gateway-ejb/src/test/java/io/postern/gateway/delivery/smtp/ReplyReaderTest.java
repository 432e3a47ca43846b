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
        "999 x\r\n",
        "150 x\r\n",
        "250x\r\n",
        "250 bare\n",
        "250 bare\rcr\r\n",
        "250-a\r\n251 b\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        "\r\n"
      })
  void whatIsNoReplyIsRefused(String octets) {
    assertThrows(ConversationBroken.class, () -> read(octets));
  }

  @Test
  void lineBeyondTheLimitIsRefusedWithoutBeingKept() {
    assertThrows(ConversationBroken.class, () -> read("250 " + "x".repeat(1 << 20)));
  }

  @Test
  void endlessReplyIsRefused() {
    assertThrows(ConversationBroken.class, () -> read("250-x\r\n".repeat(100_000)));
  }

  @Test
  void statusClassFollowsTheCode() {
    assertEquals(Optional.of(new EnhancedStatusCode(4, 2, 2)), read("452 4.2.2 full\r\n").status());
  }

  private static Reply read(String octets) {
    byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
    AtomicInteger next = new AtomicInteger();
    return new ReplyReader(() -> bytes[next.getAndIncrement()] & 0xff).read();
  }
}
