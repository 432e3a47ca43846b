package io.postern.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ShownTest {

  @Test
  void lineEndsAndEscapeSequences_cannotLeaveTheLine() {
    assertEquals("a\\u{d}\\u{a}250 ok\\u{1b}[31m", Shown.of("a\r\n250 ok\u001b[31m"));
  }

  @Test
  void directionMarksAndInvisibleCharacters_areSeen() {
    assertEquals(
        "\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{feff}", Shown.of("\u202egnp.exe\u2066\u200b\ufeff"));
    assertEquals("\\u{2028}\\u{85}\\u{ad}", Shown.of("\u2028\u0085\u00ad"));
    assertEquals("\\u{e000}\\u{e0001}", Shown.of("\ue000\udb40\udc01"));
  }

  @Test
  void loneSurrogates_areSeen() {
    assertEquals("a\\u{d800}b", Shown.of("a\ud800b"));
    assertEquals("\\u{dc00}\\u{d800}", Shown.of("\udc00\ud800"));
  }

  @Test
  void textOfAnyLanguage_staysAsItIs() {
    assertEquals(
        "Gr\u00fc\u00dfe, \u4ef6\u540d \ud83d\ude00",
        Shown.of("Gr\u00fc\u00dfe, \u4ef6\u540d \ud83d\ude00"));
  }

  @Test
  void inUsAscii_onlyThatStays() {
    assertEquals("Gr\\u{fc}n \\u{1f600}\\u{7f}~", Shown.ascii("Gr\u00fcn \ud83d\ude00\u007f~", 99));
    assertTrue(Shown.isPrintableAscii("a ~"));
    assertFalse(Shown.isPrintableAscii("\u007f"));
    assertFalse(Shown.isPrintableAscii("\u00fc"));
  }

  @Test
  void longText_isCut_andSaysSo() {
    assertEquals("x".repeat(60) + "...", Shown.of("x".repeat(100_000)));
    assertEquals("x".repeat(60), Shown.of("x".repeat(60)));
    assertEquals("xxx...", Shown.of("xxxx", 3));
    assertEquals("\\u{0}...", Shown.of("\u0000\u0000", 3));
    assertEquals("xxx...", Shown.ascii("xxxx", 3));
  }

  @Test
  void anException_isItsMessage_elseItsType() {
    assertEquals("no\\u{a}space", Shown.of(new IOException("no\nspace")));
    assertEquals("IOException", Shown.of(new IOException()));
  }

  @Test
  void everyOctet_isShown() {
    StringBuilder shown = new StringBuilder();
    for (int octet : new int[] {'a', '\t', 0x1b, 0xff, '~', 0x7f}) {
      Shown.append(shown, octet);
    }
    assertEquals("a \\x1b\\xff~\\x7f", shown.toString());
  }
}
