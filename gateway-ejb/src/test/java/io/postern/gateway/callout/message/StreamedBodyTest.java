package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that callouts give as streams. */
class StreamedBodyTest {

  private static final String MIXED =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
          + "--b\r\nContent-Type: text/plain\r\n\r\nfirst\r\n"
          + "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: 8bit\r\n\r\nsecond\r\n"
          + "--b--\r\n";

  private final Editing editing = new Editing();

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** More than any buffer holds, and nothing that repeats. */
  private static byte[] noise(int size) {
    byte[] octets = new byte[size];
    new SplittableRandom(7).nextBytes(octets);
    return octets;
  }

  @Test
  void bodyOfAMessage_isTheStream_andNothingIsLeftOpen() throws Exception {
    String after =
        editing.after(
            "Subject: s\r\n\r\nold\r\n", message -> message.replaceBody(stream("a\r\n\r\nb\r\n")));
    assertEquals("Subject: s\r\n\r\na\r\n\r\nb\r\n", after);
    assertEquals(0, editing.contents.openNow());
  }

  @Test
  void streamMayComeFromTheMessageItself() throws Exception {
    String after =
        editing.after(
            "Subject: s\r\n\r\nold\r\n",
            message -> {
              try (InputStream before = message.root().open()) {
                message.replaceBody(new SequenceInputStream(before, stream("new\r\n")));
              }
            },
            message -> message.header().add("X-A", "1"));
    assertEquals("Subject: s\r\nX-A: 1\r\n\r\nold\r\nnew\r\n", after);
  }

  @Test
  void streamedBody_isNotWrittenASecondTime() throws Exception {
    Content content = editing.contents.of("Subject: s\r\n\r\nold\r\n");
    try (StreamedBodies bodies = new StreamedBodies(editing.contents::open)) {
      MessageDraft draft = MessageVersion.of(content, bodies).draft(new Lease());
      draft.replaceBody(stream("new\r\n"));
      Content result =
          draft
              .finish()
              .content(
                  () -> {
                    throw new IOException("written again");
                  });
      assertEquals("Subject: s\r\n\r\nnew\r\n", HeapContents.text(result));
      result.close();
    }
    content.close();
    assertEquals(0, editing.contents.openNow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n", "a\rb\r\n", "a", "a\r", "\n", "\r\r\n", "a\u0000\r\n", "a\r\n\n"})
  void linesThatAreNone_areRefused_andTheMessageIsAsItWas(String lines) throws Exception {
    String mail = "Subject: s\r\n\r\nold\r\n";
    String after =
        editing.after(
            mail,
            message ->
                assertThrows(
                    IllegalArgumentException.class, () -> message.replaceBody(stream(lines))));
    assertEquals(mail, after);
    assertEquals(0, editing.contents.openNow());
  }

  @Test
  void streamThatFails_leavesTheMessageAsItWas() throws Exception {
    String mail = "Subject: s\r\n\r\nold\r\n";
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("no more");
          }
        };
    String after =
        editing.after(
            mail,
            message -> {
              assertThrows(IOException.class, () -> message.replaceBody(failing));
              assertThrows(IOException.class, () -> message.root().replaceBody(failing));
            });
    assertEquals(mail, after);
    assertEquals(0, editing.contents.openNow());
  }

  @Test
  void bodyOfAPart_isWrittenInBase64_andTheOthersStay() throws Exception {
    byte[] noise = noise(300_000);
    String after =
        editing.after(
            MIXED,
            message -> message.root().parts().get(1).replaceBody(new ByteArrayInputStream(noise)));
    assertTrue(
        after.startsWith(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\n\r\nfirst\r\n--b\r\nContent-Type: image/png\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"),
        after.substring(0, 300));
    assertTrue(after.endsWith("\r\n--b--\r\n"), after.substring(after.length() - 100));
    assertEquals(76, after.lines().mapToInt(String::length).max().orElseThrow());
    MutableMimePart part = editing.seen(after).root().parts().get(1);
    try (InputStream in = part.open()) {
      assertTrue(Arrays.equals(noise, in.readAllBytes()));
    }
  }

  @Test
  void replacedBody_isReadBackAtOnce() throws Exception {
    editing.after(
        MIXED,
        message -> {
          MutableMimePart part = message.root().parts().get(1);
          part.replaceBody(stream("new"));
          try (InputStream in = part.open()) {
            assertEquals("new", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
          }
        });
  }

  @Test
  void bodyOfTheMessageAsAPart_endsItsLastLine() throws Exception {
    String after =
        editing.after(
            "Subject: s\r\n\r\nold\r\n", message -> message.root().replaceBody(stream("x")));
    assertEquals(
        "Subject: s\r\nContent-Transfer-Encoding: base64\r\nMIME-Version: 1.0\r\n\r\neA==\r\n",
        after);
  }

  @Test
  void bodyOfAPartThatWasAdded_isReplacedBeforeItIsWritten() throws Exception {
    String after =
        editing.after(
            MIXED,
            message ->
                message
                    .attach(NewPart.attachment("a.bin", "application/octet-stream", new byte[0]))
                    .replaceBody(stream("x")));
    MutableMimePart part = editing.seen(after).root().parts().get(2);
    try (InputStream in = part.open()) {
      assertEquals("x", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
    assertTrue(after.endsWith("\r\n--b--\r\n"), after);
  }

  @Test
  void messageInAPart_takesNoStream() throws Exception {
    String mail = "Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\nx\r\n";
    String after =
        editing.after(
            mail,
            message ->
                assertThrows(
                    IllegalStateException.class,
                    () -> message.root().replaceBody(stream("Subject: t\r\n"))));
    assertEquals(mail, after);
  }

  @Test
  void calloutWhoseTimeIsOverWhileItReads_leavesNothingOpen() {
    Content content = editing.contents.of("Subject: s\r\n\r\nold\r\n");
    StreamedBodies bodies = new StreamedBodies(editing.contents::open);
    Lease lease = new Lease();
    MessageDraft draft = MessageVersion.of(content, bodies).draft(lease);
    InputStream endsTheLease =
        new InputStream() {
          private boolean ended;

          @Override
          public int read() {
            if (ended) {
              return -1;
            }
            ended = true;
            lease.end();
            bodies.close();
            return 'x';
          }
        };
    assertThrows(IllegalStateException.class, () -> draft.replaceBody(endsTheLease));
    content.close();
    assertEquals(0, editing.contents.openNow());
  }

  @Test
  void changesThatAreForgotten_leaveNothingOpen() throws Exception {
    Content content = editing.contents.of("Subject: s\r\n\r\nold\r\n");
    try (StreamedBodies bodies = new StreamedBodies(editing.contents::open)) {
      MessageVersion before = MessageVersion.of(content, bodies);
      before.draft(new Lease()).replaceBody(stream("new\r\n"));
      assertSame(content, before.content(editing.contents::open));
    }
    content.close();
    assertEquals(0, editing.contents.openNow());
  }
}
