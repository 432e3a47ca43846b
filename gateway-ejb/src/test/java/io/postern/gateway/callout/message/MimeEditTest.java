package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.MutableMimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MimeEditTest {

  private static final String HEAD =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"outer=1\"\r\n\r\n";
  private static final String BEFORE =
      "preamble\r\n--outer=1 \t\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n";
  private static final String TEXT =
      "Content-Type: text/plain; charset=iso-8859-1\r\n"
          + "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe=20\r\nsoft=\r\n break";
  private static final String AFTER =
      "\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>\r\n--in--\r\n\r\n--outer=1\r\n"
          + "Content-Type: application/octet-stream; name=\"a.bin\"\r\n"
          + "Content-Disposition: attachment; filename*0*=UTF-8''%E2%82%AC;\r\n filename*1=.bin\r\n"
          + "Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n/w==\r\n--outer=1--\r\nepilogue\r\n";
  private static final String MAIL = HEAD + BEFORE + TEXT + AFTER;

  private final Editing editing = new Editing();

  @Test
  void tree_isReadWithItsTypesNamesAndContents() throws IOException {
    MutableMimePart root = editing.seen(MAIL).root();
    MutableMimePart text = root.parts().getFirst().parts().getFirst();
    MutableMimePart file = root.parts().get(1);

    assertEquals("multipart/mixed", root.contentType());
    assertEquals(2, root.parts().size());
    assertEquals("Gr\u00fc\u00dfe \r\nsoft break", text.text());
    assertEquals("\u20ac.bin", file.fileName().orElseThrow());
    assertTrue(file.isAttachment());
    try (InputStream in = file.open()) {
      assertEquals(List.of((byte) 0, (byte) 1, (byte) 2, (byte) -1), boxed(in.readAllBytes()));
    }
  }

  private static List<Byte> boxed(byte[] octets) {
    return IntStream.range(0, octets.length).mapToObj(i -> octets[i]).toList();
  }

  @Test
  void replacedText_keepsCharsetAndEncodingAndAllOtherOctets() throws IOException {
    assertEquals(
        HEAD
            + BEFORE
            + "Content-Type: text/plain; charset=iso-8859-1\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C4=20\r\n=3D"
            + AFTER,
        editing.after(
            MAIL,
            message ->
                message.root().parts().getFirst().parts().getFirst().replaceText("\u00c4 \n=")));
  }

  @Test
  void textItsCharsetCannotCarry_becomesUtf8() throws IOException {
    String after =
        editing.after(
            MAIL,
            message ->
                message.root().parts().getFirst().parts().getFirst().replaceText("10 \u20ac"));
    assertTrue(after.startsWith(HEAD + BEFORE) && after.endsWith(AFTER), after);
    MutableMimePart text = editing.seen(after).root().parts().getFirst().parts().getFirst();
    assertEquals("10 \u20ac", text.text());
    assertEquals(
        "text/plain; charset=utf-8", text.header().first("Content-Type").orElseThrow().value());
  }

  @Test
  void replacedAttachment_isEncodedAndAllOtherOctetsStay() throws IOException {
    byte[] octets = new byte[1000];
    new Random(7).nextBytes(octets);
    String after =
        editing.after(MAIL, message -> message.root().parts().get(1).replaceBody(octets));
    assertTrue(after.startsWith(HEAD + BEFORE + TEXT), after);
    assertTrue(after.endsWith("\r\n--outer=1--\r\nepilogue\r\n"), after);
    try (InputStream in = editing.seen(after).root().parts().get(1).open()) {
      assertEquals(boxed(octets), boxed(in.readAllBytes()));
    }
  }

  @Test
  void headerOfAPart_isChangedWithoutItsBody() throws IOException {
    assertEquals(
        MAIL.replace("Content-Type: text/html\r\n", "Content-Type: text/html\r\nX-Seen: yes\r\n"),
        editing.after(
            MAIL,
            message ->
                message.root().parts().getFirst().parts().get(1).header().add("X-Seen", "yes")));
  }

  @Test
  void changesOfSeveralCallouts_comeTogether() throws IOException {
    assertEquals(
        HEAD.replace("\r\n\r\n", "\r\nX-A: 1\r\n\r\n")
            + BEFORE
            + TEXT.replace("Gr=FC=DFe=20\r\nsoft=\r\n break", "one")
            + AFTER.replace("<p>", "<two>"),
        editing.after(
            MAIL,
            message -> message.header().add("X-A", "1"),
            message -> message.root().parts().getFirst().parts().get(0).replaceText("one"),
            message -> message.root().parts().getFirst().parts().get(1).replaceText("<two>")));
  }

  @Test
  void textThatLooksLikeADelimiter_doesNotMakeAnotherPart() throws IOException {
    String after =
        editing.after(
            MAIL,
            message ->
                message
                    .root()
                    .parts()
                    .getFirst()
                    .parts()
                    .get(1)
                    .replaceText("x\r\n--outer=1\r\n\r\nsmuggled"));
    MutableMimePart root = editing.seen(after).root();
    assertEquals(2, root.parts().size());
    assertEquals("x\r\n--outer=1\r\n\r\nsmuggled", root.parts().getFirst().parts().get(1).text());
  }

  @Test
  void signedPart_isReplacedLikeAnyOther() throws IOException {
    String signed =
        "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nsigned\r\n--s\r\n"
            + "Content-Type: application/pgp-signature\r\n\r\nsig\r\n--s--\r\n";
    assertEquals(
        signed.replace("\r\nsigned\r\n", "\r\nchanged\r\n"),
        editing.after(signed, message -> message.root().parts().getFirst().replaceText("changed")));
  }

  @Test
  void plainMessage_isItsOwnOnlyPart() throws IOException {
    assertEquals(
        "Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n=C3=BC\r\n",
        editing.after(
            "Subject: s\r\n\r\nbody\r\n", message -> message.root().replaceText("\u00fc\n")));
  }

  @Test
  void wholeBodyReplaced_cutsOffThePartsHandedOutBefore() throws IOException {
    assertEquals(
        HEAD + "new\r\n",
        editing.after(
            MAIL,
            message -> {
              MutableMimePart part = message.root().parts().get(1);
              message.replaceBody("new\r\n".getBytes(StandardCharsets.US_ASCII));
              assertThrows(IllegalStateException.class, () -> part.replaceBody(new byte[1]));
              assertThrows(IllegalStateException.class, () -> part.header().add("X", "1"));
            }));
  }

  @Test
  void bodyWithoutProperLines_isRefused() {
    var message = editing.seen(MAIL);
    for (String body : List.of("a\nb\r\n", "a\rb\r\n", "a\0\r\n", "no end")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> message.replaceBody(body.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void sizeAndStream_tellOfTheMessageAsItIsNow() throws IOException {
    var message = editing.seen(MAIL);
    message.header().add("X-A", "1");
    message.root().parts().getFirst().parts().getFirst().replaceText("now");
    try (InputStream in = message.open()) {
      byte[] octets = in.readAllBytes();
      assertEquals(octets.length, message.size());
      assertTrue(new String(octets, StandardCharsets.ISO_8859_1).contains("\r\n\r\nnow\r\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTED_PRINTABLE", "BASE64"})
  void anyOctets_surviveTheTransferEncoding(TransferEncoding encoding) throws IOException {
    Random random = new Random(42);
    for (int length = 0; length < 300; length++) {
      byte[] octets = new byte[length];
      for (int i = 0; i < length; i++) {
        octets[i] = (byte) " \t\r\n=.-A\u00ff\0".charAt(random.nextInt(10));
      }
      byte[] encoded = encoding.encode(octets);
      assertTrue(Lines.areClean(encoded, 76), "seed 42, length " + length);
      try (InputStream in = encoding.decoding(new ByteArrayInputStream(encoded))) {
        assertEquals(boxed(octets), boxed(in.readAllBytes()), "seed 42, length " + length);
      }
    }
  }

  @Test
  void changedBody_leavesNothingOpen() throws IOException {
    editing.after(MAIL, message -> message.root().parts().get(1).replaceBody(new byte[3]));
    assertEquals(0, editing.contents.openNow());
  }
}
