package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.HeaderField;
import io.postern.mail.MutableHeaderSection;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEditTest {

  /** Odd on purpose: none of these octets may change. */
  private static final String ODD =
      "X-Odd \t:  value \t\r\n\tfolded\r\n" + "x-LOWER:\r\n" + "X-Bits: \u00e9\u00ff\r\n";

  private static final String BODY = "\r\nBody\r\n";

  private final Editing editing = new Editing();

  @Test
  void untouchedMessage_isTheSameContent() throws IOException {
    assertEquals(ODD + BODY, editing.after(ODD + BODY, message -> message.header().fields()));
  }

  @Test
  void addedField_standsBelowAllOthersWhichKeepEveryOctet() throws IOException {
    assertEquals(
        ODD + "X-New: 1\r\n" + BODY,
        editing.after(ODD + BODY, message -> message.header().add("X-New", "1")));
  }

  @Test
  void fieldAddedToADamagedSection_standsAboveAllButTheTraceFields() throws IOException {
    for (String damaged :
        List.of(
            "Note: it is late\r\nand dark\r\n\r\nb\r\n",
            "Status: fine\r\nNext: tomorrow\r\n",
            "From s@example.org Mon Dec  1 10:00:00 2025\r\nA: 1\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n--b\r\nA: 1\r\n\r\nx\r\n--b--\r\n")) {
      String trace = "Received: by a\r\n\twith b\r\n";
      assertEquals(
          trace + "X: 1\r\nX: 2\r\nX: 3\r\n" + damaged,
          editing.after(
              trace + damaged,
              message -> {
                message.header().add("X", "1");
                message.header().add("X", "2");
              },
              message -> message.header().add("X", "3")));
    }
  }

  @Test
  void traceField_standsAboveAllOthersWhichKeepEveryOctet() throws IOException {
    assertEquals(
        "X-New: 1\r\n" + ODD + BODY,
        editing.after(ODD + BODY, message -> message.header().addFirst("X-New", "1")));
  }

  @Test
  void fieldPutOnTop_doesNotSwallowStrayContinuationLines() throws IOException {
    assertEquals(
        " stray\r\nX-New: 1\r\nSubject: s\r\n\r\n",
        editing.after(
            " stray\r\nSubject: s\r\n\r\n", message -> message.header().addFirst("X-New", "1")));
  }

  @Test
  void replacedField_takesThePlaceOfTheTopmostAndTheOthersGo() throws IOException {
    assertEquals(
        "A: 1\r\nsubject: new\r\nB: 2\r\n\r\n",
        editing.after(
            "A: 1\r\nSubject: a\r\nB: 2\r\nSUBJECT: b\r\n c\r\n\r\n",
            message -> message.header().replace("subject", "new")));
  }

  @Test
  void removal_tellsHowManyThereWere() throws IOException {
    int[] removed = new int[1];
    assertEquals(
        "A: 1\r\n\r\n",
        editing.after(
            "X: 1\r\nA: 1\r\nx: 2\r\n y\r\n\r\n",
            message -> removed[0] = message.header().remove("X")));
    assertEquals(2, removed[0]);
  }

  @Test
  void threeCalloutsInARow_addInTheirOrder() throws IOException {
    assertEquals(
        "A: 0\r\nX: 1\r\nX: 2\r\nX: 3\r\n\r\nb\r\n",
        editing.after(
            "A: 0\r\n\r\nb\r\n",
            message -> message.header().add("X", "1"),
            message -> message.header().add("X", "2"),
            message -> message.header().add("X", "3")));
  }

  @Test
  void headerSectionWithoutItsEnd_getsNoBodyBySurprise() throws IOException {
    assertEquals(
        "X: 1\r\nA: 1\r\n", editing.after("A: 1\r\n", message -> message.header().add("X", "1")));
  }

  @Test
  void fieldsAreSeenAsWritten() {
    MutableHeaderSection header = editing.seen(ODD + BODY).header();
    assertEquals(
        List.of(
            new HeaderField("X-Odd", "  value \t\r\n\tfolded"),
            new HeaderField("x-LOWER", ""),
            new HeaderField("X-Bits", " \u00e9\u00ff")),
        header.fields());
    assertEquals("value \t\tfolded", header.first("x-odd").orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\0b", "\r\n"})
  void valueWithALineEndOrNul_isRefusedAndChangesNothing(String value) throws IOException {
    assertEquals(
        ODD + BODY,
        editing.after(
            ODD + BODY,
            message -> {
              MutableHeaderSection header = message.header();
              assertThrows(IllegalArgumentException.class, () -> header.add("X", value));
              assertThrows(IllegalArgumentException.class, () -> header.addFirst("X", value));
              assertThrows(IllegalArgumentException.class, () -> header.replace("X-Odd", value));
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Y", "X:", "X\r\nY", "\u00dc", "X\u007f"})
  void nameThatIsNone_isRefused(String name) {
    MutableHeaderSection header = editing.seen(ODD + BODY).header();
    assertThrows(IllegalArgumentException.class, () -> header.add(name, "1"));
  }

  @Test
  void longValue_isFoldedAtBlanksWithinSeventyEightCharacters() throws IOException {
    String value = "word ".repeat(60).strip();
    String after = editing.after("\r\n", message -> message.header().add("X-Long", value));
    assertTrue(Arrays.stream(after.split("\r\n")).allMatch(line -> line.length() <= 78), after);
    assertEquals(value, editing.seen(after).header().first("X-Long").orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gr\u00fc\u00dfe",
        "all ascii but \u00e9 one word",
        "\u65e5\u672c\u8a9e\u306e\u4ef6\u540d \u65e5\u672c\u8a9e\u306e\u4ef6\u540d \u65e5\u672c\u8a9e\u306e\u4ef6\u540d \u65e5\u672c\u8a9e",
        "emoji \ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00 end",
        "a ? = _ \u00fc b",
        "\u202etxt.exe"
      })
  void valueBeyondAscii_isWrittenAsEncodedWordsThatReadTheSame(String value) throws IOException {
    String after = editing.after("\r\n", message -> message.header().add("Subject", value));
    assertTrue(after.chars().allMatch(c -> c < 0x7f), after);
    assertTrue(Arrays.stream(after.split("\r\n")).allMatch(line -> line.length() <= 78), after);
    String written = editing.seen(after).header().first("Subject").orElseThrow().value();
    assertEquals(value, DecoderUtil.decodeEncodedWords(written, DecodeMonitor.SILENT));
  }

  @Test
  void loneSurrogate_isWrittenAsReplacementCharacter() throws IOException {
    String after = editing.after("\r\n", message -> message.header().add("Subject", "a\ud800b"));
    String written = editing.seen(after).header().first("Subject").orElseThrow().value();
    assertEquals("a\ufffdb", DecoderUtil.decodeEncodedWords(written, DecodeMonitor.SILENT));
  }

  @Test
  void quotedNameBeyondAscii_losesItsQuotesAndTheAddressStaysReadable() throws IOException {
    String after =
        editing.after(
            "\r\n",
            message ->
                message.header().add("From", "\"M\u00fcller, J\u00fcrgen\" <j@example.org>"));
    assertFalse(after.contains("\""), after);
    assertTrue(after.contains(" <j@example.org>"), after);
  }

  @Test
  void wordLongerThanALineMayBe_isBrokenUpAsEncodedWords() throws IOException {
    String word = "x".repeat(5000);
    String after = editing.after("\r\n", message -> message.header().add("X-Long", word));
    assertTrue(Arrays.stream(after.split("\r\n")).allMatch(line -> line.length() <= 998), after);
  }

  @Test
  void aRawFieldIsWrittenAsItIs() throws IOException {
    HeaderField signature = new HeaderField("DKIM-Signature", " v=1;  a=x;\r\n\tb=abc\r\n  def");
    String written = "DKIM-Signature: v=1;  a=x;\r\n\tb=abc\r\n  def\r\n";
    assertEquals(
        written + ODD + BODY,
        editing.after(ODD + BODY, message -> message.header().addFirst(signature)));
    assertEquals(
        ODD + written + BODY,
        editing.after(ODD + BODY, message -> message.header().add(signature)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " a\r\nBcc: b",
        " a\nb",
        " a\r\n",
        " a\r\n \r\n b",
        " a\u0000",
        " a\rb",
        "\r\n\r\n"
      })
  void aRawValueThatWouldNotBeOneFieldIsRefused(String value) {
    MutableHeaderSection header = editing.seen(ODD + BODY).header();
    assertThrows(IllegalArgumentException.class, () -> header.add(new HeaderField("A", value)));
    assertEquals(3, header.fields().size());
  }

  @Test
  void aRawLineOfMoreThan998OctetsIsRefused() {
    MutableHeaderSection header = editing.seen(ODD + BODY).header();
    assertThrows(
        IllegalArgumentException.class, () -> header.add(new HeaderField("A", "x".repeat(997))));
    header.add(new HeaderField("A", "x".repeat(996)));
    assertEquals(4, header.fields().size());
  }
}
