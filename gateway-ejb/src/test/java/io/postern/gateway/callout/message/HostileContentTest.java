package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.MutableMessage;
import io.postern.mail.MutableMimePart;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content made to break its readers gets a limit, a word, and little processor time. */
class HostileContentTest {

  private static final long MOST_CPU_NANOS = 2_000_000_000L;

  private final Editing editing = new Editing();

  private void assertUnparsable(byte[] mail, String reason) {
    MutableMessage message = editing.seen(mail);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    UnparsableMessage thrown = assertThrows(UnparsableMessage.class, message::root);
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assertTrue(thrown.toString().contains(reason), thrown.toString());
    assertTrue(used < MOST_CPU_NANOS, used + " ns");
  }

  private void assertUnparsable(String mail, String reason) {
    assertUnparsable(mail.getBytes(StandardCharsets.ISO_8859_1), reason);
  }

  private static String multipart(String boundary) {
    return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
  }

  @Test
  void tenThousandNestedMultiparts_areUnparsable() {
    StringBuilder mail = new StringBuilder(multipart("b0"));
    for (int i = 0; i < 10_000; i++) {
      mail.append("--b").append(i).append("\r\n").append(multipart("b" + (i + 1)));
    }
    assertUnparsable(mail.toString(), "levels deep");
  }

  @Test
  void hundredLevels_areRead() throws IOException {
    StringBuilder mail = new StringBuilder(multipart("b0"));
    for (int i = 0; i < 99; i++) {
      mail.append("--b").append(i).append("\r\n").append(multipart("b" + (i + 1)));
    }
    mail.append("--b99\r\n\r\nx\r\n");
    MutableMimePart part = editing.seen(mail.toString()).root();
    for (int i = 0; i < 100; i++) {
      part = part.parts().getFirst();
    }
    assertEquals("x\r\n", part.text());
  }

  @Test
  void millionParts_areUnparsable() {
    assertUnparsable(multipart("b") + "--b\r\n\r\n".repeat(1_000_000), "parts");
  }

  @Test
  void boundaryOfAMegabyte_isUnparsable() {
    assertUnparsable(multipart("b".repeat(1 << 20)) + "--b\r\n", "Content-Type");
    assertUnparsable(multipart("b".repeat(1000)) + "--b\r\n", "boundary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n",
        "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\nx\r\n",
        "Content-Type: multipart/mixed;\r\n?boundary=b\r\n\r\n--b\r\n\r\nx\r\n",
        "Content-Type: multipart/alternative; boundary=b\r\n\r\nhidden\r\n",
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b--\r\nhidden\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      })
  void multipartWithoutBoundaryOrParts_isOneOpaqueBody(String mail) throws IOException {
    MutableMimePart root = editing.seen(mail).root();
    assertEquals("application/octet-stream", root.contentType());
    assertEquals(0, root.parts().size());
    try (InputStream in = root.open()) {
      String body = mail.substring(mail.indexOf("\r\n\r\n") + 4);
      assertEquals(body, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }
    assertThrows(IllegalStateException.class, root::text);
    assertThrows(IllegalStateException.class, () -> root.appendText("x"));
  }

  @Test
  void opaqueBodyThatIsReplaced_isCalledWhatItWasShownAs() throws IOException {
    for (String head :
        new String[] {
          "Content-Type: multipart/mixed\r\n\r\n",
          "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\n"
        }) {
      MutableMimePart after =
          editing
              .seen(editing.after(head + "x\r\n", m -> m.root().replaceBody(new byte[] {0, 1})))
              .root();
      assertEquals("application/octet-stream", after.contentType());
      try (InputStream in = after.open()) {
        assertEquals(2, in.readAllBytes().length);
      }
    }
  }

  @Test
  void boundaryOnTwoLevels_isUnparsable() {
    assertUnparsable(
        multipart("b") + "--b\r\n" + multipart("b") + "--b\r\n\r\nx\r\n--b--\r\n", "two levels");
  }

  @Test
  void partHeaderOfTenMegabytes_isUnparsable() {
    assertUnparsable(multipart("b") + "--b\r\n" + "X: y\r\n".repeat(2_000_000), "header section");
  }

  @Test
  void bodyOfNothingButLines_isUnparsableWithinTheTime() {
    byte[] head = multipart("b").getBytes(StandardCharsets.US_ASCII);
    byte[] mail = new byte[head.length + 60_000_000];
    Arrays.fill(mail, (byte) '\n');
    System.arraycopy(head, 0, mail, 0, head.length);
    assertUnparsable(mail, "lines");
  }

  @Test
  void linesThatAreAlmostDelimiters_costLittle() {
    assertUnparsable(multipart("abcdef") + "--abcdex\r\n".repeat(10_000_001), "lines");
  }

  @Test
  void nestedEndsThatComeInTheWrongOrder_endTheInnerPartsToo() throws IOException {
    MutableMimePart root =
        editing
            .seen(
                multipart("o")
                    + "--o\r\n"
                    + multipart("i")
                    + "--i\r\n\r\ninner\r\n--o\r\n\r\nouter\r\n--i\r\n--o--\r\n")
            .root();
    assertEquals(2, root.parts().size());
    assertEquals("inner", root.parts().getFirst().parts().getFirst().text());
    assertEquals("outer\r\n--i", root.parts().get(1).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; charset=no-such-charset",
        "Content-Type: text/plain; charset=\"\"",
        "Content-Type: text/plain; charset=\"utf-8\\",
        "Content-Type: text/plain; charset==?; =; ;;(((",
        "Content-Type: text/plain; charset=utf-16",
        "Content-Type: text/plain; charset*=x'y'%zz%",
        "Content-Type: ///;;;",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Disposition: attachment; filename=\"=?utf-8?q?=?= =?x?y?z?=",
        "Content-Disposition: ; filename*0*=''%ff; filename*1*=%; filename*00=x"
      })
  void brokenFields_neverMakeReadingFail(String field) throws IOException {
    byte[] body = new byte[5000];
    new Random(3).nextBytes(body);
    for (int i = 0; i < body.length; i += 7) {
      body[i] = '=';
    }
    MutableMimePart root =
        editing.seen(field + "\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1)).root();
    root.fileName();
    root.isAttachment();
    try (InputStream in = root.open()) {
      in.readAllBytes();
    }
    assertEquals("text/plain", root.contentType());
    assertNotEquals("", root.text());
  }

  @Test
  void base64AfterPadding_isNotHidden() throws IOException {
    MutableMimePart root =
        editing.seen("Content-Transfer-Encoding: base64\r\n\r\naGk=aGk=\r\n!aG!k=\r\n").root();
    assertEquals("hihihi", root.text());
  }

  @Test
  void textBeyondSixteenMegabytes_isRefused() throws IOException {
    MutableMimePart root = editing.seen("\r\n" + "x".repeat((16 << 20) + 1)).root();
    assertThrows(UnparsableMessage.class, root::text);
    assertThrows(UnparsableMessage.class, () -> root.appendText("x"));
  }

  @Test
  void millionFields_areReadOnce() throws IOException {
    String mail = "X: y\r\n".repeat(1_000_000) + "\r\n";
    assertEquals(
        mail.length() + 6, editing.after(mail, message -> message.header().add("Z", "1")).length());
  }
}
