package io.postern.gateway.callout.message;

import static io.postern.mail.TextAddition.ADDED;
import static io.postern.mail.TextAddition.ADDED_IN_ASCII;
import static io.postern.mail.TextAddition.NOT_ADDED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.MutableMimePart;
import io.postern.mail.TextAddition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text is added to mail as it is met in practice, and every octet that was there stays. One char
 * stands for one octet.
 */
class TextAdditionTest {

  private static final String GERMAN = "Gr\u00fc\u00dfe\n";

  private final Editing editing = new Editing();
  private final List<TextAddition> answers = new ArrayList<>();

  private String appended(String mail, String text) throws IOException {
    return editing.after(mail, message -> answers.add(message.root().appendText(text)));
  }

  private String prepended(String mail, String text) throws IOException {
    return editing.after(mail, message -> answers.add(message.root().prependText(text)));
  }

  private void assertAppended(TextAddition answer, String mail, String text, String added)
      throws IOException {
    assertEquals(mail + added, appended(mail, text));
    assertEquals(List.of(answer), answers);
  }

  private void assertLeftAlone(String mail, String text) throws IOException {
    assertEquals(mail, appended(mail, text));
    assertEquals(mail, prepended(mail, text));
    assertEquals(List.of(NOT_ADDED, NOT_ADDED), answers);
  }

  private static String mail(String type, String encoding, String body) {
    return "MIME-Version: 1.0\r\nContent-Type: "
        + type
        + "\r\nContent-Transfer-Encoding: "
        + encoding
        + "\r\n\r\n"
        + body;
  }

