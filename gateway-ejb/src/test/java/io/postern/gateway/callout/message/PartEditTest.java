package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.MutableMessage;
import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts added to and removed from messages: everything else stays octet for octet. */
class PartEditTest {

  private static final String HEAD =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  private static final String FIRST = "Content-Type: text/plain\r\n\r\nfirst\r\n";
  private static final String SECOND = "X-Odd:  \t1\r\n\r\nsecond\r\n\r\n";
  private static final String THIRD = "\r\nthird\r\n";
  private static final String ADDED =
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n";

  private final Editing editing = new Editing();

  /** A message of these parts, each with the line end of the delimiter behind it. */
  private static String mixed(String... parts) {
    StringBuilder text = new StringBuilder(HEAD).append("preamble\r\n");
    for (String part : parts) {
      text.append("--b\r\n").append(part);
    }
    return text.append("--b--\r\nepilogue\r\n").toString();
  }

  private static MutableMimePart part(MutableMessage message, int... path) throws IOException {
    MutableMimePart part = message.root();
    for (int index : path) {
      part = part.parts().get(index);
    }
    return part;
  }

  private static byte[] octets(MutableMimePart part) throws IOException {
    try (InputStream in = part.open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aRemovedPartTakesItsDelimiterAlong() throws IOException {
    String mail = mixed(FIRST, SECOND, THIRD);
    assertEquals(mixed(SECOND, THIRD), editing.after(mail, m -> part(m, 0).remove()));
    assertEquals(mixed(FIRST, THIRD), editing.after(mail, m -> part(m, 1).remove()));
    assertEquals(mixed(FIRST, SECOND), editing.after(mail, m -> part(m, 2).remove()));
    assertEquals(
        mixed(SECOND),
        editing.after(
            mail,
            m -> {
              part(m, 2).remove();
              part(m, 0).remove();
            }));
  }

  @Test
  void whereAllPartsAreRemovedAnEmptyTextStands() throws IOException {
    String after =
        editing.after(
            mixed(FIRST, SECOND),
            m -> {
              part(m, 0).remove();
              part(m, 0).remove();
              assertEquals(List.of(), m.root().parts());
            });
    assertEquals(mixed("Content-Type: text/plain; charset=us-ascii\r\n\r\n\r\n"), after);
    assertEquals("", part(editing.seen(after), 0).text());
  }

  @Test
  void anAddedPartStandsWhereItWasPut() throws IOException {
    String mail = mixed(FIRST, SECOND);
    NewPart added = NewPart.text("new");
    assertEquals(mixed(ADDED, FIRST, SECOND), editing.after(mail, m -> m.root().addPart(0, added)));
    assertEquals(mixed(FIRST, ADDED, SECOND), editing.after(mail, m -> m.root().addPart(1, added)));
    assertEquals(mixed(FIRST, SECOND, ADDED), editing.after(mail, m -> m.root().addPart(2, added)));
    assertEquals(mixed(FIRST, SECOND, ADDED), editing.after(mail, m -> m.attach(added)));
    assertThrows(
        IndexOutOfBoundsException.class, () -> editing.seen(mail).root().addPart(3, added));
  }

  @Test
  void aPartTakesThePlaceOfAnother() throws IOException {
    assertEquals(
        mixed(FIRST, ADDED, THIRD),
        editing.after(
            mixed(FIRST, SECOND, THIRD),
            m -> {
              MutableMimePart removed = part(m, 1);
              m.root().addPart(1, NewPart.text("new"));
              removed.remove();
            }));
  }

  @Test
  void anAddedPartCanBeReadChangedAndRemovedAtOnce() throws IOException {
    String mail = mixed(FIRST);
    String after =
        editing.after(
            mail,
            m -> {
              MutableMimePart added = m.root().addPart(0, NewPart.html("<p>\n"));
              assertEquals("text/html", added.contentType());
              assertEquals("<p>\r\n", added.text());
              added.replaceText("<b>");
              added.header().add("Content-ID", "<1@here>");
              assertEquals("<b>", part(m, 0).text());
            });
    assertEquals(
        mixed(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n"
                + "Content-ID: <1@here>\r\n\r\n<b>\r\n",
            FIRST),
        after);
    assertEquals(
        mail,
        editing.after(
            mail,
            m -> {
              MutableMimePart added = m.attach(NewPart.text("new"));
              added.remove();
              assertThrows(IllegalStateException.class, added::remove);
              assertThrows(IllegalStateException.class, () -> added.replaceText("x"));
            }));
  }

  @Test
  void otherChangesOfTheSameCalloutStay() throws IOException {
    assertEquals(
        mixed("Content-Type: text/plain\r\n\r\nother\r\n", ADDED, "A: 1\r\n" + THIRD),
        editing.after(
            mixed(FIRST, SECOND, THIRD),
            m -> {
              part(m, 0).replaceText("other");
              part(m, 2).header().add("A", "1");
              m.root().addPart(1, NewPart.text("new"));
              part(m, 2).remove();
            }));
  }

  @Test
  void anAttachmentHasItsNameAndItsOctets() throws IOException {
    byte[] content = new byte[300];
    new SplittableRandom(7).nextBytes(content);
    for (String name :
        List.of(
            "a b.bin",
            "Gr\u00fc\u00dfe \u20ac.pdf",
            "quote\".txt",
            "\u540d".repeat(90) + ".doc",
            "x".repeat(200))) {
      String after =
          editing.after(
              mixed(FIRST), m -> m.attach(NewPart.attachment(name, "application/pdf", content)));
      MutableMimePart file = part(editing.seen(after), 1);
      assertEquals(name, file.fileName().orElseThrow());
      assertTrue(file.isAttachment());
      assertEquals("application/pdf", file.contentType());
      assertArrayEquals(content, octets(file));
      for (String line : after.split("\r\n")) {
        assertTrue(line.length() <= 78, line);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "a\\b", "a\r\nBcc: x", "", " "})
  void aFileNameThatIsNoneIsRefused(String name) throws IOException {
    NewPart part = NewPart.attachment(name, "text/plain", new byte[] {'x'});
    MutableMessage message = editing.seen(mixed(FIRST));
    assertThrows(IllegalArgumentException.class, () -> message.attach(part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/mixed; boundary=x", "text", "", "/plain", "a/b\r\nc"})
  void aTypeThatNoPartHasIsRefused(String type) throws IOException {
    NewPart part = NewPart.of(type, new byte[] {'x'});
    MutableMessage message = editing.seen(mixed(FIRST));
    assertThrows(IllegalArgumentException.class, () -> message.attach(part));
  }

  @Test
  void textThatLooksLikeTheDelimiterIsEncoded() throws IOException {
    String after =
        editing.after(mixed(FIRST), m -> m.attach(NewPart.text("see\n--b--\nand\n--b\n")));
    MutableMessage seen = editing.seen(after);
    assertEquals(2, seen.root().parts().size());
    assertEquals("see\r\n--b--\r\nand\r\n--b\r\n", part(seen, 1).text());
  }

  /** Every other message becomes a multipart, with what it had as the first part. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: s\r\n\r\ntext\r\n",
        "Subject: s\r\n\r\n",
        "Content-Type: text/html;\r\n charset=iso-8859-1\r\nSubject: s\r\n"
            + "Content-Transfer-Encoding: 8bit\r\nMIME-Version: 1.0\r\n\r\n<p>\u00e9\r\n",
        "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=s; micalg=x\r\n\r\n"
            + "--s\r\n\r\nsigned\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nsig\r\n--s--\r\n",
        "Content-Type: multipart/mixed\r\n\r\nno boundary\r\n",
        "Content-Transfer-Encoding: binary\r\nContent-Type: a/b\r\n\r\n\u00ff\r\n",
        "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\ntwo\r\n"
      })
  void anyOtherMessageIsWrapped(String mail) throws IOException {
    String after = editing.after(mail, m -> m.attach(NewPart.text("new")));
    String body = mail.substring(mail.indexOf("\r\n\r\n") + 4);
    Matcher boundary = Pattern.compile("boundary=\"(=_[0-9a-f]{32})\"").matcher(after);
    assertTrue(boundary.find(), after);
    String delimiter = "--" + boundary.group(1);
    String head = mail.substring(0, mail.indexOf("\r\n\r\n") + 2);
    String inner = fields(head, true) + "\r\n" + body + "\r\n";
    assertTrue(
        after.endsWith(
            "\r\n\r\n"
                + delimiter
                + "\r\n"
                + inner
                + delimiter
                + "\r\n"
                + ADDED
                + delimiter
                + "--\r\n"),
        after);
    String outer = after.substring(0, after.indexOf("\r\n\r\n") + 2);
    assertTrue(outer.startsWith(fields(head, false)), outer);
    assertEquals(1, outer.split("MIME-Version: 1.0", -1).length - 1, outer);
    assertEquals(
        head.contains("8bit") || head.contains("binary"),
        outer.contains("Content-Transfer-Encoding:"),
        outer);
    assertEquals("new", part(editing.seen(after), 1).text());
  }

  /** The fields that describe the body, or the others. */
  private static String fields(String head, boolean ofBody) {
    StringBuilder fields = new StringBuilder();
    for (String field : head.split("(?<=\r\n)(?! )")) {
      if (field.startsWith("Content-") == ofBody) {
        fields.append(field);
      }
    }
    return fields.toString();
  }

  @Test
  void changesBeforeTheWrappingStayAndEarlierPartsAreCutOff() throws IOException {
    String after =
        editing.after(
            "Content-Type: text/plain\r\n\r\nold\r\n",
            m -> {
              MutableMimePart before = m.root();
              before.replaceText("changed\n");
              m.attach(NewPart.text("new"));
              assertThrows(IllegalStateException.class, () -> before.replaceText("late"));
              assertEquals("changed\r\n", part(m, 0).text());
              part(m, 1).replaceText("newer");
            });
    MutableMessage seen = editing.seen(after);
    assertEquals("changed\r\n", part(seen, 0).text());
    assertEquals("newer", part(seen, 1).text());
  }

  /** A copy of the message itself has the same boundary, which must not be used on two levels. */
  @Test
  void theMessageCanBeAttachedToItself() throws IOException {
    String mail = mixed(FIRST, SECOND);
    byte[] copy = mail.getBytes(StandardCharsets.ISO_8859_1);
    NewPart part = NewPart.of("message/rfc822", copy);
    assertThrows(IllegalArgumentException.class, () -> editing.seen(mail).root().addPart(0, part));
    String after = editing.after(mail, m -> m.attach(part));
    MutableMessage seen = editing.seen(after);
    assertEquals("multipart/mixed", part(seen, 0).contentType());
    assertEquals(2, part(seen, 0).parts().size());
    assertArrayEquals(copy, octets(part(seen, 1)));
  }

  @Test
  void aMessageInAPartIsMadeOfLines() throws IOException {
    MutableMessage message = editing.seen(mixed(FIRST));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            message.attach(
                NewPart.of("message/rfc822", "A: 1\n\nx\n".getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void aDamagedHeaderSectionIsUnparsable() throws IOException {
    MutableMessage message = editing.seen("no field\r\nSubject: s\r\n\r\nx\r\n");
    assertThrows(UnparsableMessage.class, () -> message.attach(NewPart.text("new")));
  }

  @Test
  void theMessageItselfIsNotRemovedAndALeafHasNoParts() throws IOException {
    MutableMessage message = editing.seen("Subject: s\r\n\r\nx\r\n");
    assertThrows(IllegalStateException.class, () -> message.root().remove());
    assertThrows(IllegalStateException.class, () -> message.root().addPart(0, NewPart.text("new")));
  }

  /**
   * Multiparts without their ends, empty parts, parts in parts: whatever is added is there
   * afterwards, whatever is removed is not, and the others have the octets that they had.
   */
  @Test
  void brokenStructuresTakeAndLosePartsWithoutHarmToOthers() throws IOException {
    List<String> bodies =
        List.of(
            "--b\r\n" + FIRST + "--b\r\n" + SECOND,
            "--b\r\n" + FIRST + "--b\r\n",
            "--b\r\n--b\r\n" + FIRST + "--b--\r\n",
            "--b\r\n\r\n--b\r\n\r\n--b--",
            "--b\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\none\r\n--in\r\n"
                + "\r\ntwo\r\n--b\r\n"
                + FIRST
                + "--b--\r\n",
            "--b\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\none\r\n--in\r\n"
                + "A: 1\r\n\r\n--b--\r\n",
            "--b\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\none\r\n--in--\r\n"
                + "after\r\n--b \t\r\n"
                + SECOND
                + "--b-- \r\nepilogue");
    for (String body : bodies) {
      String mail = HEAD + body + (body.endsWith("\r\n") ? "" : "\r\n");
      List<int[]> places = new ArrayList<>();
      collect(editing.seen(mail).root(), new int[0], places);
      for (int[] place : places) {
        List<String> before = leaves(editing.seen(mail).root());
        String added = editing.after(mail, m -> part(m, place).addPart(0, NewPart.text("new")));
        assertOne(before, leaves(editing.seen(added).root()), "new", mail);
        String behind =
            editing.after(
                mail,
                m -> {
                  MutableMimePart multipart = part(m, place);
                  multipart.addPart(multipart.parts().size(), NewPart.text("new"));
                });
        assertOne(before, leaves(editing.seen(behind).root()), "new", mail);
        String back = editing.after(added, m -> part(m, place).parts().getFirst().remove());
        assertEquals(mail, back);
      }
    }
  }

  private static void assertOne(
      List<String> before, List<String> after, String added, String mail) {
    List<String> rest = new ArrayList<>(after);
    assertTrue(rest.remove(added) || rest.remove(added + "\r\n"), () -> after + " of " + mail);
    assertEquals(before, rest, mail);
  }

  /** The paths of all multiparts. */
  private static void collect(MutableMimePart part, int[] path, List<int[]> places) {
    if (!part.parts().isEmpty()) {
      places.add(path);
    }
    for (int i = 0; i < part.parts().size(); i++) {
      int[] deeper = java.util.Arrays.copyOf(path, path.length + 1);
      deeper[path.length] = i;
      collect(part.parts().get(i), deeper, places);
    }
  }

  private static List<String> leaves(MutableMimePart part) throws IOException {
    List<String> leaves = new ArrayList<>();
    if (part.parts().isEmpty()) {
      leaves.add(new String(octets(part), StandardCharsets.ISO_8859_1));
    }
    for (MutableMimePart inner : part.parts()) {
      leaves.addAll(leaves(inner));
    }
    return leaves;
  }

  @Test
  void untouchedPartsAreTheSameContent() throws IOException {
    String mail = mixed(FIRST, SECOND);
    assertEquals(mail, editing.after(mail, m -> assertFalse(m.root().parts().isEmpty())));
  }
}