  private static String octets(String text, String charset) {
    return new String(text.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
  }

  private byte[] body(String mail) throws IOException {
    try (InputStream in = editing.seen(mail).root().open()) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, 8bit", "iso-8859-1, 8bit", "windows-1252, 8bit", "iso-8859-15, 8bit", "gb18030, 8bit",
    "utf-8, binary", "'\"UTF-8\"', 8BIT", "utf8, 8bits", "iso-8859-1, '8bit\"'", "utf-8, '8 bit;'"
  })
  void charsetThatCarriesTheText_isUsed(String charset, String encoding) throws IOException {
    String known = charset.replace("\"", "");
    String mail = mail("text/plain; charset=" + charset, encoding, octets("\u00fcber\r\n", known));
    assertAppended(ADDED, mail, "\u00fc\n", octets("\u00fc\r\n", known));
    assertTrue(editing.seen(mail).root().isTextExact());
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, caf\u00e9", // Latin-1 that calls itself UTF-8
    "utf-8, \u00c3",
    "us-ascii, caf\u00e9",
    "windows-1252, \u0081",
    "shift_jis, \u0087\u0040\u00fd", // NEC's characters
    "gb2312, \u0081\u0040", // GBK
    "iso-8859-7, \u00ff",
    "no-such-charset, \u00f9\u00ec",
    "'\"\"; x=y', \u00f9",
    "euc-kr, \u00ff\u00ff",
    "utf-8; charset=iso-8859-1, \u00c3\u00bc", // given twice
    "utf-8; charset*=iso-8859-1, \u00c3\u00bc",
    "unknown-8bit, \u00fc",
    "x-user-defined, \u00fc"
  })
  void octetsThatDoNotFollowTheirCharset_stayAndAsciiFollows(String charset, String body)
      throws IOException {
    String mail = mail("text/plain; charset=" + charset, "8bit", body + "\r\n");
    assertAppended(ADDED_IN_ASCII, mail, GERMAN, "Grusse\r\n");
    assertFalse(editing.seen(mail).root().isTextExact());
  }

  @Test
  void octetsWithoutLabel_stayAndAsciiFollows() throws IOException {
    String mail = "Subject: s\r\n\r\nGr\u00c3\u00bc\u00c3\u009fe";
    assertAppended(ADDED_IN_ASCII, mail, "\u20ac 5", "\r\nEUR 5\r\n");
    assertEquals("Gr\u00fc\u00dfe", editing.seen(mail).root().text());
    assertFalse(editing.seen(mail).root().isTextExact());
  }

  @Test
  void hebrewOfADirectedCharset_keepsOctetsAndLabel() throws IOException {
    String mail = mail("text/plain; charset=iso-8859-8-i", "quoted-printable", "=F9=EC=E5=ED\r\n");
    assertAppended(ADDED_IN_ASCII, mail, "\u00fc", "u\r\n");
    assertEquals("\u05e9\u05dc\u05d5\u05dd\r\n", editing.seen(mail).root().text());
  }

  @Test
  void asciiText_becomesUtf8WithoutChangingAnOctet() throws IOException {
    for (String type : new String[] {"us-ascii", "iso-8859-2", "windows-1252"}) {
      String mail = mail("text/plain; charset=" + type + "; format=fixed", "8bit", "1 = 1\r\n");
      assertEquals(
          mail.replace(type + "; format=fixed", "utf-8; format=\"fixed\"")
              + "\u00e2\u0082\u00ac 5\r\n\u00ce\u00b1\r\n",
          appended(mail, "\u20ac 5\n\u03b1\n"));
    }
    assertEquals(List.of(ADDED, ADDED, ADDED), answers);
  }

  @Test
  void plainMessageOfAscii_getsTheFieldsThatUtf8Needs() throws IOException {
    assertEquals(
        "Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n"
            + "1 =3D 1\r\nGr=C3=BC=C3=9Fe\r\n",
        appended("Subject: s\r\n\r\n1 = 1\r\n", GERMAN));
  }

  @Test
  void textThatAsciiCannotSay_isNotAdded() throws IOException {
    assertLeftAlone(mail("text/plain; charset=utf-8", "8bit", "\u00e9\r\n"), "\u041f\u0440\u0438");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-uuencode", "gzip", "base644", "quoted", "none", "uue", "7"})
  void unknownTransferEncoding_isNoText(String encoding) throws IOException {
    String mail = mail("text/plain; charset=utf-8", encoding, "=41\r\n");
    MutableMimePart root = editing.seen(mail).root();
    assertEquals("application/octet-stream", root.contentType());
    assertThrows(IllegalStateException.class, root::text);
    assertThrows(IllegalStateException.class, () -> root.appendText("x"));
    assertEquals("=41\r\n", new String(body(mail), StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quoted-printable\"",
        "quoted-printable;",
        "Quoted-Printable (as said)",
        "(really) quoted-printable",
        "quoted_printable",
        "quotedprintable, more",
        "'QUOTED-PRINTABLE'",
        "quoted-printable charset=utf-8",
        "quoted printable",
        "=quoted-printable\r\n ;",
        "quoted-printable."
      })
  void knownTransferEncodingOddlyWritten_isReadAsMeant(String encoding) throws IOException {
    String mail = mail("text/plain; charset=utf-8", encoding, "Gr=C3=BC=C3=9Fe 1=3D1\r\n");
    assertEquals("Gr\u00fc\u00dfe 1=1\r\n", editing.seen(mail).root().text());
    assertAppended(ADDED, mail, "=\u00fc", "=3D=C3=BC\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"base64\"", "base64;", "BASE-64", "base64 (x)", "[base64]", "base 64"})
  void base64OddlyWritten_isReadAsMeant(String encoding) throws IOException {
    assertEquals("A", editing.seen(mail("text/plain", encoding, "QQ==\r\n")).root().text());
  }

  @Test
  void damagedQuotedPrintable_keepsEveryOctet() throws IOException {
    for (String body :
        new String[] {
          "a=", "a=4", "a==", "a=\r\n", "a= ", "a=ZZ b", "a = b", "caf\u00e9 =", "=3D=3d=3", "a \t"
        }) {
      answers.clear();
      String mail = mail("text/plain; charset=iso-8859-1", "quoted-printable", body);
      String after = appended(mail, "\r\n=end");
      assertTrue(after.startsWith(mail), after);
      String text = new String(body(after), StandardCharsets.ISO_8859_1);
      String before = new String(body(mail), StandardCharsets.ISO_8859_1);
      assertEquals(
          before.stripTrailing() + "\r\n\r\n=end\r\n", text.replaceAll("[ \t]+\r\n", "\r\n"), body);
      assertEquals(List.of(ADDED), answers, body);
    }
  }

  @Test
  void equalsSignThatIsNoCode_isReadAsItStands() throws IOException {
    MutableMimePart root =
        editing.seen(mail("text/plain", "quoted-printable", "a = b =x = \r\nc")).root();
    assertEquals("a = b =x c", root.text());
    assertFalse(root.isTextExact());
  }

  @Test
  void base64WithOddLinesAndPadding_keepsTheTextOctetForOctet() throws IOException {
    for (String body :
        new String[] {
          "SGVsbG8sIHdvcmxk", "SGVs\r\nbG8sIHdv \t\r\n\r\ncmxk\r\n", "SGVsbG8sIHdvcmxk\r\n\r\n"
        }) {
      answers.clear();
      String after = appended(mail("text/plain; charset=utf-8", "base64", body), "\u00fc");
      assertEquals(
          "Hello, world\r\n\u00c3\u00bc", new String(body(after), StandardCharsets.ISO_8859_1));
      assertEquals(List.of(ADDED), answers);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SGVsbG8=\r\n-- \r\nlist footer\r\n",
        "SGV!sbG8=",
        "SGVsbG8=SGVsbG8=",
        "S",
        "SGVsbG8",
        "SGVsbG9=",
        "=SGVs",
        "SGVs bG8h",
        "plain text under the wrong label"
      })
  void damagedBase64_isLeftAlone(String body) throws IOException {
    String mail = mail("text/plain; charset=utf-8", "base64", body);
    assertFalse(editing.seen(mail).root().isTextExact());
    assertLeftAlone(mail, "x");
  }

  @Test
  void japaneseOfIso2022_endsInAsciiBeforeTheAddition() throws IOException {
    String greeting = "\u3053\u3093\u306b\u3061\u306f";
    String text = octets(greeting, "iso-2022-jp");
    String open = text.substring(0, text.length() - 3);
    String type = "text/plain; charset=iso-2022-jp";
    assertAppended(ADDED, mail(type, "7bit", text + "\r\n"), "x", "x\r\n");
    answers.clear();
    assertAppended(ADDED, mail(type, "7bit", open), greeting, "\u001b(B\r\n" + text + "\r\n");
    answers.clear();
    assertAppended(ADDED, mail(type, "7bit", open + "\r\n"), "x", "\u001b(Bx\r\n");
    answers.clear();
    assertAppended(ADDED_IN_ASCII, mail(type, "7bit", text + "\r\n"), "\u00fc", "u\r\n");
    answers.clear();
    assertAppended(ADDED, "\r\n" + open + "\r\n", "x", "\u001b(Bx\r\n"); // Without a label
  }

  @Test
  void koreanAndHzShifts_areEndedOrWrittenAround() throws IOException {
    assertAppended(
        ADDED,
        mail("text/plain; charset=iso-2022-kr", "7bit", "\u001b$)C\u000e!!"),
        "x~",
        "\u000f\r\nx~\r\n");
    answers.clear();
    assertAppended(
        ADDED, mail("text/plain; charset=hz-gb-2312", "7bit", "~{<:Ky2;~}\r\n"), "~x", "~~x\r\n");
    answers.clear();
    assertAppended(ADDED, mail("text/plain; charset=hz", "7bit", "~~{~{<:Ky"), "x", "~}\r\nx\r\n");
    answers.clear();
    assertAppended(
        ADDED,
        mail("text/plain; charset=utf-7", "7bit", "Hi +AKM-\r\n"),
        "1+1\\~",
        "1+-1+AFw-+AH4-\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "utf-16, UTF-16BE, true",
    "utf-16, UTF-16LE, true",
    "utf-16le, UTF-16LE, false",
    "utf-16be, UTF-16BE, true",
    "utf-32, UTF-32LE, true"
  })
  void wideCharset_isContinuedInItsOrder(String label, String order, boolean mark)
      throws IOException {
    String text = (mark ? "\ufeff" : "") + "\u00fc";
    String mail =
        mail(
            "text/plain; charset=" + label,
            "base64",
            Base64.getEncoder().encodeToString(text.getBytes(Charset.forName(order))) + "\r\n");
    assertArrayEquals(
        (text + "\r\n\u20ac").getBytes(Charset.forName(order)), body(appended(mail, "\u20ac")));
    assertArrayEquals(
        ((mark ? "\ufeff" : "") + "\u20ac\r\n\u00fc").getBytes(Charset.forName(order)),
        body(prepended(mail, "\u20ac")));
    assertEquals(List.of(ADDED, ADDED), answers);
  }

  @ParameterizedTest
  @CsvSource({"utf-16le, 7bit", "utf-16be, 8bit", "utf-32le, binary", "utf-16, 7bit"})
  void linesCalledUtf16_areLeftAlone(String charset, String encoding) throws IOException {
    assertLeftAlone(mail("text/plain; charset=" + charset, encoding, "Hello, you\r\n"), "x");
  }

  @ParameterizedTest
  @CsvSource({"utf-16, AEEA", "utf-16le, QQBC", "utf-8, QQBCAA==", "IBM037, wcI=", "no-such, QQBC"})
  void charsetWhereAsciiIsNotAscii_isLeftAlone(String charset, String base64) throws IOException {
    assertLeftAlone(mail("text/plain; charset=" + charset, "base64", base64 + "\r\n"), "x");
  }

  @Test
  void flowedText_isNotJoinedWithTheAddition() throws IOException {
    String type = "text/plain; charset=us-ascii; format=Flowed; delsp=yes";
    assertAppended(
        ADDED,
        mail(type, "7bit", "long \r\n"),
        " a \n>b\n-- \nFrom c\n",
        "\r\n  a\r\n >b\r\n-- \r\n From c\r\n");
    answers.clear();
    assertAppended(ADDED, mail(type, "7bit", "Hi\r\n-- \r\n"), "a", "a\r\n");
    answers.clear();
    assertAppended(ADDED, mail(type, "7bit", "long "), "a", "\r\n\r\na\r\n");
  }

  @Test
  void byteOrderMark_staysInFront() throws IOException {
    String mail = mail("text/plain; charset=utf-8", "8bit", "\u00ef\u00bb\u00bfHi\r\n");
    assertEquals(
        mail("text/plain; charset=utf-8", "8bit", "\u00ef\u00bb\u00bf\u00c3\u00bc\r\nHi\r\n"),
        prepended(mail, "\u00fc"));
    String quoted = mail("text/plain; charset=utf-8", "quoted-printable", "=EF=BB=BFHi\r\n");
    assertEquals(
        mail("text/plain; charset=utf-8", "quoted-printable", "=EF=BB=BF=\r\nx\r\nHi\r\n"),
        prepended(quoted, "x"));
  }

  @Test
  void lineThatIsTooLongAlready_staysAsItIs() throws IOException {
    String mail = mail("text/plain; charset=utf-8", "7bit", "x".repeat(5_000));
    assertAppended(ADDED, mail, "end", "\r\nend\r\n");
  }

  @Test
  void severalFieldsThatDiffer_leaveThePartAlone() throws IOException {
    for (String fields :
        new String[] {
          "Content-Type: text/plain\r\nContent-Type: text/html\r\n",
          "Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n",
          "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n"
        }) {
      answers.clear();
      assertLeftAlone(fields + "\r\nSGVsbG8=\r\n", "x");
    }
    String within =
        "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n";
    assertEquals(
        within,
        editing.after(
            within,
            message -> assertEquals(NOT_ADDED, message.root().parts().getFirst().appendText("y"))));
  }

  @Test
  void emptyContentTypeAboveARealOne_isPassedOver() throws IOException {
    MutableMimePart root =
        editing
            .seen(
                "Content-Type:\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + "--b\r\n\r\nHello\r\n--b--\r\n")
            .root();
    assertEquals("Hello", root.parts().getFirst().text());
  }

  @Test
  void textInAMultipart_growsAndAllOtherOctetsStay() throws IOException {
    String before = "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b \r\n";
    String after = "\r\n--b\r\n\r\n\u00fc\r\n--b--\r\nepilogue";
    String part = "X: \u00e9\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\u00e9 text";
    assertEquals(
        before + part + "\r\nu\r\n" + after,
        editing.after(
            before + part + after,
            message ->
                assertEquals(
                    ADDED_IN_ASCII, message.root().parts().getFirst().appendText("\u00fc\n"))));
  }

  /** Other readers may take it for one, and that is how the message came. */
  @ParameterizedTest
  @ValueSource(strings = {"7bit", "8bit", "quoted-printable"})
  void lineThatLookedLikeADelimiterBefore_isNoReasonToWriteTheTextAgain(String encoding)
      throws IOException {
    for (String line : new String[] {"--b x", "--bb\r\n", "--b-"}) {
      String before =
          "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: "
              + encoding
              + "\r\n\r\n";
      String after = "\r\n--b--\r\n";
      String gap = line.endsWith("\n") ? "" : "\r\n";
      String appended =
          editing.after(
              before + line + after, message -> message.root().parts().getFirst().appendText("x"));
      assertEquals(before + line + gap + "x\r\n" + after.substring(2), appended);
      String prepended =
          editing.after(
              before + line + after, message -> message.root().parts().getFirst().prependText("x"));
      assertEquals(before + "x\r\n" + line + after, prepended);
    }
  }

  @Test
  void emptyPart_doesNotRunIntoTheDelimiterBehindIt() throws IOException {
    String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    String part = "Content-Transfer-Encoding: base64\r\n\r\n";
    String end = "--b--\r\n";
    assertEquals(
        head + part + "eA==\r\n" + end,
        editing.after(
            head + part + end,
            message -> assertEquals(ADDED, message.root().parts().getFirst().appendText("x"))));
    assertEquals(
        head + "\r\ny\r\n" + end,
        editing.after(
            head + "\r\n" + end, message -> message.root().parts().getFirst().replaceText("y")));
  }

  @Test
  void shiftAtTheEndOfALongLine_isEndedWithoutEncodingAllOfTheText() throws IOException {
    String line = "x".repeat(2_000) + "\u00e9\u001b$B";
    assertAppended(
        ADDED, mail("text/plain; charset=no-such", "8bit", line), "end", "\u001b(B\r\nend\r\n");
  }

  @Test
  void lineThatLooksLikeADelimiter_makesNoOtherPart() throws IOException {
    String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    for (String part :
        new String[] {"\r\nx", "Content-Type: text/html; charset=no\r\n\r\n<p>\u00fc"}) {
      String mail = head + part + "\r\n--b--\r\n";
      MutableMimePart root =
          editing
              .seen(
                  editing.after(
                      mail, message -> message.root().parts().getFirst().appendText("\n--b\n\ny")))
              .root();
      assertEquals(1, root.parts().size());
      assertTrue(root.parts().getFirst().text().endsWith("\r\n--b\r\n\r\ny"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, 8bit, \u00c3\u00bc, \u00c3\u00bc",
    "utf-8, 7bit, x, &#252;",
    "utf-8, 8bit, \u00fc, &#252;", // Latin-1
    "no-such-charset, 8bit, \u00fc, &#252;",
    "iso-8859-1, 8bit, \u00fc, \u00fc",
    "iso-8859-7, 8bit, x, &#252;",
    "us-ascii, 7bit, x, &#252;",
    "iso-2022-jp, 7bit, \u001b$B$3\u001b(B, &#252;",
    "utf-8, quoted-printable, =C3=BC, '=\r\n=C3=BC=\r\n'",
    "us-ascii, quoted-printable, 'x=\r\n', '&#252;=\r\n'"
  })
  void html_getsItBeforeTheEndOfTheBody(String charset, String encoding, String body, String added)
      throws IOException {
    String head = mail("text/html; charset=" + charset, encoding, "");
    String rest = "</body></html>\r\n";
    assertEquals(head + body + added + rest, appended(head + body + rest, "\u00fc"));
    assertEquals(List.of(ADDED), answers);
  }

  @Test
  void htmlOfShiftedCharset_isNotSearchedForTagsWithinCharacters() throws IOException {
    String body = "<body>\u001b$B</body>!\u001b(B|</body>\u001b$B</body>!\u001b(B";
    String head = mail("text/html; charset=iso-2022-jp", "7bit", "");
    assertEquals(
        head + body.replace("|", "<i>&#92;</i>") + "\r\n",
        appended(head + body.replace("|", ""), "<i>\\</i>"));
    assertEquals(
        head + body.replace("|", "").replaceFirst("<body>", "<body>x") + "\r\n",
        prepended(head + body.replace("|", ""), "x"));
  }

  @Test
  void htmlOfUnknownShifts_isLeftAlone() throws IOException {
    assertLeftAlone(mail("text/html; charset=hz-gb-2312", "7bit", "~{</body>~}</body>\r\n"), "x");
    answers.clear();
    assertLeftAlone(mail("text/html; charset=x-own", "7bit", "\u001b$B</body>\r\n"), "x");
  }

  @Test
  void htmlOnOneLongLine_getsItOnLinesOfItsOwn() throws IOException {
    String head = mail("text/html; charset=no-such", "8bit", "");
    String begin = "<p>" + "\u00fc".repeat(990);
    assertEquals(
        head + begin + "\r\n<i>x</i>\r\n</body>\r\n",
        appended(head + begin + "</body>\r\n", "<i>x</i>"));
  }

  @Test
  void wideHtml_isSearchedAsCharacters() throws IOException {
    String html = "\ufeff<body>\u3c2f<\u2f00|</body>";
    byte[] octets = html.replace("|", "").getBytes(StandardCharsets.UTF_16LE);
    String mail =
        mail("text/html; charset=utf-16", "base64", Base64.getEncoder().encodeToString(octets));
    assertEquals(
        html.replace("|", "\u00fc"),
        new String(body(appended(mail, "\u00fc")), StandardCharsets.UTF_16LE));
  }

  @Test
  void additionsOfSeveralCallouts_followEachOther() throws IOException {
    assertEquals(
        "\r\n0\r\na\r\nb\r\n1\r\n2\r\n3\r\n",
        editing.after(
            "\r\na\r\nb\r\n",
            message -> message.root().appendText("1"),
            message -> {
              message.root().appendText("2");
              message.root().appendText("3");
              message.root().prependText("0");
            }));
  }
}
